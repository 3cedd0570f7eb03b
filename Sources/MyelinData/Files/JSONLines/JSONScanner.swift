/// What is wrong with a line of JSON, and at which byte of it.
struct JSONFault: Error {
  let kind: TableError.Kind
  let place: Int
  let message: String

  init(_ kind: TableError.Kind = .invalidJSON, at place: Int, _ message: String) {
    (self.kind, self.place, self.message) = (kind, place, message)
  }
}

/// Reads the parts of a JSON text, strictly by the grammar, from bytes that stay where they are meanwhile.
///
/// Source: T. Bray, RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format", 2017.
struct JSONScanner {
  /// How many objects and arrays may be within each other.
  static let depthLimit = 512

  let bytes: UnsafeRawBufferPointer
  /// Whether Python's words for numbers are values too.
  let acceptsNaN: Bool
  /// Where the next byte is.
  private(set) var place = 0

  init(_ bytes: UnsafeRawBufferPointer, acceptsNaN: Bool) {
    (self.bytes, self.acceptsNaN) = (bytes, acceptsNaN)
  }

  /// The next byte, which stays the next one; nil at the end.
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a { place += 1 }
  }

  /// Skips as many bytes.
  mutating func skip(_ count: Int) { place += count }

  /// Takes the next byte if it is this one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  /// The fault that something else belongs here.
  func expected(_ what: String) -> JSONFault {
    guard place < bytes.count else {
      return JSONFault(at: place, "the line ends where \(what) belongs; write each object in one line of its own")
    }
    let byte = bytes[place]
    if byte == 0 { return JSONFault(at: place, "a byte of zero stands where \(what) belongs; is this a text file?") }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[place..<min(place + 4, bytes.count)])
    let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first ?? " "
    if byte >= 0x80, scalar == "\u{FFFD}" {
      return JSONFault(.invalidUTF8, at: place, "the text is not UTF-8; save the file as UTF-8")
    }
    return JSONFault(at: place, "\(quoted(String(scalar))) stands where \(what) belongs; correct the line")
  }

  // MARK: Values

  /// Passes a value of any kind, and checks it.
  mutating func skipValue(depth: Int) throws(JSONFault) {
    switch next {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"): try skipObject(depth: depth + 1)
    case UInt8(ascii: "["): try skipArray(depth: depth + 1)
    default: if try word() == nil { _ = try number() }
    }
  }

  /// Throws if a value is within too many others.
  func check(depth: Int) throws(JSONFault) {
    guard depth <= Self.depthLimit else {
      throw JSONFault(.tooLong, at: place, "more than \(Self.depthLimit) values are within each other; flatten them")
    }
  }

  private mutating func skipObject(depth: Int) throws(JSONFault) {
    try check(depth: depth)
    place += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return }
    var keys: Set<ExactText> = []
    repeat {
      skipSpace()
      let key = try self.key()
      guard keys.insert(ExactText(text: text(key))).inserted else { throw duplicate(key) }
      skipSpace()
      try skipValue(depth: depth)
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw expected("',' or '}'") }
  }

  private mutating func skipArray(depth: Int) throws(JSONFault) {
    try check(depth: depth)
    place += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    repeat {
      skipSpace()
      try skipValue(depth: depth)
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw expected("',' or ']'") }
  }

  /// The fault of a key that its object has already.
  func duplicate(_ key: JSONString) -> JSONFault {
    JSONFault(
      .duplicateColumnName, at: key.range.lowerBound - 1,
      "the object has the key \(quoted(text(key))) twice; remove one or rename it")
  }

  /// `true`, `false`, `null`, or Python's `NaN`, `Infinity` and `-Infinity`; nil for anything else.
  ///
  /// - Throws: ``JSONFault`` for a word of Python's that is not accepted.
  mutating func word() throws(JSONFault) -> JSONWord? {
    let word: JSONWord
    switch next {
    case UInt8(ascii: "t"): word = .true
    case UInt8(ascii: "f"): word = .false
    case UInt8(ascii: "n"): word = .null
    case UInt8(ascii: "N"): word = .nan
    case UInt8(ascii: "I"): word = .infinity
    case UInt8(ascii: "-"): word = .negativeInfinity
    default: return nil
    }
    let start = place
    guard take(word) else { return nil }
    guard acceptsNaN || word.number == nil else {
      throw JSONFault(
        at: start, "JSON has no \(word.rawValue); write null for a missing value, or read it with acceptsNaN")
    }
    return word
  }

  /// Takes a word if it comes next.
  private mutating func take(_ word: JSONWord) -> Bool {
    let letters = word.rawValue.utf8
    guard bytes.count - place >= letters.count,
      bytes[place..<place + letters.count].elementsEqual(letters)
    else { return false }
    place += letters.count
    return true
  }

  /// A key in quotes and the colon behind it.
  mutating func key() throws(JSONFault) -> JSONString {
    guard next == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
    let key = try string()
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw expected("':'") }
    return key
  }

  /// A part of the line as it is written.
  func written(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}

/// The words of JSON, and those that Python writes besides.
enum JSONWord: String, CaseIterable {
  case `true`
  case `false`
  case null
  case nan = "NaN"
  case infinity = "Infinity"
  case negativeInfinity = "-Infinity"

  /// The number that a word of Python's stands for.
  var number: Double? {
    switch self {
    case .nan: .nan
    case .infinity: .infinity
    case .negativeInfinity: -.infinity
    case .true, .false, .null: nil
    }
  }
}
