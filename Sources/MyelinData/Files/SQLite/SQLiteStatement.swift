import CSQLite

/// A statement of SQL that has been compiled, and the row of its result that it is at.
final class SQLiteStatement {
  let connection: SQLiteConnection
  private let handle: OpaquePointer

  /// - Throws: ``TableError`` if the text isn't one statement.
  init(_ text: String, in connection: SQLiteConnection) throws(TableError) {
    guard !text.utf8.contains(0) else {
      throw TableError(.database, path: connection.path, "a query or a name holds a byte of zero; remove it")
    }
    var handle: OpaquePointer?
    var second: OpaquePointer?
    let code = text.withCString { start -> Int32 in
      var rest: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection.handle, start, -1, &handle, &rest)
      guard code == SQLITE_OK, let rest, rest.pointee != 0 else { return code }
      // Comments and semicolons may follow, which make no statement.
      return sqlite3_prepare_v2(connection.handle, rest, -1, &second, nil)
    }
    guard code == SQLITE_OK, second == nil, let handle else {
      let error =
        if code != SQLITE_OK {
          connection.error()
        } else if handle == nil {
          TableError(.database, path: connection.path, "the query is empty; write a SELECT")
        } else {
          TableError(.database, path: connection.path, "the query is several statements; give one")
        }
      sqlite3_finalize(handle)
      sqlite3_finalize(second)
      throw error
    }
    self.connection = connection
    self.handle = handle
  }

  deinit { sqlite3_finalize(handle) }

  /// Goes to the next row; gives whether there is one.
  func step(at place: () -> String? = { nil }) throws(TableError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.error(at: place())
    }
  }

  /// Makes the statement ready to be run again.
  func reset() { sqlite3_reset(handle) }

  // MARK: Columns

  var columnCount: Int { Int(sqlite3_column_count(handle)) }

  func columnName(_ index: Int) -> String? {
    sqlite3_column_name(handle, Int32(index)).map { String(cString: $0) }
  }

  /// The type that the column of a table was declared with; nil of an expression, and of a column without one.
  func declaredType(_ index: Int) -> String? {
    sqlite3_column_decltype(handle, Int32(index)).map { String(cString: $0) }
  }

  func storageClass(_ index: Int) -> Int32 { sqlite3_column_type(handle, Int32(index)) }
  func integer(_ index: Int) -> Int64 { sqlite3_column_int64(handle, Int32(index)) }
  func number(_ index: Int) -> Double { sqlite3_column_double(handle, Int32(index)) }

  /// The bytes of a text in UTF-8, valid until the next step.
  func textBytes(_ index: Int) throws(TableError) -> UnsafeBufferPointer<UInt8> {
    guard let start = sqlite3_column_text(handle, Int32(index)) else { throw connection.error() }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index))))
  }

  /// The bytes of a blob, valid until the next step.
  func blobBytes(_ index: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, Int32(index))
    return UnsafeRawBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(index))))
  }

  /// A text; nil if it is missing.
  func text(_ index: Int) throws(TableError) -> String? {
    storageClass(index) == SQLITE_NULL ? nil : String(decoding: try textBytes(index), as: UTF8.self)
  }

  // MARK: Parameters

  var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  /// The name of a parameter, from 1, with the mark before it; nil if it has none.
  func parameterName(_ index: Int) -> String? {
    sqlite3_bind_parameter_name(handle, Int32(index)).map { String(cString: $0) }
  }

  /// Gives a parameter, from 1, its value.
  func bind(_ value: TableValue, to index: Int) throws(TableError) {
    let index = Int32(index)
    let code =
      switch value {
      case .missing: sqlite3_bind_null(handle, index)
      case .integer(let value): sqlite3_bind_int64(handle, index, value)
      // SQLite has no NaN: it becomes NULL.
      case .number(let value): sqlite3_bind_double(handle, index, value)
      case .boolean(let value): sqlite3_bind_int64(handle, index, value ? 1 : 0)
      case .date(let seconds): bind(SQLiteDate.text(seconds), index)
      case .text(let value): bind(value, index)
      }
    guard code == SQLITE_OK else { throw connection.error() }
  }

  /// Gives a parameter, from 1, a text.
  func bind(text: String, to index: Int) throws(TableError) {
    guard bind(text, Int32(index)) == SQLITE_OK else { throw connection.error() }
  }

  private func bind(_ text: String, _ index: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      // No text at all would be NULL.
      let start = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
      return start.map { myelin_sqlite_bind_text(handle, index, $0, UInt64(bytes.count)) }
        ?? myelin_sqlite_bind_text(handle, index, "", 0)
    }
  }
}

/// How dates are written in a database.
enum SQLiteDate {
  /// A moment as SQLite's own functions write it: a day, or a day and a time with a space between them.
  static func text(_ seconds: Double) -> String {
    guard CivilTime.range.contains(seconds) else { return String(seconds) }
    return withSpace(DateValues([seconds]).text(row: 0) ?? "")
  }

  /// A text of ISO 8601 with a space in place of the T.
  static func withSpace(_ text: String) -> String { text.replacing("T", with: " ", maxReplacements: 1) }
}
