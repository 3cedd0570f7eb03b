import RealModule

extension Tensor {
  /// Independent numbers, uniform in `range` (its upper bound isn't included).
  public static func randomUniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, type: DType = .float32, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomUniform")
    let width = range.upperBound - range.lowerBound
    switch type {
    case .float32:
      let (low, high) = (Float(range.lowerBound), Float(range.upperBound))
      return random(shape, from: source) { generator in
        // 24 bits, so that the number in 0..<1 isn't rounded up to 1; the product with the width may be.
        let value = Float(Double(generator.next() >> 40) * 0x1p-24 * width + range.lowerBound)
        return value < high ? value : Swift.max(low, high.nextDown)
      }
    case .float64:
      return random(shape, from: source) { generator in
        let value = generator.uniform() * width + range.lowerBound
        return value < range.upperBound ? value : range.upperBound.nextDown
      }
    case .bool, .int32, .int64:
      stop("randomUniform: the type must be floating-point, got \(type.rawValue); see randomIntegers")
    }
  }

  /// Independent numbers, normally distributed.
  ///
  /// By the polar form of Box and Muller: √(−2 log u) · cos 2πv of uniform u and v.
  public static func randomNormal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, type: DType = .float32,
    from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomNormal")
    let exact: Tensor = random(shape, from: source) { mean + standardDeviation * $0.normal() }
    return exact.cast(to: floating(type, "randomNormal"))
  }

  /// Independent numbers, normally distributed but drawn again while more than two standard deviations off.
  ///
  /// TensorFlow's `truncated_normal`; the standard deviation is that before truncation.
  public static func randomTruncatedNormal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, type: DType = .float32,
    from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomTruncatedNormal")
    let exact: Tensor = random(shape, from: source) { generator in
      var deviate = generator.normal()
      while deviate.magnitude > 2 { deviate = generator.normal() }
      return mean + standardDeviation * deviate
    }
    return exact.cast(to: floating(type, "randomTruncatedNormal"))
  }

  /// Independent ones with the given probability, zeros otherwise.
  public static func randomBernoulli(
    _ shape: [Int], probability: Double = 0.5, type: DType = .float32, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomBernoulli")
    guard probability >= 0, probability <= 1 else {
      stop("randomBernoulli: the probability \(probability) is not within 0…1")
    }
    let flags: Tensor = random(shape, from: source) { $0.uniform() < probability }
    return flags.cast(to: type)
  }

  /// Independent integers, uniform in `range`.
  public static func randomIntegers(
    _ shape: [Int], in range: Range<Int>, type: DType = .int64, from source: RandomSource = .current
  ) -> Tensor {
    check(shape, in: "randomIntegers")
    if range.isEmpty { stop("randomIntegers: the range \(range) is empty") }
    let exact: Tensor = random(shape, from: source) { generator in
      range.lowerBound + generator.integer(below: range.count)
    }
    return exact.cast(to: type)
  }

  /// The integers 0..<count in random order, as int64.
  public static func randomPermutation(_ count: Int, from source: RandomSource = .current) -> Tensor {
    guard count >= 0 else { stop("randomPermutation: the count \(count) is negative") }
    let order = source.draw { generator in
      // Fisher and Yates, written out so that the order depends on the generator alone and not on Swift's version.
      var order = Array(0..<count)
      for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, generator.integer(below: last + 1)) }
      return order
    }
    return Tensor(shape: [count], order)
  }

  private static func floating(_ type: DType, _ name: String) -> DType {
    guard type.isFloatingPoint else { stop("\(name): the type must be floating-point, got \(type.rawValue)") }
    return type
  }

  private static func random<Element: TensorElement>(
    _ shape: [Int], from source: RandomSource, _ next: (inout Philox) -> Element
  ) -> Tensor {
    Tensor(shape: shape, of: Element.self) { output in
      source.fill(output, next)
    }
  }
}

extension Philox {
  /// A normally distributed number with mean 0 and standard deviation 1.
  mutating func normal() -> Double {
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
