import MyelinFiles

/// Reads JSON lines piece by piece, in constant memory: files with an object in each line, whose keys are the columns.
///
/// ```swift
/// let reader = try JSONLinesReader(path: "events.jsonl.gz")
/// while let piece = try reader.nextTable(rows: 1000) { print(piece) }
/// ```
///
/// Files may be packed by gzip, and be pipes. Lines end in LF or CR LF, the last one need not end; blank lines and a UTF-8
/// byte order mark are skipped. The grammar is JSON's without exceptions: a key that an object has twice is an error too,
/// and so are half surrogate pairs, numbers too large for 64 bits, and more than 512 values within each other.
///
/// **Columns** are in the order in which their keys first appear. A row without a key, or with `null`, has a missing value;
/// keys may come that no row before had.
///
/// **Types**: a column whose type isn't declared is of integers if all its values are numbers without a point and exponent
/// that fit 64 bits; of numbers if all are numbers; of truth values if all are `true` or `false`; of dates if all are
/// strings that write one (see ``ColumnType/date``); otherwise of texts, in which numbers are as
/// ``TableColumn/texts`` writes them, and objects and arrays as in the file (see ``JSONLinesOptions/Nested``). A column of
/// nothing but `null` is of numbers.
///
/// **Memory**: a table has a place for each row and column. One with more than 2²⁰ places, and more than 32 for each byte of
/// the file, is an error: nearly all its values would be missing.
///
/// Source: I. Ward, "JSON Lines", https://jsonlines.org; T. Bray, RFC 8259, 2017.
public final class JSONLinesReader {
  /// The path of the file, as given.
  public var path: String { lines.name }

  private let lines: LineReader
  private let options: JSONLinesOptions
  private var isFinished = false
  /// The columns of the pieces so far, in their order.
  private var pieceNames: [String] = []
  /// The types of the pieces' columns that had values.
  private var pieceTypes: [String: ColumnType]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where it is. A pipe is waited for until somebody writes to it.
  ///   - options: How it is read.
  /// - Throws: ``TableError`` if there is no such file, or it can't be read.
  public convenience init(path: String, options: JSONLinesOptions = JSONLinesOptions()) throws(TableError) {
    do {
      self.init(try FileStream.unpacking(path: path, limit: options.unpackedLimit), options)
    } catch {
      throw TableError(reading: error)
    }
  }

  /// Reads a file that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - name: What errors call it.
  ///   - options: How it is read.
  public convenience init(
    bytes: [UInt8], name: String = "JSON lines", options: JSONLinesOptions = JSONLinesOptions()
  ) {
    self.init(FileStream.unpacking(bytes: bytes, name: name, limit: options.unpackedLimit), options)
  }

  private init(_ stream: any ByteStream, _ options: JSONLinesOptions) {
    if let columns = options.columns, Set(columns).count < columns.count {
      fatalError("JSONLinesReader: a column is asked for twice; name each once")
    }
    lines = LineReader(stream)
    self.options = options
    pieceTypes = options.types
  }

  // MARK: Tables

  /// The rows that are left, as one table; nil if there are none.
  ///
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public func table() throws(TableError) -> Table? {
    if let limit = options.rowLimit, limit < 1 {
      fatalError("JSONLinesReader: a limit of \(limit) rows leaves none; give a positive one")
    }
    var columns = JSONColumns(options, types: options.types)
    guard let (rows, numbers) = try read(options.rowLimit ?? .max, into: &columns) else { return nil }
    let names = columns.all.filter(\.isColumn).map(\.name)
    let known = Set(names)
    for name in (options.columns ?? []) + options.types.keys.sorted() where !known.contains(name) {
      throw noSuchColumn(name, among: names, path: path, line: nil)
    }
    return try table(options.columns ?? names, of: columns, rows: rows, numbers)
  }

  /// The next rows as a table; nil after the last row.
  ///
  /// A piece has the columns of the pieces before it, in their order, then those that are new in it. A column keeps the type
  /// that its first values had, where ``JSONLinesOptions/types`` declares none. Integers are read as numbers then, because
  /// a fraction may follow.
  ///
  /// - Parameter rows: The most rows to read; fewer than one stop the program.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public func nextTable(rows: Int) throws(TableError) -> Table? {
    guard rows > 0 else {
      fatalError("JSONLinesReader.nextTable: cannot read \(rows) rows at a time; give a positive number")
    }
    var options = options
    if options.inferredTypes.remove(.integer) != nil { options.inferredTypes.insert(.number) }
    var columns = JSONColumns(options, types: pieceTypes)
    columns.add(pieceNames)
    guard let (count, numbers) = try read(rows, into: &columns) else { return nil }
    pieceNames += columns.all[pieceNames.count...].filter(\.isColumn).map(\.name)
    let piece = try table(options.columns ?? pieceNames, of: columns, rows: count, numbers)
    for column in columns.all where column.hasValue && pieceTypes[column.name] == nil {
      pieceTypes[column.name] = piece[column.name]?.type
    }
    return piece
  }

  private func table(
    _ names: [String], of columns: JSONColumns, rows: Int, _ numbers: RowLines
  ) throws(TableError) -> Table {
    let places = Dictionary(columns.all.map { ($0.name, $0) }) { first, _ in first }
    let built = names.map { name in
      (places[name]?.values ?? ValueColumn(name, declared: options.types[name], unit: options.dateUnit)).column(
        rows: rows)
    }
    return try Table(built, rowCount: rows, origin: TableOrigin(path: path, lines: numbers))
  }

  // MARK: Rows

  /// Reads rows, at most so many; nil if there are none. After an error the rows are at an end.
  private func read(_ limit: Int, into columns: inout JSONColumns) throws(TableError) -> (rows: Int, RowLines)? {
    guard !isFinished else { return nil }
    isFinished = true
    let bytesBefore = lines.byteCount
    var numbers = RowLines()
    while numbers.count < limit, var line = try lines.next() {
      let mark: [UInt8] = [0xef, 0xbb, 0xbf]
      let isMarked = lines.line == 1 && line.starts(with: mark)
      if isMarked { line = UnsafeRawBufferPointer(rebasing: line[3...]) }
      do throws(JSONFault) {
        guard try readRow(numbers.count, line, into: &columns) else { continue }
      } catch {
        throw TableError(
          error.kind, path: path, line: lines.line, column: Self.character(at: error.place, in: line), error.message)
      }
      numbers.append(line: lines.line)
      let (cells, overflow) = columns.readCount.multipliedReportingOverflow(by: numbers.count)
      guard !overflow, cells <= 1 << 20 + 32 * (lines.byteCount - bytesBefore) else {
        throw TableError(
          .tooLong, path: path, line: lines.line,
          "the table would have \(columns.readCount) columns, nearly all without values; name those you want")
      }
    }
    if numbers.count == limit { isFinished = false }
    return numbers.count == 0 ? nil : (numbers.count, numbers)
  }

  /// The character at a byte of a line, from 1.
  private static func character(at place: Int, in line: UnsafeRawBufferPointer) -> Int {
    1 + line.prefix(place).count { $0 & 0xc0 != 0x80 }
  }

  /// Reads a line; gives whether there is anything in it.
  private func readRow(
    _ row: Int, _ line: UnsafeRawBufferPointer, into columns: inout JSONColumns
  ) throws(JSONFault) -> Bool {
    var scanner = JSONScanner(line, acceptsNaN: options.acceptsNaN)
    scanner.skipSpace()
    guard let first = scanner.next else { return false }
    guard first == UInt8(ascii: "{") else {
      if first == UInt8(ascii: "[") {
        throw JSONFault(
          at: scanner.place, "an array stands where an object belongs; write each object in a line of its own")
      }
      throw scanner.expected("an object")
    }
    columns.beginRow()
    try readObject(&scanner, row: row, of: nil, depth: 1, into: &columns)
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.expected("the end of the line") }
    return true
  }

  private func readObject(
    _ scanner: inout JSONScanner, row: Int, of parent: JSONColumn?, depth: Int, into columns: inout JSONColumns
  ) throws(JSONFault) {
    try scanner.check(depth: depth)
    scanner.skip(1)
    scanner.skipSpace()
    if scanner.take(UInt8(ascii: "}")) { return }
    repeat {
      scanner.skipSpace()
      let key = try scanner.key()
      let column = try columns.column(of: key, in: parent, scanner)
      guard column.lastRow != row else { throw scanner.duplicate(key) }
      column.lastRow = row
      scanner.skipSpace()
      if scanner.next == UInt8(ascii: "{"), case .flattened = options.nested {
        column.hasObject = true
        try readObject(&scanner, row: row, of: column, depth: depth + 1, into: &columns)
      } else {
        try readValue(&scanner, row: row, of: column, depth: depth)
      }
      scanner.skipSpace()
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "}")) else { throw scanner.expected("',' or '}'") }
  }

  private func readValue(
    _ scanner: inout JSONScanner, row: Int, of column: JSONColumn, depth: Int
  ) throws(JSONFault) {
    let start = scanner.place
    let fits: Bool
    switch scanner.next {
    case UInt8(ascii: "\""):
      let string = try scanner.string()
      fits = column.values?.append(scanner.text(string), row: row) ?? true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try scanner.skipValue(depth: depth)
      fits = column.values?.append(scanner.written(start..<scanner.place), row: row) ?? true
    default:
      if let word = try scanner.word() {
        switch word {
        case .null, .nan: return
        case .true, .false: fits = column.values?.append(word == .true, row: row) ?? true
        case .infinity, .negativeInfinity:
          fits = column.values?.append(word.number ?? .nan, row: row) { word.rawValue } ?? true
        }
        break
      }
      let number = try scanner.number()
      let end = scanner.place
      switch number {
      case .integer(let value):
        fits = column.values?.append(value, row: row) { scanner.written(start..<end) } ?? true
      case .number(let value):
        fits = column.values?.append(value, row: row) { scanner.written(start..<end) } ?? true
      }
    }
    column.hasValue = true
    guard fits else { throw unfit(scanner.written(start..<scanner.place), in: column.name, at: start) }
  }

  private func unfit(_ text: String, in name: String, at place: Int) -> JSONFault {
    let type = options.types[name] ?? pieceTypes[name] ?? .text
    let advice = options.types[name] == nil ? "declare the type of the column, or correct it" : "correct it"
    return JSONFault(
      .wrongValue, at: place, "\(quoted(text)) in column \(quoted(name)) is not \(type.valueName); \(advice)")
  }
}
