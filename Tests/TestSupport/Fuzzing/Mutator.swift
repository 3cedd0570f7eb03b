/// Makes damaged files of sound ones: the same for the same seed.
package struct Mutator {
  private var generator: SeededGenerator
  private let corpus: [[UInt8]]
  private let tokens: [[UInt8]]

  /// - Parameters:
  ///   - corpus: Sound files, at least one.
  ///   - tokens: Texts that mean something in the format.
  package init(corpus: [[UInt8]], tokens: [String] = [], seed: UInt64) {
    self.corpus = corpus
    self.tokens = tokens.map { Array($0.utf8) }
    generator = SeededGenerator(state: seed)
  }

  /// The next damaged file.
  package mutating func next() -> [UInt8] {
    var bytes = corpus.randomElement(using: &generator) ?? []
    // Mostly a single fault: many at once are found out at the first.
    let count = 1 + Int.random(in: 0..<4, using: &generator) * Int.random(in: 0..<2, using: &generator)
    for _ in 0..<count { change(&bytes) }
    return bytes
  }

  private static let integers: [UInt64] = [
    0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
    0x1_0000_0000, 0x1fff_ffff_ffff_ffff, 0x3fff_ffff_ffff_ffff, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max,
  ]

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = [UInt8.random(in: .min ... .max, using: &generator)]
      return
    }
    // Half of the faults are where headers are.
    let isNearStart = Bool.random(using: &generator)
    let place = Int.random(in: 0..<(isNearStart ? min(bytes.count, 64) : bytes.count), using: &generator)
    let length = Int.random(in: 1...max(1, min(32, bytes.count - place)), using: &generator)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
    case 3: bytes.removeLast(bytes.count - place)
    case 4: bytes.removeSubrange(place..<place + length)
    case 5: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
    case 6:
      let other = corpus.randomElement(using: &generator) ?? bytes
      bytes = Array(bytes[..<place]) + other.dropFirst(Int.random(in: 0...other.count, using: &generator))
    case 7 where !tokens.isEmpty:
      let token = tokens.randomElement(using: &generator) ?? []
      if Bool.random(using: &generator) {
        bytes.insert(contentsOf: token, at: place)
      } else {
        bytes.replaceSubrange(place..<min(place + token.count, bytes.count), with: token)
      }
    case 8:
      let digits = String(Self.integers.randomElement(using: &generator) ?? 0).utf8
      bytes.replaceSubrange(place..<min(place + length, bytes.count), with: digits)
    default:
      let number = Self.integers.randomElement(using: &generator) ?? 0
      let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
      let isBig = Bool.random(using: &generator)
      for byte in 0..<width where place + byte < bytes.count {
        bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (isBig ? width - 1 - byte : byte)))
      }
    }
  }
}
