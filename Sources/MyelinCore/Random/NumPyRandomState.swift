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
  var twister: MersenneTwister
  /// The polar method makes normal values in pairs; this is the one not yet handed out.
  var spareNormal: Double?

  /// The state of `numpy.random.RandomState(seed)`.
  ///
  /// - Parameter seed: any 32-bit number, the range that NumPy accepts. ``init(validating:)-(Int)`` takes a seed that
  ///   comes from outside.
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

  /// A number of `0...limit`: bits under the smallest mask that covers the limit are drawn until they fit. NumPy's
  /// legacy stream rejects in this way in `randint`, `shuffle`, and `permutation` alike, and draws nothing for a limit
  /// of zero.
  mutating func integer(upTo limit: UInt64) -> UInt64 {
    if limit == 0 { return 0 }
    let mask = UInt64.max >> UInt64(limit.leadingZeroBitCount)
    while true {
      let bits: UInt64 = limit <= 0xffff_ffff ? UInt64(twister.next()) : next()
      if bits & mask <= limit { return bits & mask }
    }
  }

  func checkCount(_ count: Int) {
    guard count >= 0 else { fatalError("NumPyRandomState: the count \(count) is negative") }
  }
}
