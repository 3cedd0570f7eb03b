/// Reads the rows of a CSV file piece by piece, in constant memory.
///
/// The format is RFC 4180's: fields are separated by commas, and a field in double quotes may hold commas, line breaks,
/// and doubled quotes. Beyond the standard, lines may end in CR LF, LF, or CR, the last line need not end, a UTF-8 byte
/// order mark is skipped, and so are blank lines. A quote inside a field that does not start with one is an ordinary
/// character. ``CSVOptions`` tells of other characters, headers and comments. Spaces belong to the fields of rows; around
/// column names they are removed.
///
/// The file may be a pipe or, by the name `-`, standard input; it may be gzipped, whatever its name.
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
  public var path: String { source.path }
  /// The names of the columns.
  public private(set) var header: [String]

  /// Where the names are, if the file has them.
  private(set) var headerFields: [CSVField]
  /// The line of the file on which the header begins, from 1; nil if it has none.
  var headerLine: Int? { headerFields.first?.line }

  let source: CSVSource
  /// The position in the file of each column.
  private(set) var positions: [Int]
  private var options: CSVOptions
  private let format: CellFormat
  private var isFinished = false
  /// The types of the pieces' columns, once the first piece has been read.
  private var pieceTypes: [String: ColumnType]?

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the path of the file; `-` is standard input.
  ///   - options: how the file is read.
  /// - Throws: ``TableError`` if the file is missing, a directory, not readable, or empty, if it is not UTF-8, if a
  ///   column has the name of another, or if the options contradict each other or the file.
  public convenience init(path: String, options: CSVOptions = CSVOptions()) throws(TableError) {
    try self.init(path: path, options: options, blockSize: CSVSource.blockSize)
  }

  /// Opens a file that is read in blocks of another size than usual.
  package init(path: String, options: CSVOptions, blockSize: Int) throws(TableError) {
    try options.check(path: path)
    let source = try CSVSource(path: path, options: options, blockSize: blockSize)
    let header = try CSVHeaderReader(source, options)
    self.source = source
    self.options = options
    format = try CellFormat(options, source.dialect, path: path)
    self.header = header.names
    headerFields = header.fields
    positions = header.positions
    if options.types.isEmpty { return }
    // A type for a column that isn't read does no harm.
    let known = Set(source.headerNames)
    for name in options.types.keys.sorted() where !known.contains(name) {
      throw noSuchColumn(name, among: source.headerNames, path: path, line: header.fields.first?.line)
    }
  }

  /// Reads only some columns, as some types: for whoever learns from the header which ones. Before the first row.
  ///
  /// - Parameter types: The types by the columns' names, all of which the header has.
  func choose(_ types: [String: ColumnType]) {
    let chosen = header.indices.filter { types[header[$0]] != nil }
    if !headerFields.isEmpty { headerFields = chosen.map { headerFields[$0] } }
    (header, positions) = (chosen.map { header[$0] }, chosen.map { positions[$0] })
    options.columns = .positions(positions)
    options.types = types
  }

  /// The next rows as a table; nil after the last row.
  ///
  /// All pieces have columns of the same types: those that the first piece's values have, where ``CSVOptions/types``
  /// declares none. Integers are read as numbers then, because a fraction may follow.
  ///
  /// - Parameter rows: The most rows to read; fewer than one stop the program.
  /// - Throws: ``TableError`` with the line and character of what is wrong. After an error the rows are at an end.
  public func nextTable(rows: Int) throws(TableError) -> Table? {
    guard rows > 0 else {
      fatalError("CSVReader.nextTable: cannot read \(rows) rows at a time; give a positive number")
    }
    let isFirst = pieceTypes == nil
    let piece = try table(
      rows: rows, types: pieceTypes ?? options.types, integersAreNumbers: true, keepsBytes: isFirst)
    if let piece, isFirst {
      pieceTypes = Dictionary(piece.columns.map { ($0.name, $0.type) }) { first, _ in first }
    }
    return piece
  }

  /// The next row, or nil after the last one.
  ///
  /// - Throws: ``TableError`` with the line and character if a row has another number of fields than the header, a
  ///   quoted field does not end or has text after it, or the text is not UTF-8. After an error the rows are at an end.
  public func nextRow() throws(TableError) -> CSVRow? {
    guard !isFinished else { return nil }
    // Whatever ends this call early, an error or the end of the file, ends the rows.
    isFinished = true
    guard let slice = try source.nextSlice(rows: 1) else { return nil }
    isFinished = false
    return CSVRow(fields: slice.fields(positions: positions, dialect: source.dialect))
  }

  /// All rows, read before any other; nil if there are none.
  ///
  /// - Parameter limit: The most rows; by default as many as the options say.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  package func wholeTable(rows limit: Int? = nil) throws(TableError) -> Table? {
    try table(rows: limit ?? options.rowLimit ?? .max, types: options.types)
  }

  /// A table of the columns without any row.
  func tableWithoutRows() throws(TableError) -> Table {
    let columns = header.map { name in
      switch options.types[name] ?? (options.inferredTypes.contains(.number) ? .number : .text) {
      case .integer: TableColumn(name, integers: [Int64?]())
      case .number: TableColumn(name, numbers: [])
      case .boolean: TableColumn(name, booleans: [Bool?]())
      case .date: TableColumn(name, dates: [])
      case .text: TableColumn(name, texts: [String?]())
      }
    }
    return try Table(columns, rowCount: 0, origin: origin(RowLines()))
  }

  private func origin(_ lines: RowLines) -> TableOrigin {
    let places = zip(header, headerFields).map { ($0, CellPlace(line: $1.line, character: $1.column)) }
    return TableOrigin(
      path: path, headerLine: headerLine, headerPlaces: Dictionary(places) { first, _ in first }, lines: lines,
      options: options)
  }

  /// The next rows, at most so many; nil if there are none.
  ///
  /// - Parameter keepsBytes: Whether the bytes of all rows are kept until the table is made; else columns whose type shows
  ///   late are read from the file again.
  private func table(
    rows: Int, types: [String: ColumnType], integersAreNumbers: Bool = false, keepsBytes: Bool = false
  ) throws(TableError) -> Table? {
    guard !isFinished else { return nil }
    isFinished = true
    let format = integersAreNumbers ? format.withoutIntegers : format
    let columns = zip(header, positions).map { ColumnPlan(name: $0, position: $1, declared: types[$0]) }
    let builder = TableBuilder(
      path: path, columns: columns, format: format, rereading: keepsBytes || !source.isRegular ? nil : options)
    while builder.rowCount < rows {
      let slices = try source.nextSlices(rows: rows - builder.rowCount)
      if slices.isEmpty { break }
      try builder.append(slices)
    }
    guard builder.rowCount > 0 else { return nil }
    let table = try Table(try builder.columns(), rowCount: builder.rowCount, origin: origin(builder.lines))
    isFinished = false
    return table
  }
}
