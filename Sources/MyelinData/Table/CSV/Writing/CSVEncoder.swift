import Glibc

/// Makes the bytes of a CSV file's rows.
struct CSVEncoder: Sendable {
  /// What can't be written without quotes.
  struct NeedsQuotes: Error {
    let text: String
  }

  private let options: CSVWritingOptions
  private let separator: UInt8
  private let quote: UInt8
  private let lineEnd: [UInt8]
  /// Whether a number's text may need quotes.
  private let checksNumbers: Bool

  /// Takes options that have been checked.
  init(_ options: CSVWritingOptions) {
    self.options = options
    separator = UInt8(options.separator.value)
    quote = UInt8(options.quote.value)
    lineEnd = Array(options.lineEnding.rawValue.utf8)
    let ofNumbers = Array("0123456789+-.eEinfatrulsT:".unicodeScalars) + [options.decimalMark]
    checksNumbers =
      options.quoting == .everything || ofNumbers.contains(options.separator) || ofNumbers.contains(options.quote)
  }

  /// Adds a row of texts.
  func append(_ fields: [String], to bytes: inout [UInt8]) throws(NeedsQuotes) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(separator) }
      try append(Array(field.utf8), isText: true, isAlone: fields.count == 1, to: &bytes)
    }
    bytes += lineEnd
  }

  /// Adds a row's value of a column to the bytes.
  typealias Cell = @Sendable (inout [UInt8], Int) throws(NeedsQuotes) -> Void

  /// Makes the bytes of a table's rows, of as many of them at once as there are threads.
  struct Rows: Sendable {
    fileprivate let cells: [Cell]
    fileprivate let separator: UInt8
    fileprivate let lineEnd: [UInt8]

    /// The bytes of some rows.
    func bytes(_ rows: Range<Int>) throws(NeedsQuotes) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(rows.count * cells.count * 12)
      for row in rows {
        for (index, write) in cells.enumerated() {
          if index > 0 { bytes.append(separator) }
          try write(&bytes, row)
        }
        bytes += lineEnd
      }
      return bytes
    }
  }

  /// Looks at columns once, for all their rows.
  func rows(of columns: [TableColumn]) throws(NeedsQuotes) -> Rows {
    var cells: [Cell] = []
    for column in columns { cells.append(try writer(of: column, isAlone: columns.count == 1)) }
    return Rows(cells: cells, separator: separator, lineEnd: lineEnd)
  }

  /// What adds a row's value of a column.
  private func writer(of column: TableColumn, isAlone: Bool) throws(NeedsQuotes) -> Cell {
    var missing: [UInt8] = []
    if column.missingCount > 0 {
      try append(Array(options.missing.utf8), isText: false, isAlone: isAlone, to: &missing)
    }
    let missingField = missing
    /// Adds what is no text.
    @Sendable func add(_ text: String?, to bytes: inout [UInt8]) throws(NeedsQuotes) {
      guard let text else {
        bytes += missingField
        return
      }
      if checksNumbers {
        try append(Array(text.utf8), isText: false, isAlone: isAlone, to: &bytes)
      } else {
        bytes += text.utf8
      }
    }
    switch column.storage {
    case .numbers(let values):
      return { (bytes, row) throws(NeedsQuotes) in try add(number(values[row]), to: &bytes) }
    case .integers(let values):
      return { (bytes, row) throws(NeedsQuotes) in try add(values[row].map { $0.description }, to: &bytes) }
    case .texts(let values):
      // A text that comes again and again is looked at once. No row need have one that can't be written.
      let fields = values.categories.map { category in
        Result { () throws(NeedsQuotes) in
          var field: [UInt8] = []
          try append(Array(category.utf8), isText: true, isAlone: isAlone, to: &field)
          return field
        }
      }
      return { (bytes, row) throws(NeedsQuotes) in
        let code = values.codes[row]
        bytes += code < 0 ? missingField : try fields[Int(code)].get()
      }
    case .booleans, .dates:
      return { (bytes, row) throws(NeedsQuotes) in try add(column.text(row: row), to: &bytes) }
    }
  }

  /// A number as it is written; nil for NaN.
  private func number(_ value: Double) -> String? {
    if value.isNaN { return nil }
    var text = value.description
    if let decimals = options.decimals, value.isFinite {
      text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        let count = withVaList([Int32(decimals), value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0) }
        return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
    return options.decimalMark == "." ? text : text.replacing(".", with: String(options.decimalMark))
  }

  /// Adds a field, in quotes if that must be.
  ///
  /// - Parameter isAlone: Whether it is the only one of its line, which would be blank if the field were empty.
  private func append(
    _ field: [UInt8], isText: Bool, isAlone: Bool, to bytes: inout [UInt8]
  ) throws(NeedsQuotes) {
    // What looks like a byte order mark would be taken for one at the file's beginning.
    let isNeeded =
      field.isEmpty && isAlone || field.starts(with: [0xef, 0xbb, 0xbf]) || Self.isSpace(field.first)
      || Self.isSpace(field.last)
      || field.contains { $0 == separator || $0 == quote || $0 == 0x0a || $0 == 0x0d }
    switch options.quoting {
    case .whereNeeded where !isNeeded, .texts where !isNeeded && !isText:
      bytes += field
      return
    case .never:
      guard !isNeeded else { throw NeedsQuotes(text: String(decoding: field, as: UTF8.self)) }
      bytes += field
      return
    case .whereNeeded, .texts, .everything: break
    }
    bytes.append(quote)
    for byte in field {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  private static func isSpace(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
}
