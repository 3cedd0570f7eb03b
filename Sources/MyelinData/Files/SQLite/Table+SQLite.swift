import CSQLite
import Glibc
import MyelinFiles

extension Table {
  /// Reads a table of a database of SQLite; see ``SQLiteFile`` for the types of columns.
  ///
  /// - Parameters:
  ///   - path: Where the database is.
  ///   - table: The table's name; nil for the only one.
  ///   - options: How it is read.
  /// - Throws: ``TableError`` if the file or the table is not there, is damaged, or has values that no table can hold.
  public init(
    database path: String, table: String? = nil, _ options: SQLiteOptions = SQLiteOptions()
  ) throws(TableError) {
    let file = try SQLiteFile(path)
    var name = table
    if name == nil { name = try file.onlyTable() }
    self = try file.table(name ?? "", options)
  }

  /// Reads what a query gives in a database of SQLite; see ``SQLiteFile``.
  ///
  /// - Parameters:
  ///   - path: Where the database is.
  ///   - query: A statement of SQL that gives rows.
  ///   - parameters: The values for its parameters.
  ///   - options: How the rows are read.
  /// - Throws: ``TableError`` if the file is not there or damaged, or SQLite refuses the query.
  public init(
    database path: String, query: String, _ parameters: SQLiteParameters = [],
    _ options: SQLiteOptions = SQLiteOptions()
  ) throws(TableError) {
    self = try SQLiteFile(path).table(query: query, parameters, options)
  }

  /// What to do with a table of a database that is there already.
  public enum DatabaseMode: String, Sendable, CaseIterable {
    /// That it is there is an error.
    case create
    /// It is removed, with all its rows, and made anew.
    case replace
    /// The rows are added to it; columns of it that the new rows lack are NULL, or what it says for that.
    case append
  }

  /// Writes the rows into a table of a database of SQLite, all or, after an error, none. A database that is not there is made
  /// beside its place and then moved; in one that is there nothing else is changed. If it is not there, but files
  /// `…-wal`, `…-shm` or `…-journal` are, which another database of the name has left, that is an error: SQLite would
  /// take them for the new one's.
  ///
  /// Columns are declared `INTEGER`, `REAL`, `BOOLEAN` (0 and 1), `DATE` (`2024-02-29`) or `DATETIME`
  /// (`2024-02-29 12:30:00`), and `TEXT`; missing values are NULL.
  ///
  /// - Parameters:
  ///   - path: Where the database is, or shall be.
  ///   - table: The table's name.
  ///   - mode: What to do if there is one of the name.
  ///   - waiting: How many seconds to wait for other programs that use the database.
  /// - Throws: ``TableError`` if the file can't be written, is no database, is used by another program for longer, or SQLite
  ///   refuses a name or a row.
  public func write(
    toDatabase path: String, table: String, _ mode: DatabaseMode = .create, waiting: Double = 5
  ) throws(TableError) {
    guard !columns.isEmpty else {
      throw TableError(.badOption, path: path, "a table of a database has at least one column, and this one has none")
    }
    guard !table.isEmpty else { throw TableError(.badOption, path: path, "the table has no name; give one") }
    var status = stat()
    if !path.isEmpty, stat(path, &status) != 0, errno == ENOENT {
      do {
        let file = try PendingFile(path)
        try Self.checkCompanions(of: file.target, path: path)
        let connection = try SQLiteConnection(file.temporary, for: path, .writing, waiting: waiting)
        // What fails is thrown away whole, so no journal need outlive the process, or it would lie about for ever. None
        // at all is what a connection that distrusts its file refuses.
        try connection.run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
        try write(to: connection, table, mode)
        try connection.close()
        try Self.checkCompanions(of: file.target, path: path)
        try file.finish()
      } catch let error as FileError {
        throw TableError(writing: error)
      } catch let error as TableError {
        throw error
      } catch {
        throw TableError(.cannotWrite, path: path, "\(error)")
      }
    } else {
      do { _ = try SQLiteConnection.fileSize(path) } catch { throw TableError(reading: error) }
      try write(to: SQLiteConnection(path, for: path, .writing, waiting: waiting), table, mode)
    }
  }

  /// Throws if files of another database lie where SQLite looks for the new one's: it would take what they hold, which
  /// belongs to pages of the other, into the new one, or delete them. They may hold the last changes of a database that
  /// was moved, so they are their owner's to remove.
  private static func checkCompanions(of target: String, path: String) throws(TableError) {
    for end in ["-wal", "-journal", "-shm"] {
      var status = stat()
      guard lstat(target + end, &status) == 0 else { continue }
      throw TableError(
        .cannotWrite, path: path,
        "'\(target)\(end)' is left of another database, and SQLite would mix the two; remove it, or choose another name"
      )
    }
  }

  private func write(to connection: SQLiteConnection, _ name: String, _ mode: DatabaseMode) throws(TableError) {
    try connection.run("BEGIN IMMEDIATE")
    do {
      try prepare(name, mode, in: connection)
      try insert(into: name, in: connection)
      try connection.run("COMMIT")
    } catch {
      // SQLite has done so itself after some errors.
      _ = try? connection.run("ROLLBACK")
      throw error
    }
  }

  /// Makes the table, or checks that the one there has the columns.
  private func prepare(_ name: String, _ mode: DatabaseMode, in connection: SQLiteConnection) throws(TableError) {
    let quotedTable = SQLiteConnection.quotedName(name)
    let existing = try connection.columns(of: name)
    if mode == .append, !existing.isEmpty {
      let names = existing.map(\.name)
      let known = Set(names.map { $0.lowercased() })
      for column in columns where !known.contains(column.name.lowercased()) {
        throw noSuchColumn(column.name, among: names, path: connection.path, line: nil)
      }
      return
    }
    if mode == .create, !existing.isEmpty {
      throw TableError(
        .tableExists, path: connection.path,
        "has a table \(quoted(name)) already; replace it, add the rows to it, or choose another name")
    }
    if mode == .replace { try connection.execute("DROP TABLE IF EXISTS \(quotedTable)") }
    let declarations = columns.map { "\(SQLiteConnection.quotedName($0.name)) \($0.declaration)" }
    try connection.execute("CREATE TABLE \(quotedTable) (\(declarations.joined(separator: ", ")))")
  }

  private func insert(into name: String, in connection: SQLiteConnection) throws(TableError) {
    let names = columns.map { SQLiteConnection.quotedName($0.name) }.joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try SQLiteStatement(
      "INSERT INTO \(SQLiteConnection.quotedName(name)) (\(names)) VALUES (\(marks))", in: connection)
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if column.type == .date, let text = column.text(row: row) {
          // All dates of a column are written alike.
          try statement.bind(text: SQLiteDate.withSpace(text), to: index + 1)
        } else {
          try statement.bind(column[row], to: index + 1)
        }
      }
      _ = try statement.step { "row \(row + 1)" }
      statement.reset()
    }
  }
}

extension TableColumn {
  /// How a database declares the column.
  fileprivate var declaration: String {
    switch type {
    case .integer: "INTEGER"
    case .number: "REAL"
    case .boolean: "BOOLEAN"
    case .text: "TEXT"
    case .date:
      (numbers ?? []).allSatisfy { $0.isNaN || $0.truncatingRemainder(dividingBy: 86_400) == 0 } ? "DATE" : "DATETIME"
    }
  }
}
