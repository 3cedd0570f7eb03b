/// Adds the products of columns up to a degree: of a and b the second degree gives 1, a, b, a², a·b, b².
///
/// As scikit-learn's `PolynomialFeatures`, in the same order.
///
/// ```swift
/// let features = PolynomialFeatures(degree: 2, includesBias: false).fitted(to: x)
/// features.featureNames(["a", "b"])   // a, b, a^2, a b, b^2
/// ```
public struct PolynomialFeatures: NumericTransform {
  /// The most columns that come out.
  public static let outputLimit = 100_000
  /// The most factors that products of all degrees have together, those of lower degrees on the way included.
  private static let factorLimit = 2_000_000

  /// The degrees of the products.
  public var degrees: ClosedRange<Int>
  /// Whether no column comes twice in a product.
  public var interactionOnly: Bool
  /// Whether a column of ones comes first.
  public var includesBias: Bool

  /// Products up to a degree.
  ///
  /// - Parameters:
  ///   - degree: The largest degree: 0 or more, or the program stops.
  ///   - interactionOnly: Whether no column comes twice in a product.
  ///   - includesBias: Whether a column of ones comes first.
  public init(degree: Int = 2, interactionOnly: Bool = false, includesBias: Bool = true) {
    guard degree >= 0 else { fatalError("PolynomialFeatures: the degree \(degree) must not be negative") }
    self.init(degrees: 0...degree, interactionOnly: interactionOnly, includesBias: includesBias)
  }

  /// Products of some degrees.
  ///
  /// - Parameters:
  ///   - degrees: The degrees: 0 or more, or the program stops. Degree 0 counts if the bias is included.
  ///   - interactionOnly: Whether no column comes twice in a product.
  ///   - includesBias: Whether a column of ones comes first.
  public init(degrees: ClosedRange<Int>, interactionOnly: Bool = false, includesBias: Bool = true) {
    guard degrees.lowerBound >= 0 else {
      fatalError("PolynomialFeatures: the degrees \(degrees) must not be negative")
    }
    self.degrees = degrees
    self.interactionOnly = interactionOnly
    self.includesBias = includesBias
  }

  /// There is nothing to learn but the number of columns. More than ``outputLimit`` products stop the program.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    let count = count(columns.count)
    guard count <= Double(Self.outputLimit) else {
      fatalError("PolynomialFeatures: \(columns.count) columns would become \(count), more than \(Self.outputLimit)")
    }
    return Fitted(
      inputCount: columns.count, degrees: degrees, interactionOnly: interactionOnly, includesBias: includesBias)
  }

  /// There is nothing to learn but the number of columns.
  ///
  /// - Throws: ``TableError`` if there would be more than ``outputLimit`` products.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    let count = count(columns.count)
    guard count <= Double(Self.outputLimit) else {
      throw TableError(
        .badOption, path: context.table?.path,
        "\(columns.count) columns would become \(CellText.text(count)) products, more than \(Self.outputLimit); choose a lower "
          + "degree, or fewer columns")
    }
    for column in columns where column.type == .text {
      throw context.error(
        .wrongType, "column \(quoted(column.name)) has texts, and PolynomialFeatures takes numbers; encode it first",
        column: column.name)
    }
    return fitted(toColumns: columns.map { _ in [] })
  }

  /// The number of products of so many columns.
  private func count(_ columns: Int) -> Double {
    guard degrees.upperBound <= Self.outputLimit else { return .infinity }
    var total = includesBias ? 1.0 : 0
    // The number of products of a degree: combinations, with repetition or without. Those below the lowest degree are made too.
    var products = 1.0
    var factors = 0.0
    for degree in stride(from: 1, through: degrees.upperBound, by: 1) {
      let choices = interactionOnly ? columns - degree + 1 : columns + degree - 1
      products *= Double(max(choices, 0)) / Double(degree)
      if degree >= degrees.lowerBound { total += products }
      factors += products * Double(degree)
      if factors > Double(Self.factorLimit) { return .infinity }
      if total > Double(Self.outputLimit) || products == 0 { break }
    }
    return total.rounded()
  }

  /// Products for a number of columns.
  public struct Fitted: FittedNumericTransform {
    /// What files call the type.
    public static let typeName = "PolynomialFeatures"
    /// Products are of several columns.
    public static var mixesColumns: Bool { true }

    /// The number of columns that it takes.
    public let inputCount: Int
    let degrees: ClosedRange<Int>
    let interactionOnly: Bool
    let includesBias: Bool

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      guard inputCount >= 0, inputCount <= PolynomialFeatures.outputLimit, degrees.lowerBound >= 0 else {
        return "the degrees or the columns can't be"
      }
      let count = PolynomialFeatures(degrees: degrees, interactionOnly: interactionOnly, includesBias: includesBias)
        .count(inputCount)
      return count <= Double(PolynomialFeatures.outputLimit) ? nil : "there would be too many products"
    }

    /// The positions of each product's factors, in the order of the products.
    var products: [[Int]] {
      var result: [[Int]] = includesBias ? [[]] : []
      var last: [[Int]] = [[]]
      for degree in stride(from: 1, through: degrees.upperBound, by: 1) {
        // Each product of the degree before, times every column that doesn't come before its last factor.
        last = last.flatMap { factors in
          let first = factors.last.map { interactionOnly ? $0 + 1 : $0 } ?? 0
          return (first..<max(inputCount, first)).map { factors + [$0] }
        }
        if last.isEmpty { break }
        if degree >= degrees.lowerBound { result += last }
      }
      return result
    }

    /// The products' names: `a`, `a^2`, `a b`; the bias is `1`.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      products.map { factors in
        var parts: [String] = []
        var start = 0
        while start < factors.count {
          var end = start
          while end < factors.count, factors[end] == factors[start] { end += 1 }
          let name = inputs[factors[start]].name
          parts.append(end - start > 1 ? "\(name)^\(end - start)" : name)
          start = end
        }
        return TableFeature(name: parts.isEmpty ? "1" : parts.joined(separator: " "))
      }
    }

    /// The products.
    public func transform(columns: [[Double]]) -> [[Double]] {
      check(columns.count)
      let rows = columns.first?.count ?? 0
      return products.map { factors in
        guard let first = factors.first else { return [Double](repeating: 1, count: rows) }
        return factors.dropFirst().reduce(columns[first]) { product, factor in
          zip(product, columns[factor]).map { $0 * $1 }
        }
      }
    }
  }
}
