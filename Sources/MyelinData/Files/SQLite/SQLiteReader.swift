import CSQLite
import FoundationEssentials

/// The rows of a table or query in a database, read piece by piece in constant memory.
///
/// ```swift
/// let reader = try SQLiteFile("plants.sqlite").reader(table: "flowers")
/// while let piece = try reader.nextTable(rows: 1000) { print(piece) }
/// ```
///
/// The database is as it was when the first row was read, whatever others write to it meanwhile.
public final class SQLiteReader {
  /// The names of the columns.
  public let columnNames: [String]

  private let statement: SQLiteStatement
  private let options: SQLiteOptions
  private let declarations: [SQLiteDeclaration]
  /// How many bytes the tables of the file have room for; nil for a query, whose rows need no room.
  private let fileSize: Int?
  private var rowCount = 0
  private var byteCount = 0
  private var isFinished = false
  /// The types of the pieces' columns that had values.
  private var pieceTypes: [String: ColumnType]

  init(_ statement: SQLiteStatement, _ options: SQLiteOptions, fileSize: Int?) throws(TableError) {
    let path = statement.connection.path
    var names: [String] = []
    var seen: Set<String> = []
    for index in 0..<statement.columnCount {
      let name = statement.columnName(index) ?? ""
      guard !name.isEmpty else {
        throw TableError(.emptyColumnName, path: path, "column \(index + 1) has no name; give it one by AS in a query")
      }
      guard seen.insert(name).inserted else {
        throw TableError(
          .duplicateColumnName, path: path, "two columns are named \(quoted(name)); rename one by AS in a query")
      }
      names.append(name)
    }
    for name in options.types.keys.sorted() where !seen.contains(name) {
      throw noSuchColumn(name, among: names, path: path, line: nil)
    }
    columnNames = names
    declarations = names.indices.map { SQLiteDeclaration(statement.declaredType($0)) }
    (self.statement, self.options, self.fileSize) = (statement, options, fileSize)
    pieceTypes = options.types
  }

  private var path: String { statement.connection.path }

  /// The rows that are left, as one table, which may have none.
  ///
  /// - Throws: ``TableError`` that names the row and column of what is wrong.
  public func table() throws(TableError) -> Table {
    if let limit = options.rowLimit, limit < 1 {
      fatalError("SQLiteReader: a limit of \(limit) rows leaves none; give a positive one")
    }
    return try read(options.rowLimit ?? .max, types: options.types, inPieces: false)
  }

  /// The next rows as a table; nil after the last row.
  ///
  /// A column keeps the type that its first values had, where ``SQLiteOptions/types`` declares none. Integers are read as
  /// numbers then, because a fraction may follow, but for columns that the database declares to be of integers.
  ///
  /// - Parameter rows: The most rows to read; fewer than one stop the program.
  /// - Throws: ``TableError`` that names the row and column of what is wrong.
  public func nextTable(rows: Int) throws(TableError) -> Table? {
    guard rows > 0 else {
      fatalError("SQLiteReader.nextTable: cannot read \(rows) rows at a time; give a positive number")
    }
    let piece = try read(rows, types: pieceTypes, inPieces: true)
    guard piece.rowCount > 0 else { return nil }
    for column in piece.columns where pieceTypes[column.name] == nil && column.missingCount < column.count {
      pieceTypes[column.name] = column.type
    }
    return piece
  }

  private func read(_ limit: Int, types: [String: ColumnType], inPieces: Bool) throws(TableError) -> Table {
    let columns = zip(columnNames, declarations).map { name, declaration in
      var inferred = options.inferredTypes
      if declaration != .date { inferred.remove(.date) }
      if inPieces, declaration != .integer, inferred.remove(.integer) != nil { inferred.insert(.number) }
      let hint = declaration.type.flatMap { options.inferredTypes.contains($0) || $0 == .text ? $0 : nil }
      return ValueColumn(name, declared: types[name], inferred: inferred, hint: hint, unit: options.dateUnit)
    }
    var count = 0
    if !isFinished {
      // No value of a table is longer than its file, but generated ones may claim to be. Other readers of the
      // connection have limits of their own.
      let handle = statement.connection.handle
      let lengthLimit = sqlite3_limit(
        handle, SQLITE_LIMIT_LENGTH, fileSize.map { Int32(clamping: max($0, 1 << 20)) } ?? -1)
      defer { sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, lengthLimit) }
      // Whatever ends this early ends the rows.
      isFinished = true
      while count < limit, try statement.step(at: { "row \(self.rowCount + 1)" }) {
        for (index, column) in columns.enumerated() { try readValue(index, row: count, of: column) }
        count += 1
        rowCount += 1
        try checkSize()
      }
      isFinished = count < limit
    }
    return try Table(columns.map { $0.column(rows: count) }, rowCount: count, origin: TableOrigin(path: path))
  }

  private func readValue(_ index: Int, row: Int, of column: ValueColumn) throws(TableError) {
    let fits: Bool
    switch statement.storageClass(index) {
    case SQLITE_NULL: return
    case SQLITE_INTEGER:
      let value = statement.integer(index)
      fits = column.append(value, row: row) { String(value) }
    case SQLITE_FLOAT:
      let value = statement.number(index)
      fits = column.append(value, row: row) { value.description }
    case SQLITE_TEXT:
      let bytes = try statement.textBytes(index)
      byteCount += bytes.count
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw TableError(
          .invalidUTF8, path: path,
          "\(place(of: column)): the text is not UTF-8; correct it, or read it as a blob by CAST in a query")
      }
      fits = column.append(text, row: row)
    default:
      let bytes = statement.blobBytes(index)
      byteCount += bytes.count
      guard let text = options.blobs.text(bytes) else {
        throw TableError(
          .wrongValue, path: path,
          "\(place(of: column)): a blob of \(bytes.count) bytes can't be in a table; read blobs as texts, or leave the "
            + "column out in a query")
      }
      fits = column.append(text, row: row)
    }
    guard fits else { throw unfit(index, column) }
  }

  private func unfit(_ index: Int, _ column: ValueColumn) -> TableError {
    let text = (try? statement.text(index)).flatMap { $0 } ?? ""
    let type = pieceTypes[column.name] ?? .text
    let advice = options.types[column.name] == nil ? "declare the type of the column, or correct it" : "correct it"
    return TableError(
      .wrongValue, path: path, "\(place(of: column)): \(quoted(text)) is not \(type.valueName); \(advice)")
  }

  private func place(of column: ValueColumn) -> String { "row \(rowCount + 1), column \(quoted(column.name))" }

  /// A damaged file may lead SQLite through the same pages again and again.
  private func checkSize() throws(TableError) {
    guard let fileSize else { return }
    // No row takes less than four bytes, and each value one, unless the column was added later.
    guard rowCount <= fileSize / 4, byteCount <= 1 << 20 + 32 * fileSize,
      rowCount * columnNames.count <= 1 << 20 + 32 * fileSize
    else {
      throw TableError(
        .database, path: path, "the table has more than the file has room for; it is damaged: get a sound copy of it")
    }
  }
}

/// What a column was declared to hold. Values need not keep to it.
enum SQLiteDeclaration {
  case integer, number, boolean, date, text, unknown

  /// Source: "Datatypes In SQLite", https://www.sqlite.org/datatype3.html, for all but truth values and dates.
  init(_ declaration: String?) {
    let name = (declaration ?? "").uppercased()
    if name.hasPrefix("DATE") || name.hasPrefix("TIMESTAMP") {
      self = .date
    } else if name.hasPrefix("BOOL") {
      self = .boolean
    } else if name.contains("INT") {
      self = .integer
    } else if name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT") {
      self = .text
    } else if name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB") || name.contains("NUM")
      || name.contains("DEC")
    {
      self = .number
    } else {
      self = .unknown
    }
  }

  /// The type of a column without values, and of values that can have it.
  var type: ColumnType? {
    switch self {
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .date: .date
    case .text: .text
    case .unknown: nil
    }
  }
}

extension SQLiteOptions.Blobs {
  /// The text that a blob becomes; nil if it is refused.
  func text(_ bytes: UnsafeRawBufferPointer) -> String? {
    switch self {
    case .refused: nil
    case .hexadecimal:
      String(decoding: bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, as: UTF8.self)
    case .base64: Data(bytes).base64EncodedString()
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
