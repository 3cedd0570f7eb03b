/// Where a string is in a line, without its quotes.
struct JSONString {
  let range: Range<Int>
  /// Whether it is its bytes: without escapes.
  let isPlain: Bool
}

extension JSONScanner {
  /// A string, which must come next, checked: control characters, escapes and UTF-8.
  mutating func string() throws(JSONFault) -> JSONString {
    let quote = place
    skip(1)
    let start = place
    var isPlain = true
    var isASCII = true
    while true {
      guard let byte = next else {
        throw JSONFault(at: quote, "the string that begins here does not end in its line; close it with '\"'")
      }
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        try skipEscape()
        continue
      }
      guard byte >= 0x20 else {
        throw JSONFault(
          at: place, "a control character (\(byte)) stands in a string; write it as \\u00\(Self.hexadecimal(byte))")
      }
      if byte >= 0x80 { isASCII = false }
      skip(1)
    }
    let range = start..<place
    skip(1)
    if !isASCII { try checkUTF8(range) }
    return JSONString(range: range, isPlain: isPlain)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  private func checkUTF8(_ range: Range<Int>) throws(JSONFault) {
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard String(validating: part, as: UTF8.self) == nil else { return }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = part.makeIterator()
    var place = range.lowerBound
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { place += scalar.count }
    throw JSONFault(.invalidUTF8, at: place, "the text is not UTF-8; save the file as UTF-8")
  }

  /// Passes a backslash and what belongs to it.
  private mutating func skipEscape() throws(JSONFault) {
    let start = place
    skip(1)
    switch next {
    case UInt8(ascii: "u"):
      let unit = try unit(from: start)
      if (0xd800...0xdfff).contains(unit) {
        let isHigh = unit < 0xdc00
        let second = isHigh && next == UInt8(ascii: "\\") ? try? secondUnit() : nil
        guard let second, (0xdc00...0xdfff).contains(second) else {
          throw JSONFault(
            at: start, "\(written(start..<start + 6)) is half of a surrogate pair, no character; write both halves")
        }
      }
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      skip(1)
    default: throw JSONFault(at: start, "JSON has no such escape; double a backslash that belongs to the text")
    }
  }

  private mutating func secondUnit() throws(JSONFault) -> UInt16 {
    let start = place
    skip(1)
    return try unit(from: start)
  }

  /// The number that `uXXXX` writes.
  private mutating func unit(from start: Int) throws(JSONFault) -> UInt16 {
    guard let unit = Self.unit(bytes, at: place) else {
      throw JSONFault(
        at: start, "four hexadecimal digits belong behind \\u; double a backslash that belongs to the text")
    }
    skip(5)
    return unit
  }

  /// The number that `uXXXX` writes at a place; nil if it is something else.
  private static func unit(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt16? {
    guard bytes.count - place >= 5, bytes[place] == UInt8(ascii: "u") else { return nil }
    var value: UInt16 = 0
    for byte in bytes[place + 1..<place + 5] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// The text of a string that has been checked.
  func text(_ string: JSONString) -> String {
    let part = UnsafeRawBufferPointer(rebasing: bytes[string.range])
    guard !string.isPlain else { return String(decoding: part, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(part.count)
    var place = 0
    while place < part.count {
      guard part[place] == UInt8(ascii: "\\") else {
        result.append(part[place])
        place += 1
        continue
      }
      place += 2
      switch part[place - 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0c)
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "r"): result.append(0x0d)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var units = [Self.unit(part, at: place - 1) ?? 0]
        place += 4
        if units[0] >= 0xd800, units[0] < 0xdc00 {
          units.append(Self.unit(part, at: place + 1) ?? 0)
          place += 6
        }
        result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
      case let other: result.append(other)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
