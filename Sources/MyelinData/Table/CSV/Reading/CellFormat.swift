import CMyelinKernels

/// How the bytes of a cell are understood.
struct CellFormat: Sendable {
  let dialect: myelin_csv_dialect
  let trimming: myelin_csv_trimming
  let decimalMark: UInt8
  let thousandsMark: UInt8?
  let allowsInfinity: Bool
  let takesTextAmongNumbers: Bool
  let dateFormats: [DateFormat]
  private(set) var inferredTypes: Set<ColumnType>
  /// Whether a number may stand for a missing value.
  let numbersMayBeMissing: Bool
  private let markers: [[UInt8]]

  init(_ options: CSVOptions, _ dialect: CSVDialect, path: String) throws(TableError) {
    self.dialect = dialect.marks
    trimming =
      switch options.spaces {
      case .none: MYELIN_CSV_KEEP_SPACES
      case .unquoted: MYELIN_CSV_TRIM_UNQUOTED
      case .all: MYELIN_CSV_TRIM_ALL
      }
    decimalMark = UInt8(options.decimalMark.value)
    thousandsMark = options.thousandsMark.map { UInt8($0.value) }
    inferredTypes = options.inferredTypes
    allowsInfinity = options.allowsInfinity
    takesTextAmongNumbers = options.takesTextAmongNumbers
    var formats: [DateFormat] = []
    for text in options.dateFormats {
      do throws(DateFormat.Problem) { formats.append(try DateFormat(text)) } catch {
        throw TableError(.badOption, path: path, "the date format \(quoted(text)) \(error.message)")
      }
    }
    dateFormats = formats
    markers = options.missing.texts.map { Array($0.utf8) }.sorted { $0.count < $1.count }
    let (decimalMark, thousandsMark) = (decimalMark, thousandsMark)
    numbersMayBeMissing = markers.contains { marker in
      marker.withUnsafeBufferPointer {
        NumberText.number($0, decimalMark: decimalMark, thousandsMark: thousandsMark) != nil
      }
    }
  }

  /// The same, with integers inferred as numbers.
  var withoutIntegers: CellFormat {
    guard inferredTypes.contains(.integer) else { return self }
    var format = self
    format.inferredTypes.remove(.integer)
    format.inferredTypes.insert(.number)
    return format
  }

  /// Calls `body` with what a field says.
  func withContent<Result>(
    _ field: UnsafeBufferPointer<UInt8>, _ trimming: myelin_csv_trimming,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: field.count + 1) { scratch in
      var content: UnsafePointer<UInt8>?
      let count = withUnsafePointer(to: dialect) {
        myelin_csv_content(field.baseAddress, field.count, $0, trimming, scratch.baseAddress, &content)
      }
      return body(UnsafeBufferPointer(start: content, count: count))
    }
  }

  /// Whether trimmed bytes stand for a missing value.
  func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for marker in markers {
      // They are sorted by their sizes.
      if marker.count > bytes.count { return false }
      if marker.count == bytes.count, marker.elementsEqual(bytes) { return true }
    }
    return false
  }

  /// The number that trimmed bytes write.
  func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    if let number = NumberText.number(bytes, decimalMark: decimalMark, thousandsMark: thousandsMark) { return number }
    return allowsInfinity ? NumberText.infinity(bytes) : nil
  }

  /// Whether a trimmed text is an infinity, and none is allowed.
  func isRefusedInfinity(_ text: String) -> Bool {
    !allowsInfinity && Array(text.utf8).withUnsafeBufferPointer { NumberText.infinity($0) } != nil
  }

  /// The integer that trimmed bytes write.
  func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    NumberText.integer(bytes, decimalMark: decimalMark, thousandsMark: thousandsMark)
  }

  /// Up to which magnitude every integer is a `Double`: 2⁵³.
  static let exactLimit: UInt64 = 1 << 53

  /// Whether trimmed bytes, which write a number, are digits only, of an integer beyond ±2⁵³.
  func isLargeInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let isWhole = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
      default: byte == thousandsMark
      }
    }
    guard isWhole else { return false }
    return integer(bytes).map { $0.magnitude > Self.exactLimit } ?? true
  }

  /// The seconds since 1970 of the date that trimmed bytes write.
  func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    if let seconds = CivilTime.seconds(bytes) { return seconds }
    for format in dateFormats { if let seconds = format.seconds(bytes) { return seconds } }
    return nil
  }

  /// The truth value that trimmed bytes write.
  static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard bytes.count == 4 || bytes.count == 5 else { return nil }
    return truthValues.first { $0.text.elementsEqual(bytes) }?.value
  }

  private static let truthValues: [(text: [UInt8], value: Bool)] = [
    ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
  ].map { (Array($0.0.utf8), $0.1) }

  /// The bytes without spaces and tabs around them.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return UnsafeBufferPointer(rebasing: bytes[0..<0]) }
    return UnsafeBufferPointer(rebasing: bytes[first...last])
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Decimal texts.
enum NumberText {
  /// The finite number nearest to what decimal digits write, with an exponent or without; nil for anything else.
  static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8 = UInt8(ascii: "."), thousandsMark: UInt8? = nil
  ) -> Double? {
    var value = 0.0
    switch myelin_parse_number(bytes.baseAddress, bytes.count, decimalMark, &value) {
    case MYELIN_NUMBER: return value
    case MYELIN_CLOSE_NUMBER:
      let text = bytes.map { $0 == decimalMark ? UInt8(ascii: ".") : $0 }
      // Exact for any number of digits.
      return Double(String(decoding: text, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
    default:
      return ungrouped(bytes, decimalMark: decimalMark, thousandsMark: thousandsMark) {
        number($0, decimalMark: decimalMark)
      }
    }
  }

  /// The infinity that a word with or without a sign means.
  static func infinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var scanner = ByteScanner(bytes)
    let isNegative = scanner.take(UInt8(ascii: "-"))
    if !isNegative { _ = scanner.take(UInt8(ascii: "+")) }
    guard scanner.name(of: ["inf", "infinity"]) != nil, scanner.isAtEnd else { return nil }
    return isNegative ? -.infinity : .infinity
  }

  /// The integer that digits write, if it fits 64 bits.
  static func integer(
    _ bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8 = UInt8(ascii: "."), thousandsMark: UInt8? = nil
  ) -> Int64? {
    var value: Int64 = 0
    if myelin_parse_integer(bytes.baseAddress, bytes.count, &value) { return value }
    if bytes.count > 18, let value = Int64(String(decoding: bytes, as: UTF8.self)) { return value }
    return ungrouped(bytes, decimalMark: decimalMark, thousandsMark: thousandsMark) { integer($0) }
  }

  /// What `read` makes of the bytes without the marks between groups of three digits; nil if they aren't between such.
  private static func ungrouped<Value>(
    _ bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8, thousandsMark: UInt8?,
    _ read: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Value? {
    guard let thousandsMark, bytes.contains(thousandsMark) else { return nil }
    var digits: [UInt8] = []
    let whole = bytes.prefix { $0 != decimalMark && $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    for (index, group) in whole.split(separator: thousandsMark, omittingEmptySubsequences: false).enumerated() {
      var group = group
      if index == 0, let sign = group.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        digits.append(sign)
        group.removeFirst()
      }
      let areDigits = group.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard areDigits, index == 0 ? (1...3).contains(group.count) : group.count == 3 else { return nil }
      digits += group
    }
    digits += bytes[whole.endIndex...]
    return digits.withUnsafeBufferPointer(read)
  }
}
