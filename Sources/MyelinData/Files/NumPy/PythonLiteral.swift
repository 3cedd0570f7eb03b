import MyelinFiles

/// Reads the constants that Python writes in the header of an array: dictionaries, tuples, lists, texts, integers, True,
/// False and None.
struct PythonLiteral {
  indirect enum Value {
    case dictionary([(key: String, value: Value)])
    case tuple([Value])
    case list([Value])
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case none
  }

  private let bytes: [UInt8]
  private let offset: Int
  private let name: String
  private var position = 0

  /// - Parameter offset: Where in the file the text begins.
  init(_ bytes: [UInt8], offset: Int, name: String) {
    self.bytes = bytes
    self.offset = offset
    self.name = name
  }

  /// The text's value; nothing but space may follow it.
  mutating func whole() throws(FileError) -> Value {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw wrong("something follows the header's dictionary") }
    return value
  }

  private mutating func value(depth: Int) throws(FileError) -> Value {
    // Structured types nest, but not so deep; the stack is finite.
    guard depth < 16 else { throw wrong("the header is nested too deep") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try dictionary(depth: depth)
    case UInt8(ascii: "("):
      let (items, hasComma) = try items(until: UInt8(ascii: ")"), depth: depth)
      // Without a comma these are brackets around a value.
      return items.count == 1 && !hasComma ? items[0] : .tuple(items)
    case UInt8(ascii: "["): return .list(try items(until: UInt8(ascii: "]"), depth: depth).items)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte): return .integer(try integer())
    default: return try word()
    }
  }

  private mutating func dictionary(depth: Int) throws(FileError) -> Value {
    position += 1
    var entries: [(key: String, value: Value)] = []
    while true {
      skipSpace()
      if take("}") { return .dictionary(entries) }
      guard case .text(let key) = try value(depth: depth + 1) else { throw wrong("a key of the header is no text") }
      skipSpace()
      guard take(":") else { throw wrong("a ':' is missing in the header") }
      entries.append((key, try value(depth: depth + 1)))
      skipSpace()
      guard take(",") || peek == UInt8(ascii: "}") else { throw wrong("a ',' is missing in the header") }
    }
  }

  private mutating func items(until end: UInt8, depth: Int) throws(FileError) -> (items: [Value], hasComma: Bool) {
    position += 1
    var items: [Value] = []
    var hasComma = false
    while true {
      skipSpace()
      if peek == end {
        position += 1
        return (items, hasComma)
      }
      items.append(try value(depth: depth + 1))
      skipSpace()
      if take(",") { hasComma = true } else if peek != end { throw wrong("a ',' is missing in the header") }
    }
  }

  private mutating func text() throws(FileError) -> String {
    let quote = bytes[position]
    position += 1
    let start = position
    while let byte = peek, byte != quote {
      // Names of fields may have these; types don't, and fields are refused anyway.
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else {
      position = bytes.count
      throw wrong("a text in the header does not end")
    }
    defer { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func integer() throws(FileError) -> Int {
    let isNegative = take("-")
    var number = 0
    var hasDigits = false
    while let byte = peek, (0x30...0x39).contains(byte) {
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(byte & 15))
      guard !overflow, !carry else { throw wrong("a number in the header is too large") }
      number = sum
      hasDigits = true
      position += 1
    }
    guard hasDigits else { throw wrong("a number in the header has no digits") }
    // Python 2 marked long integers so.
    _ = take("L")
    return isNegative ? -number : number
  }

  private mutating func word() throws(FileError) -> Value {
    for (word, value) in [("True", Value.boolean(true)), ("False", .boolean(false)), ("None", .none)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw wrong(position == bytes.count ? "the header ends too early" : "the header can't be understood")
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x0a, 0x0d, 0x09].contains(byte) { position += 1 }
  }

  private func wrong(_ problem: String) -> FileError {
    .corrupt(problem, path: name, at: .byte(offset + position))
  }
}
