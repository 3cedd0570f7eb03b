import Glibc

/// Real numbers.
extension NumPyRandomState {
  /// A number uniform over [0, 1) with 53 random bits: `random_sample()`, `rand()`.
  public mutating func uniform() -> Double {
    let upper = Double(twister.next() >> 5)
    let lower = Double(twister.next() >> 6)
    return (upper * 67_108_864 + lower) / 9_007_199_254_740_992
  }

  /// Numbers uniform over [0, 1), in the order drawn: `random_sample(count)`, `rand(count)`, `uniform(size=count)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func uniform(count: Int) -> [Double] {
    checkCount(count)
    return (0..<count).map { _ in uniform() }
  }

  /// A number uniform over a half-open range: `uniform(low, high)`.
  public mutating func uniform(in range: Range<Double>) -> Double {
    uniform(from: range.lowerBound, to: range.upperBound)
  }

  /// Numbers uniform over a half-open range, in the order drawn: `uniform(low, high, count)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func uniform(in range: Range<Double>, count: Int) -> [Double] {
    checkCount(count)
    return (0..<count).map { _ in uniform(in: range) }
  }

  /// A number uniform between two bounds, of which the first may be the larger: `uniform(low, high)`.
  public mutating func uniform(from low: Double, to high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A number from the standard normal distribution, by Marsaglia's polar method: `standard_normal()`, `randn()`.
  public mutating func standardNormal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let first = 2 * uniform() - 1
      let second = 2 * uniform() - 1
      let squaredRadius = first * first + second * second
      guard squaredRadius < 1, squaredRadius != 0 else { continue }
      let factor = (-2 * log(squaredRadius) / squaredRadius).squareRoot()
      spareNormal = factor * first
      return factor * second
    }
  }

  /// Numbers from the standard normal distribution, in the order drawn: `standard_normal(count)`, `randn(count)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func standardNormal(count: Int) -> [Double] {
    checkCount(count)
    return (0..<count).map { _ in standardNormal() }
  }

  /// A normal number: `normal(mean, standardDeviation)`.
  ///
  /// - Parameter standardDeviation: zero or more; a negative one or NaN stops the program.
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    guard standardDeviation >= 0 else {
      fatalError("NumPyRandomState.normal: the standard deviation \(standardDeviation) is not zero or more")
    }
    return mean + standardDeviation * standardNormal()
  }

  /// Normal numbers, in the order drawn: `normal(mean, standardDeviation, count)`.
  ///
  /// - Parameters:
  ///   - standardDeviation: zero or more; a negative one or NaN stops the program.
  ///   - count: how many; a negative count stops the program.
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1, count: Int) -> [Double] {
    checkCount(count)
    return (0..<count).map { _ in normal(mean: mean, standardDeviation: standardDeviation) }
  }

  /// An exponential number: `exponential(scale)`.
  ///
  /// - Parameter scale: the mean, zero or more; a negative one or NaN stops the program.
  public mutating func exponential(scale: Double = 1) -> Double {
    guard scale >= 0 else { fatalError("NumPyRandomState.exponential: the scale \(scale) is not zero or more") }
    return scale * -log(1 - uniform())
  }

  /// Exponential numbers, in the order drawn: `exponential(scale, count)`.
  ///
  /// - Parameters:
  ///   - scale: the mean, zero or more; a negative one or NaN stops the program.
  ///   - count: how many; a negative count stops the program.
  public mutating func exponential(scale: Double = 1, count: Int) -> [Double] {
    checkCount(count)
    return (0..<count).map { _ in exponential(scale: scale) }
  }
}
