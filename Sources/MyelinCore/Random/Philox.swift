/// A counter-based random number generator: Philox 4×32 with 10 rounds.
///
/// Block k of the stream is a function of the seed and k alone, so a generator can be saved, moved to any place and split
/// without drawing what lies between. It passes BigCrush; it isn't meant for secrets.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011).
public struct Philox: RandomNumberGenerator, Sendable, Hashable, Codable {
  /// What the stream depends on.
  public let seed: UInt64
  /// Which of the independent streams of that seed this is.
  public let stream: UInt64
  /// How many 64-bit numbers have been drawn. Setting it moves the generator.
  public var position: UInt64 {
    didSet { cached = nil }
  }

  /// The second half of the last block, kept for the next draw.
  private var cached: UInt64?

  private enum CodingKeys: CodingKey { case seed, stream, position }

  /// A generator at the beginning of a stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    (self.seed, self.stream, position) = (seed, stream, 0)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let draw = position
    if draw % 2 == 1, let second = cached {
      position = draw &+ 1
      return second
    }
    let (first, second) = Philox.block(counter: (draw / 2, stream), key: seed)
    position = draw &+ 1
    if draw % 2 == 1 { return second }
    cached = second
    return first
  }

  /// A uniform number in 0..<1, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// 128 random bits for a counter of 128 bits.
  static func block(counter: (UInt64, UInt64), key: UInt64) -> (UInt64, UInt64) {
    var (c0, c1) = (UInt32(truncatingIfNeeded: counter.0), UInt32(truncatingIfNeeded: counter.0 >> 32))
    var (c2, c3) = (UInt32(truncatingIfNeeded: counter.1), UInt32(truncatingIfNeeded: counter.1 >> 32))
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) &* UInt64(c0)
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c2)
      let (high0, low0) = (UInt32(truncatingIfNeeded: p0 >> 32), UInt32(truncatingIfNeeded: p0))
      let (high1, low1) = (UInt32(truncatingIfNeeded: p1 >> 32), UInt32(truncatingIfNeeded: p1))
      (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (UInt64(c0) | UInt64(c1) << 32, UInt64(c2) | UInt64(c3) << 32)
  }
}
