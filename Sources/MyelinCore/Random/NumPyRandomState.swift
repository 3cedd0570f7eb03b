import Glibc

/// The random numbers of NumPy's `numpy.random.RandomState`, draw for draw.
///
/// Two states with the same seed give the same numbers as NumPy (whose "legacy" stream is frozen since 1.16), so data
/// sets and splits of Python programs can be made again here. Each method names the NumPy method it equals. The bits
/// come from the Mersenne Twister MT19937.
///
/// ```swift
/// var random = NumPyRandomState(seed: 0)
/// random.uniform()  // 0.5488135039273248, as numpy.random.RandomState(0).rand()
/// ```
///
/// As a `RandomNumberGenerator` it also serves Swift's own functions, whose draws then differ from NumPy's.
public struct NumPyRandomState: RandomNumberGenerator, Sendable, Equatable {
  private var twister: MersenneTwister
  /// The polar method makes normal values in pairs; this is the one not yet handed out.
  private var spareNormal: Double?

  /// The state of `numpy.random.RandomState(seed)`.
  ///
  /// - Parameter seed: any 32-bit number, the range that NumPy accepts.
  public init(seed: UInt32) {
    twister = MersenneTwister(seed: seed)
  }

  /// The state of `numpy.random.RandomState([…])`, seeded from a list of numbers.
  ///
  /// - Parameter seeds: at least one 32-bit number; an empty list stops the program.
  public init(seeds: [UInt32]) {
    twister = MersenneTwister(seeds: seeds)
  }

  /// A state seeded from the system's random numbers, different in every run.
  public init() {
    twister = MersenneTwister(seeds: (0..<8).map { _ in UInt32.random(in: .min ... .max) })
  }

  // MARK: Bits

  /// The next 64 random bits: two 32-bit draws, the first in the upper half.
  public mutating func next() -> UInt64 {
    let upper = UInt64(twister.next())
    return upper << 32 | UInt64(twister.next())
  }

  // MARK: Real numbers

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
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
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

  // MARK: Whole numbers

  /// A whole number uniform over a half-open range: `randint(low, high)`.
  ///
  /// - Parameter range: where to draw from; an empty range stops the program.
  public mutating func integer(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { fatalError("NumPyRandomState.integer(in:): the range \(range) is empty") }
    let distance = UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))
    return range.lowerBound &+ Int(truncatingIfNeeded: integer(upTo: distance))
  }

  /// A whole number uniform over `0..<bound`: `randint(bound)`.
  ///
  /// - Parameter bound: one or more; anything less stops the program.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 0 else { fatalError("NumPyRandomState.integer(below:): the bound \(bound) is not positive") }
    return integer(in: 0..<bound)
  }

  /// Whole numbers uniform over a half-open range, in the order drawn: `randint(low, high, size=count)`.
  ///
  /// - Parameters:
  ///   - range: where to draw from; an empty range stops the program unless `count` is zero.
  ///   - count: how many; a negative count stops the program.
  public mutating func integers(in range: Range<Int>, count: Int) -> [Int] {
    checkCount(count)
    return (0..<count).map { _ in integer(in: range) }
  }

  // MARK: Orders

  /// Puts the elements of an array in random order: `shuffle(array)` of a one-dimensional array.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, Int(integer(upTo: UInt64(last))))
      last -= 1
    }
  }

  /// The numbers `0..<count` in random order: `permutation(count)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func permutation(_ count: Int) -> [Int] {
    checkCount(count)
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  // MARK: Inside

  /// A number of `0...limit`: bits under the smallest mask that covers the limit are drawn until they fit. NumPy's
  /// legacy stream rejects in this way in `randint`, `shuffle`, and `permutation` alike, and draws nothing for a limit
  /// of zero.
  private mutating func integer(upTo limit: UInt64) -> UInt64 {
    if limit == 0 { return 0 }
    let mask = UInt64.max >> UInt64(limit.leadingZeroBitCount)
    while true {
      let bits: UInt64 = limit <= 0xffff_ffff ? UInt64(twister.next()) : next()
      if bits & mask <= limit { return bits & mask }
    }
  }

  private func checkCount(_ count: Int) {
    guard count >= 0 else { fatalError("NumPyRandomState: the count \(count) is negative") }
  }
}
