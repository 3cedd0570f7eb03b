/// Makes the checksums and sizes of damaged files right again, so that readers go on to what was damaged.
package enum Mending {
  /// A PNG file with right checksums of its chunks.
  package static func png(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var place = 8
    while result.count - place >= 12 {
      let length = Int(number(result, at: place, width: 4, isBig: true))
      guard length <= result.count - place - 12 else { break }
      let end = place + 8 + length
      put(UInt64(crc32(result[place + 4..<end])), into: &result, at: end, width: 4, isBig: true)
      place = end + 4
    }
    return result
  }

  /// A zip archive with right checksums and sizes of the entries that are stored as they are.
  package static func zip(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    guard let end = last([0x50, 0x4b, 5, 6], in: result), result.count - end >= 22 else { return result }
    var place = Int(number(result, at: end + 16, width: 4))
    for _ in 0..<number(result, at: end + 10, width: 2) {
      guard place >= 0, result.count - place >= 46, result[place..<place + 4].elementsEqual([0x50, 0x4b, 1, 2]) else {
        break
      }
      let lengths = [28, 30, 32].map { Int(number(result, at: place + $0, width: 2)) }
      let local = Int(number(result, at: place + 42, width: 4))
      if number(result, at: place + 10, width: 2) == 0, result.count - local >= 30 {
        let start = local + 30 + [26, 28].reduce(0) { $0 + Int(number(result, at: local + $1, width: 2)) }
        // The entry ends where the next begins.
        let next = first([0x50, 0x4b], in: result, from: start) ?? result.count
        if start <= next {
          let sum = UInt64(crc32(result[start..<next]))
          for (header, offset) in [(place, 16), (local, 14)] {
            put(sum, into: &result, at: header + offset, width: 4)
            // Sizes of eight bytes are elsewhere.
            guard number(result, at: header + offset + 4, width: 4) != 0xffff_ffff else { continue }
            put(UInt64(next - start), into: &result, at: header + offset + 4, width: 4)
            put(UInt64(next - start), into: &result, at: header + offset + 8, width: 4)
          }
        }
      }
      place += 46 + lengths.reduce(0, +)
    }
    return result
  }

  /// The checksum CRC-32 of zip and PNG, of bytes behind those that gave `value`.
  package static func crc32(_ bytes: some Sequence<UInt8>, after value: UInt32 = 0) -> UInt32 {
    var crc = ~value
    for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
    return ~crc
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in remainder & 1 == 1 ? 0xEDB8_8320 ^ remainder >> 1 : remainder >> 1 }
  }

  private static func number(_ bytes: [UInt8], at place: Int, width: Int, isBig: Bool = false) -> UInt64 {
    let part = bytes[place..<place + width]
    return (isBig ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func put(_ number: UInt64, into bytes: inout [UInt8], at place: Int, width: Int, isBig: Bool = false) {
    for byte in 0..<width {
      bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (isBig ? width - 1 - byte : byte)))
    }
  }

  private static func first(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard start >= 0, bytes.count - start >= mark.count else { return nil }
    return (start...bytes.count - mark.count).first { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
  }

  private static func last(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (0...bytes.count - mark.count).last { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
  }
}
