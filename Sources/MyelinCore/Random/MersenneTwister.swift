/// The 32-bit Mersenne Twister MT19937: the source of bits behind ``NumPyRandomState``.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudorandom number generator", ACM TOMACS 8(1), 1998.
struct MersenneTwister: Sendable, Equatable {
  static let length = 624
  private static let middle = 397

  private(set) var words: [UInt32]
  private(set) var position: Int

  /// Goes on from the given words, `length` of them, of which `position` have been handed out.
  init(words: [UInt32], position: Int) {
    self.words = words
    self.position = position
  }

  /// Seeds from one number (`init_genrand` of the reference implementation).
  init(seed: UInt32) {
    words = [UInt32](repeating: 0, count: Self.length)
    words[0] = seed
    for index in 1..<Self.length {
      let previous = words[index - 1]
      words[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
    }
    position = Self.length
  }

  /// Seeds from a list of numbers (`init_by_array` of the reference implementation).
  ///
  /// - Parameter seeds: at least one number; an empty list is a programming error.
  init(seeds: [UInt32]) {
    guard !seeds.isEmpty else { fatalError("MersenneTwister: the list of seeds is empty") }
    self.init(seed: 19_650_218)
    var index = 1
    var key = 0
    for _ in 0..<max(Self.length, seeds.count) {
      let previous = words[index - 1]
      let mixed = words[index] ^ ((previous ^ (previous >> 30)) &* 1_664_525)
      words[index] = mixed &+ seeds[key] &+ UInt32(truncatingIfNeeded: key)
      advance(&index)
      key = key + 1 == seeds.count ? 0 : key + 1
    }
    for _ in 1..<Self.length {
      let previous = words[index - 1]
      words[index] = (words[index] ^ ((previous ^ (previous >> 30)) &* 1_566_083_941)) &- UInt32(index)
      advance(&index)
    }
    // A set top bit guarantees that the state is not all zeros.
    words[0] = 0x8000_0000
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.length { regenerate() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  private mutating func advance(_ index: inout Int) {
    index += 1
    if index == Self.length {
      words[0] = words[Self.length - 1]
      index = 1
    }
  }

  private mutating func regenerate() {
    for index in 0..<Self.length {
      let following = words[index + 1 == Self.length ? 0 : index + 1]
      let mixed = (words[index] & 0x8000_0000) | (following & 0x7fff_ffff)
      let distant = index + Self.middle
      let source = words[distant < Self.length ? distant : distant - Self.length]
      words[index] = source ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
    }
    position = 0
  }
}
