/// The checksum CRC-32 (as in zip, PNG and Ethernet), which notices every flipped bit and every burst of up to 32 bits.
struct CRC32 {
  private var state: UInt32

  /// The checksum to go on from: by default that of no bytes.
  init(value: UInt32 = 0) { state = ~value }

  /// The checksum of all bytes so far.
  var value: UInt32 { ~state }

  /// Takes in more bytes.
  mutating func update(_ bytes: [UInt8]) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { table in
      bytes.withUnsafeBytes { buffer in
        var index = 0
        // Eight bytes a step: eight look-ups that don't wait for each other.
        while index + 8 <= buffer.count {
          let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(crc)
          crc =
            table[7 << 8 | Int(word & 0xFF)] ^ table[6 << 8 | Int(word >> 8 & 0xFF)]
            ^ table[5 << 8 | Int(word >> 16 & 0xFF)] ^ table[4 << 8 | Int(word >> 24 & 0xFF)]
            ^ table[3 << 8 | Int(word >> 32 & 0xFF)] ^ table[2 << 8 | Int(word >> 40 & 0xFF)]
            ^ table[1 << 8 | Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
          index += 8
        }
        while index < buffer.count {
          crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ buffer[index])] ^ crc >> 8
          index += 1
        }
      }
    }
    state = crc
  }

  /// Takes in a number as eight bytes.
  mutating func update(_ number: Int) {
    update((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
  }

  /// Takes in a text's length and then its UTF-8, so that two texts in a row differ from one that is both.
  mutating func update(_ text: String) {
    let bytes = Array(text.utf8)
    update(bytes.count)
    update(bytes)
  }

  /// Table `k` holds, for each byte, its remainder after `k` further zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var remainder = UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? 0xEDB8_8320 ^ remainder >> 1 : remainder >> 1
      }
      tables[byte] = remainder
    }
    for index in 256..<tables.count {
      let shorter = tables[index - 256]
      tables[index] = tables[Int(shorter & 0xFF)] ^ shorter >> 8
    }
    return tables
  }()
}
