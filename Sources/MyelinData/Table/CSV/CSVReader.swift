/// Reads the rows of a CSV file one by one, in constant memory.
///
/// The format is RFC 4180's: fields are separated by commas, and a field in double quotes may hold commas, line breaks,
/// and doubled quotes. Beyond the standard, lines may end in CR LF, LF, or CR, the last line need not end, a UTF-8 byte
/// order mark is skipped, and so are blank lines. A quote inside a field that does not start with one is an ordinary
/// character. Spaces belong to fields; around column names they are removed.
///
/// ```swift
/// let reader = try CSVReader(path: "penguins.csv")
/// while let row = try reader.nextRow() { print(row.line, row.fields.map(\.text)) }
/// ```
///
/// As a sequence it gives a `Result` for each row, and ends after the first failure.
///
/// Source: Y. Shafranovich, RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005.
public final class CSVReader: Sequence, IteratorProtocol {
  /// The most bytes that a field may have: 16 MiB. A quote that is never closed would else read the file into memory.
  public static let fieldLimit = 1 << 24
  /// The most columns that a file may have.
  public static let columnLimit = 1_000_000

  /// The path of the file, as given.
  public var path: String { bytes.path }
  /// The names of the columns.
  public let header: [String]

  private static let quote = UInt8(ascii: "\"")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")

  private let bytes: ByteReader
  private let separator: UInt8
  private var isFinished = false

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - separator: what separates fields; an ASCII character other than a quote or line break, or the program stops.
  /// - Throws: ``TableError`` if the file is missing, a directory, not readable, or empty, if it is not UTF-8, or if a
  ///   column has no name or that of another.
  public init(path: String, separator: Unicode.Scalar = ",") throws(TableError) {
    guard separator.isASCII, !["\"", "\r", "\n"].contains(separator) else {
      fatalError("CSVReader: \(separator.debugDescription) cannot separate fields")
    }
    let bytes = try ByteReader(path: path)
    let separatorByte = UInt8(ascii: separator)
    try bytes.skipByteOrderMark()
    guard let fields = try Self.readRecord(bytes, separator: separatorByte) else {
      throw TableError(.emptyFile, path: path, "is empty; the first line must name the columns")
    }
    self.bytes = bytes
    self.separator = separatorByte
    header = try Self.columnNames(fields, path: path)
  }

  /// The next row, or nil after the last one.
  ///
  /// - Throws: ``TableError`` with the line and character if a row has another number of fields than the header, a
  ///   quoted field does not end or has text after it, or the text is not UTF-8. After an error the rows are at an end.
  public func nextRow() throws(TableError) -> CSVRow? {
    guard !isFinished else { return nil }
    // Whatever ends this call early, an error or the end of the file, ends the rows.
    isFinished = true
    guard let fields = try Self.readRecord(bytes, separator: separator) else { return nil }
    if fields.count != header.count { throw raggedRow(fields) }
    isFinished = false
    return CSVRow(fields: fields)
  }

  /// The next row or why it cannot be read; nil after the last row and after a failure.
  public func next() -> Result<CSVRow, TableError>? {
    do throws(TableError) {
      return try nextRow().map { .success($0) }
    } catch {
      return .failure(error)
    }
  }

  // MARK: Header

  private static func columnNames(_ fields: [CSVField], path: String) throws(TableError) -> [String] {
    var names: [String] = []
    var seen: [String: Int] = [:]
    for (index, field) in fields.enumerated() {
      let name = CellText.trimmed(field.text)
      guard !name.isEmpty else {
        throw TableError(
          .emptyColumnName, path: path, line: field.line, column: field.column,
          "column \(index + 1) has no name; give it one in the header")
      }
      if let earlier = seen.updateValue(index + 1, forKey: name) {
        throw TableError(
          .duplicateColumnName, path: path, line: field.line, column: field.column,
          "columns \(earlier) and \(index + 1) are both named \(quoted(name)); rename one")
      }
      names.append(name)
    }
    return names
  }

  private func raggedRow(_ fields: [CSVField]) -> TableError {
    // The first field too many, or the last one of too few, is where to look.
    let place = fields.count > header.count ? fields[header.count] : fields[fields.count - 1]
    return TableError(
      .raggedRow, path: path, line: place.line, column: place.column,
      "row has \(fields.count) \(fields.count == 1 ? "field" : "fields"), the header has \(header.count); "
        + "add or remove separators, or quote a field that holds one")
  }

  // MARK: Grammar

  /// The fields up to the end of the line, skipping blank lines; nil at the end of the file.
  private static func readRecord(_ bytes: ByteReader, separator: UInt8) throws(TableError) -> [CSVField]? {
    while let byte = try bytes.peek(), byte == lineFeed || byte == carriageReturn { _ = try bytes.take() }
    guard try bytes.peek() != nil else { return nil }
    var fields: [CSVField] = []
    while true {
      fields.append(try readField(bytes, separator: separator))
      if fields.count > columnLimit {
        throw TableError(.tooLong, path: bytes.path, line: bytes.line, "has more than \(columnLimit) columns")
      }
      // A line feed after a carriage return is skipped with the blank lines before the next record.
      guard try bytes.take() == separator else { return fields }
    }
  }

  private static func readField(_ bytes: ByteReader, separator: UInt8) throws(TableError) -> CSVField {
    let (line, column) = (bytes.line, bytes.column)
    let isQuoted = try bytes.peek() == quote
    let content =
      isQuoted ? try readQuoted(bytes, separator: separator) : try readPlain(bytes, separator: separator)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw TableError(
        .invalidUTF8, path: bytes.path, line: line, column: column, "the text is not UTF-8; save the file as UTF-8")
    }
    return CSVField(text: text, line: line, column: column)
  }

  private static func readPlain(_ bytes: ByteReader, separator: UInt8) throws(TableError) -> [UInt8] {
    let line = bytes.line
    var content: [UInt8] = []
    while let byte = try bytes.peek(), byte != separator, byte != lineFeed, byte != carriageReturn {
      content.append(byte)
      _ = try bytes.take()
      if content.count > fieldLimit {
        throw TableError(.tooLong, path: bytes.path, line: line, "a field is longer than 16 MiB; is this a CSV file?")
      }
    }
    return content
  }

  private static func readQuoted(_ bytes: ByteReader, separator: UInt8) throws(TableError) -> [UInt8] {
    let (line, column) = (bytes.line, bytes.column)
    var content: [UInt8] = []
    _ = try bytes.take()
    while let byte = try bytes.take() {
      if byte == quote {
        guard try bytes.peek() == quote else {
          try checkEnd(bytes, separator: separator)
          return content
        }
        _ = try bytes.take()
      }
      content.append(byte)
      if content.count > fieldLimit {
        throw TableError(
          .tooLong, path: bytes.path, line: line, column: column,
          "a quoted field is longer than 16 MiB; is its closing quote missing?")
      }
    }
    throw TableError(
      .unterminatedQuote, path: bytes.path, line: line, column: column,
      "the quote that opens here is never closed; close it, or double it if it belongs to the text")
  }

  private static func checkEnd(_ bytes: ByteReader, separator: UInt8) throws(TableError) {
    guard let byte = try bytes.peek() else { return }
    guard byte == separator || byte == lineFeed || byte == carriageReturn else {
      throw TableError(
        .textAfterQuote, path: bytes.path, line: bytes.line, column: bytes.column,
        "text follows the closing quote of a field; double the quotes that belong to the text")
    }
  }
}
