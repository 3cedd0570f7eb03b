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
  /// What the columns are read as may still change before the first row is read.
  var options: CSVOptions
  private var isFinished = false
  /// The types of the pieces' columns, once the first piece has been read.
  private var pieceTypes: [String: ColumnType]?

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - options: how the file is read.
  /// - Throws: ``TableError`` if the file is missing, a directory, not readable, or empty, if it is not UTF-8, or if a
  ///   column has no name or that of another.
  public init(path: String, options: CSVOptions = CSVOptions()) throws(TableError) {
    if let separator = options.separator, !separator.isASCII || ["\"", "\r", "\n"].contains(separator) {
      fatalError("CSVReader: \(separator.debugDescription) cannot separate fields")
    }
    let bytes = try ByteReader(path: path)
    let start = try bytes.lookingAhead()
    let separator = options.separator.map { UInt8(ascii: $0) } ?? Self.separator(of: start)
    let parser = CSVParser(bytes, separator: separator)
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
  /// All pieces have columns of the same types: those that the first piece's values have, where ``CSVOptions/types``
  /// declares none. Integers are read as numbers then, because a fraction may follow.
  ///
  /// - Parameter rows: The most rows to read; fewer than one stop the program.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public func nextTable(rows: Int) throws(TableError) -> Table? {
    guard rows > 0 else {
      fatalError("CSVReader.nextTable: cannot read \(rows) rows at a time; give a positive number")
    }
    var types = options.types
    if let pieceTypes { types = pieceTypes }
    let piece = try table(rows: rows, types: types, integersAreNumbers: true)
    if let piece, pieceTypes == nil {
      pieceTypes = Dictionary(piece.columns.map { ($0.name, $0.type) }) { first, _ in first }
    }
    return piece
  }

  /// The next rows, at most so many; nil if there are none.
  func table(
    rows: Int, types: [String: ColumnType], integersAreNumbers: Bool = false
  ) throws(TableError) -> Table? {
    var options = options
    if integersAreNumbers, options.inferredTypes.remove(.integer) != nil { options.inferredTypes.insert(.number) }
    var columns = header.map { ColumnBuilder(name: $0, declared: types[$0], options: options) }
    let places = zip(header, headerFields).map { ($0, CellPlace(line: $1.line, character: $1.column)) }
    var origin = TableOrigin(
      path: path, headerLine: headerLine, headerPlaces: Dictionary(places) { first, _ in first }, lines: RowLines(),
      options: options)
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

  /// What separates the fields of the first record among these bytes; a comma if nothing does.
  private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    var isBlank = true
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if isBlank { continue }
        break
      }
      isBlank = false
      if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return counts.firstIndex(of: most).map { candidates[$0] } ?? candidates[0]
  }

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
