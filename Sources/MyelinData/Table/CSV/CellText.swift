/// How the text of a cell is understood.
enum CellText {
  /// The text without spaces and tabs around it.
  static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { !isSpace($0) }),
      let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return "" }
    if first == bytes.startIndex, bytes.index(after: last) == bytes.endIndex { return text }
    // Spaces and tabs are characters of one byte, so cutting beside them cuts between characters.
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  /// Whether a trimmed text stands for a missing value.
  static func isMissing(_ text: String) -> Bool { MissingMarkers.standard.texts.contains(text) }

  /// The finite number that a trimmed text writes in decimal digits, with an exponent or without.
  static func number(_ text: String) -> Double? {
    // Swift also reads "inf" and hexadecimal numbers, which in a table are more likely words and codes.
    let isDecimal = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains(byte)
    }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  /// A number as a class or category: whole numbers without a point.
  static func text(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? number.description
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
