import MyelinFiles

/// Reads the JSON of a safetensors header.
///
/// Foundation's parser drops all but one of two equal keys, forgets the order, and passes integers through `Double`;
/// each of these would let a hostile header mean one thing to us and another to someone else. The header needs only
/// objects, texts and whole numbers, without nesting that a caller does not ask for, so nothing here recurses.
struct HeaderScanner {
  /// What is wrong with the header, and at which byte of it.
  struct Fault: Error {
    let problem: String
    let offset: Int
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Creates a scanner that stands before the first of the bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.position = bytes.startIndex
  }

  /// Reads an object; `readValue` reads the value after each key.
  mutating func readObject(_ readValue: (inout HeaderScanner, String) throws(Fault) -> Void) throws(Fault) {
    var keys: Set<String> = []
    try expect("{")
    if consume("}") { return }
    repeat {
      let start = position
      let key = try readString()
      guard keys.insert(key).inserted else {
        throw Fault(problem: "the name \(key.quotedForMessage) occurs twice", offset: start - bytes.startIndex)
      }
      try expect(":")
      try readValue(&self, key)
    } while consume(",")
    try expect("}")
  }

  /// Reads an array of whole numbers from 0 to `Int.max`.
  mutating func readIntegers() throws(Fault) -> [Int] {
    var result: [Int] = []
    try expect("[")
    if consume("]") { return result }
    repeat {
      result.append(try readInteger())
    } while consume(",")
    try expect("]")
    return result
  }

  /// Reads a text in quotes.
  mutating func readString() throws(Fault) -> String {
    try expect("\"")
    var utf8: [UInt8] = []
    let start = position
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: utf8, as: UTF8.self) else {
          position = start
          throw fault("a text is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try readEscape(into: &utf8)
      case 0..<0x20: throw fault("a text holds a control character")
      default: utf8.append(byte)
      }
    }
    throw fault("a text has no closing quote")
  }

  /// Makes sure that nothing but spaces follows.
  mutating func expectEnd() throws(Fault) {
    skipWhitespace()
    guard position == bytes.endIndex else { throw fault("something follows the closing brace") }
  }

  private mutating func readInteger() throws(Fault) -> Int {
    skipWhitespace()
    let start = position
    var value = 0
    while position < bytes.endIndex, case let byte = bytes[position], (0x30...0x39).contains(byte) {
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowOfSum) = tenfold.addingReportingOverflow(Int(byte - 0x30))
      guard !overflow, !overflowOfSum else { throw fault("a number is too large") }
      value = sum
      position += 1
    }
    // JSON has no leading zeros.
    guard position > start, position == start + 1 || bytes[start] != 0x30 else {
      throw fault("a whole number from 0 up is missing")
    }
    return value
  }

  /// Reads what follows a backslash.
  private mutating func readEscape(into utf8: inout [UInt8]) throws(Fault) {
    guard position < bytes.endIndex else { throw fault("a text has no closing quote") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): utf8.append(byte)
    case UInt8(ascii: "b"): utf8.append(0x08)
    case UInt8(ascii: "f"): utf8.append(0x0C)
    case UInt8(ascii: "n"): utf8.append(0x0A)
    case UInt8(ascii: "r"): utf8.append(0x0D)
    case UInt8(ascii: "t"): utf8.append(0x09)
    case UInt8(ascii: "u"):
      var units = [try readCodeUnit()]
      if UTF16.isLeadSurrogate(units[0]) {
        guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
          throw fault("half of a surrogate pair is missing")
        }
        position += 2
        units.append(try readCodeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw fault("a surrogate pair is broken") }
      utf8.append(contentsOf: text.utf8)
    default: throw fault("a text holds an unknown escape")
    }
  }

  /// Reads the four hexadecimal digits of an escape.
  private mutating func readCodeUnit() throws(Fault) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw fault("an escape lacks hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard consume(character) else { throw fault("'\(character)' is missing") }
  }

  private mutating func consume(_ character: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while position < bytes.endIndex, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  /// The fault at the present position.
  func fault(_ problem: String) -> Fault {
    Fault(problem: problem, offset: position - bytes.startIndex)
  }
}
