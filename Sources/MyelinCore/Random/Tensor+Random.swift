import RealModule

extension Tensor {
  /// Independent numbers, uniform in `range` (its upper bound isn't included).
  public static func randomUniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, type: DType = .float32, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomUniform")
    guard type.isFloatingPoint else {
      stop("randomUniform: the type must be floating-point, got \(type.rawValue); see randomIntegers")
    }
    return draw(.uniform(low: range.lowerBound, high: range.upperBound), shape, type, source)
  }

  /// Independent numbers, normally distributed.
  ///
  /// By the polar form of Box and Muller: √(−2 log u) · cos 2πv of uniform u and v.
  public static func randomNormal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, type: DType = .float32,
    from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomNormal")
    return draw(.normal(mean: mean, deviation: standardDeviation), shape, floating(type, "randomNormal"), source)
  }

  /// Independent numbers, normally distributed but drawn again while more than two standard deviations off.
  ///
  /// TensorFlow's `truncated_normal`; the standard deviation is that before truncation.
  public static func randomTruncatedNormal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, type: DType = .float32,
    from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomTruncatedNormal")
    let type = floating(type, "randomTruncatedNormal")
    return draw(.truncatedNormal(mean: mean, deviation: standardDeviation), shape, type, source)
  }

  /// Independent ones with the given probability, zeros otherwise.
  public static func randomBernoulli(
    _ shape: [Int], probability: Double = 0.5, type: DType = .float32, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomBernoulli")
    guard probability >= 0, probability <= 1 else {
      stop("randomBernoulli: the probability \(probability) is not within 0…1")
    }
    return draw(.bernoulli(probability: probability), shape, type, source)
  }

  /// Independent integers, uniform in `range`.
  public static func randomIntegers(
    _ shape: [Int], in range: Range<Int>, type: DType = .int64, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomIntegers")
    if range.isEmpty { stop("randomIntegers: the range \(range) is empty") }
    return draw(.integers(low: range.lowerBound, count: range.count), shape, type, source)
  }

  /// The integers 0..<count in random order, as int64.
  public static func randomPermutation(_ count: Int, from source: RandomSource = .current) -> Tensor {
    guard count >= 0 else { stop("randomPermutation: the count \(count) is negative") }
    return draw(.permutation, [count], .int64, source)
  }

  private static func draw(
    _ distribution: RandomDraw.Distribution, _ shape: [Int], _ type: DType, _ source: RandomSource
  ) -> Tensor {
    RandomDraw(
      distribution: distribution, layout: TensorDescription(shape: shape, type: type), source: source)()
  }

  private static func floating(_ type: DType, _ name: String) -> DType {
    guard type.isFloatingPoint else { stop("\(name): the type must be floating-point, got \(type.rawValue)") }
    return type
  }
}

extension Philox {
  /// A normally distributed number with mean 0 and standard deviation 1.
  package mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * .log(1 - uniform()))
    return radius * .cos(2 * .pi * uniform())
  }

  /// A uniform integer in 0..<bound, by rejection.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 0 else { stop("Philox.integer(below:): the bound \(bound) is not positive") }
    let size = UInt64(bound)
    let limit = UInt64.max - UInt64.max % size
    var bits = next()
    while bits >= limit { bits = next() }
    return Int(bits % size)
  }
}
