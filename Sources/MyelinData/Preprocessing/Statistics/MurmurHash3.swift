/// The 32-bit hash by which features are put into places; equal texts give equal numbers on every machine.
///
/// Source: A. Appleby, MurmurHash3_x86_32, 2011 (in the public domain).
enum MurmurHash3 {
  static func hash(_ text: String, seed: UInt32 = 0) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in hash(bytes, seed: seed) }
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt32) -> Int32 {
    var hash = seed
    let blocks = bytes.count / 4
    for block in 0..<blocks {
      var word: UInt32 = 0
      for byte in 0..<4 { word |= UInt32(bytes[block * 4 + byte]) << (8 * UInt32(byte)) }
      hash ^= mixed(word)
      hash = rotated(hash, by: 13) &* 5 &+ 0xe654_6b64
    }
    var rest: UInt32 = 0
    for (place, index) in (blocks * 4..<bytes.count).enumerated() {
      rest |= UInt32(bytes[index]) << (8 * UInt32(place))
    }
    if bytes.count % 4 > 0 { hash ^= mixed(rest) }
    hash ^= UInt32(truncatingIfNeeded: bytes.count)
    hash = (hash ^ (hash >> 16)) &* 0x85eb_ca6b
    hash = (hash ^ (hash >> 13)) &* 0xc2b2_ae35
    return Int32(bitPattern: hash ^ (hash >> 16))
  }

  private static func mixed(_ word: UInt32) -> UInt32 { rotated(word &* 0xcc9e_2d51, by: 15) &* 0x1b87_3593 }

  private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
}
