import RealModule

/// Makes skewed numbers more normally distributed by a power of them, then scales them to mean 0 and standard deviation 1.
///
/// The exponent λ of each column is the likeliest, supposed that its results are distributed normally. As scikit-learn's
/// `PowerTransformer`; λ agrees to about eight digits, since the likelihood is flat around it.
///
/// ```swift
/// let transformer = try PowerTransformer().fitted(to: training)
/// let x = transformer.transform(test)
/// ```
///
/// Sources: I.-K. Yeo, R. Johnson, "A new family of power transformations to improve normality or symmetry", 2000; G. Box, D. Cox,
/// "An analysis of transformations", 1964.
public struct PowerTransformer: NumericTransform {
  /// The family of powers.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// For any numbers: ((x + 1)^λ − 1) / λ from 0 on, and −((1 − x)^(2 − λ) − 1) / (2 − λ) below.
    case yeoJohnson
    /// For positive numbers alone: (x^λ − 1) / λ.
    case boxCox
  }

  /// The family of powers.
  public var method: Method
  /// Whether the results are scaled to mean 0 and standard deviation 1.
  public var standardizes: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - method: The family of powers.
  ///   - standardizes: Whether the results are scaled to mean 0 and standard deviation 1.
  public init(_ method: Method = .yeoJohnson, standardizes: Bool = true) {
    self.method = method
    self.standardizes = standardizes
  }

  /// Learns exponents; a column without values gives NaN from then on.
  ///
  /// - Throws: `NumberError` if Box-Cox gets a number that isn't positive, or a column of one value only.
  public func fitted(toColumns columns: [[Double]]) throws(NumberError) -> Fitted {
    var exponents: [Double?] = []
    for (index, column) in columns.enumerated() {
      let present = column.filter { !$0.isNaN }
      guard let first = present.first, let moments = Moments(present) else {
        exponents.append(nil)
        continue
      }
      switch method {
      case .yeoJohnson:
        exponents.append(moments.standardDeviation == 0 ? 1 : Self.yeoJohnsonExponent(present))
      case .boxCox:
        if let row = column.firstIndex(where: { $0 <= 0 }) {
          throw NumberError(
            column: index, row: row, message: "\(column[row]) is not positive, which Box-Cox needs,",
            remedy: "use Yeo-Johnson, or correct it")
        }
        guard present.contains(where: { $0 != first }) else {
          throw NumberError(
            column: index, row: nil, message: "all values are equal, for which Box-Cox has no exponent,",
            remedy: "leave the column out")
        }
        exponents.append(Self.boxCoxExponent(present))
      }
    }
    let powers = Fitted(method: method, exponents: exponents, scaler: nil)
    guard standardizes else { return powers }
    let scaler = StandardScaler().fitted(toColumns: powers.transform(columns: columns))
    return Fitted(method: method, exponents: exponents, scaler: scaler)
  }

  private static func yeoJohnsonExponent(_ numbers: [Double]) -> Double {
    let largest = numbers.reduce(0) { max($0, abs($1)) }
    if largest == 0 { return 1 }
    // Within these bounds numbers up to twenty times as large become neither infinite nor 0, nor do their squares.
    let reach = Double.log(onePlus: 20 * largest)
    let margin = Double.log(.ulpOfOne)
    var low = (Double.log(.leastNormalMagnitude) - margin) / 2 / reach
    var high = (Double.log(.greatestFiniteMagnitude) + margin) / 2 / reach
    if numbers.allSatisfy({ $0 < 0 }) {
      (low, high) = (2 - high, 2 - low)
    } else if numbers.contains(where: { $0 < 0 }) {
      (low, high) = (max(2 - high, low), min(2 - low, high))
    }
    let slope = numbers.map { ($0 < 0 ? -1 : 1) * Double.log(onePlus: abs($0)) }.pairwiseSum
    return boundedMinimum(from: low, to: high, tolerance: 1.48e-8) { exponent in
      let results = numbers.map { yeoJohnson($0, exponent) }
      let variance = variance(results)
      guard variance >= .leastNormalMagnitude else { return .infinity }
      return Double(numbers.count) / 2 * .log(variance) - (exponent - 1) * slope
    }
  }

  private static func boxCoxExponent(_ numbers: [Double]) -> Double {
    let logarithms = numbers.map { Double.log($0) }
    let slope = logarithms.pairwiseSum
    let bound = 350 / max(logarithms.reduce(0) { max($0, abs($1)) }, 1e-8)
    return boundedMinimum(from: -bound, to: bound, tolerance: 1.48e-8) { exponent in
      var logVariance = Double.log(variance(logarithms))
      if abs(exponent) > .ulpOfOne {
        // The largest power is taken out, so that none overflows.
        let largest = logarithms.reduce(-.infinity) { max($0, exponent * $1) }
        let powers = logarithms.map { Double.expMinusOne(exponent * $0 - largest) }
        logVariance = Double.log(variance(powers)) + 2 * (largest - .log(abs(exponent)))
      }
      return Double(numbers.count) / 2 * logVariance - (exponent - 1) * slope
    }
  }

  private static func variance(_ numbers: [Double]) -> Double {
    let mean = numbers.pairwiseSum / Double(numbers.count)
    return numbers.map { ($0 - mean) * ($0 - mean) }.pairwiseSum / Double(numbers.count)
  }

  fileprivate static func yeoJohnson(_ x: Double, _ exponent: Double) -> Double {
    let power = x >= 0 ? exponent : 2 - exponent
    let logarithm = Double.log(onePlus: abs(x))
    let result = abs(power) < .ulpOfOne ? logarithm : .expMinusOne(power * logarithm) / power
    return x >= 0 ? result : -result
  }

  /// Exponents that were learnt.
  public struct Fitted: InvertibleNumericTransform {
    /// What files call the type.
    public static let typeName = "PowerTransformer"

    let method: Method
    let exponents: [Double?]
    let scaler: StandardScaler.Fitted?

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { exponents.count }

    /// The exponent of each column; NaN for one without values.
    public var lambdas: [Double] { exponents.map { $0 ?? .nan } }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      if !exponents.allSatisfy({ $0?.isFinite ?? true }) { return "an exponent is not finite" }
      if let scaler, scaler.inputCount != exponents.count { return "there are not as many scales as exponents" }
      return scaler?.problem
    }

    /// What to do about a number of which none becomes.
    public static var remedy: String { "use Yeo-Johnson for numbers that aren't positive, or correct the value" }

    /// Finite numbers.
    public static func isUsable(_ result: Double) -> Bool { result.isFinite }

    /// The powers of the columns.
    public func transform(columns: [[Double]]) -> [[Double]] {
      check(columns.count)
      let powers = zip(columns, exponents).map { numbers, exponent -> [Double] in
        guard let exponent else { return [Double](repeating: .nan, count: numbers.count) }
        switch method {
        case .yeoJohnson: return numbers.map { PowerTransformer.yeoJohnson($0, exponent) }
        case .boxCox:
          return numbers.map { x in
            guard x > 0 else { return .nan }
            let logarithm = Double.log(x)
            return abs(exponent) < .leastNormalMagnitude ? logarithm : .expMinusOne(exponent * logarithm) / exponent
          }
        }
      }
      return scaler?.transform(columns: powers) ?? powers
    }

    /// The columns as they were before.
    public func inverse(columns: [[Double]]) -> [[Double]] {
      let powers = scaler?.inverse(columns: columns) ?? columns
      return zip(powers, exponents).map { numbers, exponent in
        guard let exponent else { return [Double](repeating: .nan, count: numbers.count) }
        return numbers.map { y in
          switch method {
          case .yeoJohnson:
            let result = Self.inverse(abs(y), y >= 0 ? exponent : 2 - exponent)
            return y >= 0 ? result : -result
          case .boxCox:
            return exponent == 0 ? .exp(y) : .exp(.log(onePlus: y * exponent) / exponent)
          }
        }
      }
    }

    /// (y·λ + 1)^(1/λ) − 1.
    private static func inverse(_ y: Double, _ power: Double) -> Double {
      abs(power) < .ulpOfOne ? .expMinusOne(y) : .expMinusOne(.log(onePlus: y * power) / power)
    }
  }
}
