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
  public var path: String { parser.path }
  /// The names of the columns.
  public let header: [String]
  /// Where the names are.
  let headerFields: [CSVField]
  /// The line of the file on which the header begins, from 1.
  var headerLine: Int { headerFields[0].line }

  private let parser: CSVParser
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
    let parser = CSVParser(try ByteReader(path: path), separator: UInt8(ascii: separator))
    guard let fields = try parser.nextRecord() else {
      throw TableError(.emptyFile, path: path, "is empty; the first line must name the columns")
    }
    self.parser = parser
    headerFields = fields
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
    guard let fields = try parser.nextRecord() else { return nil }
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
    let mark = SeparatorGuess(header)
    return TableError(
      .raggedRow, path: path, line: place.line, column: place.column, likelySeparator: mark?.separator,
      "row has \(fields.count) \(fields.count == 1 ? "field" : "fields"), the header has \(header.count); "
        + (mark?.hint ?? "")
        + "add or remove separators, or quote a field that holds one")
  }
}
