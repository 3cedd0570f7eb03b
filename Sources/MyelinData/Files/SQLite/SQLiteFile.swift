import CSQLite
import MyelinFiles

/// A database of SQLite that is open for reading: its tables, and what queries give.
///
/// ```swift
/// let file = try SQLiteFile("plants.sqlite")
/// for table in try file.tables { print(table.name, table.columns.map(\.name)) }
/// let flowers = try file.table("flowers")
/// let red = try file.table(query: "SELECT name, price FROM flowers WHERE colour = ?", [.text("red")])
/// ```
///
/// **Types**: values of SQLite have a type each, whatever their column was declared to be. A column is of integers if all its
/// values are; of numbers if all are integers or reals; otherwise of texts, in which numbers are as ``TableColumn/texts`` writes
/// them. If it was declared `BOOLEAN` and all its values are 0 and 1, it is of truth values. If it was declared `DATE`,
/// `DATETIME` or `TIMESTAMP` and all its values are texts of ISO 8601 (see ``ColumnType/date``), or all numbers, which are
/// seconds since 1970 (``SQLiteOptions/dateUnit``), it is of dates. NULL is missing. A column without values has the type it
/// was declared with. Blobs are errors, or texts by ``SQLiteOptions/blobs``, and so is text that is not UTF-8.
///
/// Only the file named is read, and never changed, but SQLite may put its own files `…-wal` and `…-shm` beside a database that is
/// in write-ahead mode. What is wrong with it is an error; a table can't have more rows than its file has room for. Views and queries
/// are run as they are, and may give more.
public final class SQLiteFile {
  /// The path of the file, as given.
  public var path: String { connection.path }

  private let connection: SQLiteConnection

  /// Opens a file for reading.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - waiting: How many seconds to wait for another program that writes to it.
  /// - Throws: ``TableError`` if there is no such file, it is no database, or another program writes to it for longer.
  public init(_ path: String, waiting: Double = 5) throws(TableError) {
    do throws(FileError) {
      guard try SQLiteConnection.fileSize(path) > 0 else {
        throw FileError(.wrongFormat, path: path, problem: "it is empty", remedy: "name a database of SQLite")
      }
    } catch {
      throw TableError(reading: error)
    }
    connection = try SQLiteConnection(path, for: path, .reading, waiting: waiting)
    // Opening reads nothing; this finds out whether it is a database, with a schema that can be read.
    _ = try connection.integer("SELECT count(*) FROM sqlite_master")
  }

  // MARK: Tables

  /// A table or view of a database.
  public struct StoredTable: Sendable, Equatable {
    /// A column of it.
    public struct Column: Sendable, Equatable {
      /// The name.
      public let name: String
      /// The type that it was declared with, which its values need not have; empty if there is none.
      public let declaredType: String
      /// Whether it must not be NULL.
      public let isRequired: Bool
      /// Whether it belongs to the primary key.
      public let isKey: Bool
    }

    /// The name.
    public let name: String
    /// Whether it is a view: a query with a name.
    public let isView: Bool
    /// The columns in their order; none if SQLite can't tell them: of a view whose tables are gone, or a virtual table
    /// of a module that isn't there.
    public let columns: [Column]
  }

  /// The tables and views, in the order in which they were made, without SQLite's own.
  public var tables: [StoredTable] {
    get throws(TableError) {
      var result: [StoredTable] = []
      for (name, isView) in try names() {
        let columns: [StoredTable.Column]
        do throws(TableError) {
          columns = try connection.columns(of: name)
        } catch {
          // The others can be read all the same.
          guard connection.errorCode == SQLITE_ERROR else { throw error }
          columns = []
        }
        result.append(StoredTable(name: name, isView: isView, columns: columns))
      }
      return result
    }
  }

  /// The names of the tables and views, which can be told even of those that can't be read.
  private func names() throws(TableError) -> [(name: String, isView: Bool)] {
    let statement = try SQLiteStatement(
      "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        + "ORDER BY rowid", in: connection)
    var result: [(name: String, isView: Bool)] = []
    while try statement.step() {
      guard let name = try statement.text(0) else { continue }
      result.append((name, try statement.text(1) == "view"))
    }
    return result
  }

  /// A table or view by its name, in which SQLite takes small and capital letters for the same.
  private func stored(_ name: String) throws(TableError) -> (name: String, isView: Bool) {
    let tables = try names()
    if let exact = tables.first(where: { $0.name == name }) { return exact }
    if let other = tables.first(where: { $0.name.lowercased() == name.lowercased() }) { return other }
    let names = tables.map(\.name)
    let shown = names.prefix(30).map(quoted).joined(separator: ", ") + (names.count > 30 ? ", …" : "")
    let hint = nearestName(to: name, among: names).map { "did you mean \(quoted($0))? " } ?? ""
    throw TableError(
      .noSuchTable, path: path,
      "has no table \(quoted(name)); \(hint)" + (names.isEmpty ? "it has none at all" : "the tables are: \(shown)"))
  }

  /// The name of the only table; if there are several, or none, an error that lists them.
  func onlyTable() throws(TableError) -> String {
    let tables = try names().filter { !$0.isView }
    guard tables.count != 1 else { return tables[0].name }
    let shown = tables.prefix(30).map { quoted($0.name) }.joined(separator: ", ") + (tables.count > 30 ? ", …" : "")
    throw TableError(
      .noSuchTable, path: path,
      tables.isEmpty ? "has no tables; name another file" : "has several tables; name one of \(shown)")
  }

  // MARK: Reading

  /// Reads a table or view.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - options: How it is read.
  /// - Throws: ``TableError`` if it is not there, is damaged, or has values that no table can hold; names the row and column.
  public func table(_ name: String, _ options: SQLiteOptions = SQLiteOptions()) throws(TableError) -> Table {
    try reader(table: name, options).table()
  }

  /// What a query gives, as a table. Columns of the same name must be told apart in the query, by `AS`.
  ///
  /// - Parameters:
  ///   - query: A statement of SQL that gives rows.
  ///   - parameters: The values for its parameters.
  ///   - options: How the rows are read.
  /// - Throws: ``TableError`` if SQLite refuses the query, or it gives values that no table can hold.
  public func table(
    query: String, _ parameters: SQLiteParameters = [], _ options: SQLiteOptions = SQLiteOptions()
  ) throws(TableError) -> Table {
    try reader(query: query, parameters, options).table()
  }

  /// Reads a table or view piece by piece, in constant memory.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - options: How it is read.
  public func reader(table name: String, _ options: SQLiteOptions = SQLiteOptions()) throws(TableError) -> SQLiteReader
  {
    let stored = try stored(name)
    let size = try connection.integer("PRAGMA page_count") * connection.integer("PRAGMA page_size")
    let statement = try SQLiteStatement("SELECT * FROM \(SQLiteConnection.quotedName(stored.name))", in: connection)
    return try SQLiteReader(statement, options, fileSize: stored.isView ? nil : size)
  }

  /// Reads what a query gives piece by piece, in constant memory.
  ///
  /// - Parameters:
  ///   - query: A statement of SQL that gives rows.
  ///   - parameters: The values for its parameters.
  ///   - options: How the rows are read.
  public func reader(
    query: String, _ parameters: SQLiteParameters = [], _ options: SQLiteOptions = SQLiteOptions()
  ) throws(TableError) -> SQLiteReader {
    let statement = try SQLiteStatement(query, in: connection)
    guard statement.columnCount > 0 else {
      throw TableError(.database, path: path, "the query gives no rows, whatever is in the tables; write a SELECT")
    }
    try parameters.bind(to: statement)
    return try SQLiteReader(statement, options, fileSize: nil)
  }
}

extension SQLiteConnection {
  /// The columns of a table or view; none if it is not there.
  func columns(of table: String) throws(TableError) -> [SQLiteFile.StoredTable.Column] {
    let statement = try SQLiteStatement(
      "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1", in: self)
    try statement.bind(text: table, to: 1)
    var result: [SQLiteFile.StoredTable.Column] = []
    while try statement.step() {
      result.append(
        SQLiteFile.StoredTable.Column(
          name: try statement.text(0) ?? "", declaredType: try statement.text(1) ?? "",
          isRequired: statement.integer(2) != 0, isKey: statement.integer(3) != 0))
    }
    return result
  }
}
