/// Reads the rows of a CSV file piece by piece, in constant memory.
///
/// The format is RFC 4180's: fields are separated by commas, and a field in double quotes may hold commas, line breaks,
/// and doubled quotes. Beyond the standard, lines may end in CR LF, LF, or CR, the last line need not end, a UTF-8 byte
/// order mark is skipped, and so are blank lines. A quote inside a field that does not start with one is an ordinary
/// character. Spaces belong to fields; around column names they are removed.
///
/// ```swift
/// let reader = try CSVReader(path: "penguins.csv")
/// while let piece = try reader.nextTable(rows: 1000) { print(piece) }
/// ```
///
/// Source: Y. Shafranovich, RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005.
public final class CSVReader {
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
  private let options: CSVOptions
  private var isFinished = false

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - options: how the file is read.
  /// - Throws: ``TableError`` if the file is missing, a directory, not readable, or empty, if it is not UTF-8, or if a
  ///   column has no name or that of another.
  public init(path: String, options: CSVOptions = CSVOptions()) throws(TableError) {
    var separator = options.separator
    if separator == nil {
      let first = try CSVParser(try ByteReader(path: path), separator: 0).nextRecord()?.first?.text ?? ""
      let candidates: [Unicode.Scalar] = [",", ";", "\t", "|"]
      let counts = candidates.map { mark in first.unicodeScalars.count { $0 == mark } }
      separator = counts.max().flatMap { counts.firstIndex(of: $0) }.map { candidates[$0] }
    }
    let parser = CSVParser(try ByteReader(path: path), separator: UInt8(ascii: separator ?? ","))
    guard let fields = try parser.nextRecord() else {
      throw TableError(.emptyFile, path: path, "is empty; the first line must name the columns")
    }
    self.parser = parser
    self.options = options
    headerFields = fields
    header = try Self.columnNames(fields, path: path)
    for name in options.types.keys.sorted() where !header.contains(name) {
      throw noSuchColumn(name, among: header, path: path, line: fields[0].line)
    }
  }

  /// The next rows as a table; nil after the last row.
  ///
  /// - Parameter rows: The most rows to read; fewer than one stop the program.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public func nextTable(rows: Int) throws(TableError) -> Table? {
    guard rows > 0 else { fatalError("CSVReader.nextTable: \(rows) rows") }
    var columns = header.map { InterimColumn(name: $0, declared: options.types[$0], options: options) }
    var origin = TableOrigin(path: path, headerLine: headerLine, lines: RowLines(), options: options)
    var count = 0
    while count < rows, let row = try nextRow() {
      for index in columns.indices { columns[index].append(row.fields[index]) }
      origin.lines?.append(line: row.line)
      count += 1
    }
    guard count > 0 else { return nil }
    var built: [TableColumn] = []
    for column in columns { built.append(try column.build(path: path)) }
    return try Table(built, rowCount: count, origin: origin)
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
