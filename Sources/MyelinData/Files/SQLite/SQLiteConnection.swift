import CSQLite
import Glibc
import MyelinFiles

/// An open database of SQLite's library.
final class SQLiteConnection {
  /// What errors call the file.
  let path: String
  let handle: OpaquePointer
  private var isOpen = true

  enum Access { case reading, writing }

  /// The size of a file that may be a database, or an empty one, which SQLite takes for a database without tables.
  ///
  /// It is not opened: to close it would end the locks of whoever in this process reads or writes it.
  static func fileSize(_ path: String) throws(FileError) -> Int {
    let status = try FileStatus(path)
    try status.requireRegular()
    try status.requireReadable()
    // SQLite takes a file of a single byte for an empty one. A database has a header of 100 bytes at least.
    guard status.size == 0 || status.size >= 100 else {
      throw FileError(
        .wrongFormat, path: path, problem: "it is no database of SQLite", remedy: "name a database of SQLite")
    }
    return status.size
  }

  /// Opens a file that exists.
  ///
  /// - Parameters:
  ///   - file: Where it is.
  ///   - path: What errors call it.
  ///   - waiting: How many seconds to wait for another program that writes to it.
  init(_ file: String, for path: String, _ access: Access, waiting: Double) throws(TableError) {
    // A name such as ":memory:" or "file:x?mode=memory" would mean something else to SQLite.
    let name = file.hasPrefix("/") ? file : "./" + file
    var handle: OpaquePointer?
    let mode = access == .reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
    let code = sqlite3_open_v2(name, &handle, mode | SQLITE_OPEN_NOMUTEX, nil)
    guard let handle else {
      throw TableError(.database, path: path, "SQLite cannot begin: out of memory; free some memory")
    }
    self.path = path
    self.handle = handle
    guard code == SQLITE_OK else { throw error() }
    guard myelin_sqlite_distrust(handle) == SQLITE_OK else { throw error() }
    sqlite3_busy_timeout(handle, Int32(clamping: Int((max(0, min(waiting, 1e6)) * 1000).rounded())))
    // Sizes within the file are checked before they are believed.
    try run("PRAGMA cell_size_check = ON")
  }

  deinit { if isOpen { sqlite3_close_v2(handle) } }

  /// Closes the database, and so its file; statements must have ended.
  func close() throws(TableError) {
    guard sqlite3_close(handle) == SQLITE_OK else { throw error() }
    isOpen = false
  }

  /// Runs statements whose results don't matter.
  func run(_ text: String) throws(TableError) {
    guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else { throw error() }
  }

  /// Runs one statement, which may hold names from outside.
  func execute(_ text: String) throws(TableError) { _ = try SQLiteStatement(text, in: self).step() }

  /// The first number that a statement gives.
  func integer(_ text: String) throws(TableError) -> Int {
    let statement = try SQLiteStatement(text, in: self)
    return try statement.step() ? Int(statement.integer(0)) : 0
  }

  /// SQLite's primary code for the call that failed last.
  var errorCode: Int32 { sqlite3_errcode(handle) & 0xff }

  /// The error for the call that failed last.
  ///
  /// - Parameter place: Where in the table it happened, if that is known.
  func error(at place: String? = nil) -> TableError {
    let reason = String(cString: sqlite3_errmsg(handle))
    let advice: String
    switch errorCode {
    case SQLITE_BUSY, SQLITE_LOCKED: advice = "another program uses it; try again when that has ended"
    case SQLITE_NOTADB:
      return TableError(.unreadable, path: path, "it is no database of SQLite: name a database of SQLite")
    case SQLITE_CORRUPT: advice = "the file is damaged; get a sound copy of it"
    case SQLITE_FULL: advice = "free some space"
    case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: advice = "check the permissions of the file and its folder"
    case SQLITE_IOERR: advice = "check the disk and try again"
    case SQLITE_NOMEM: advice = "free some memory"
    case SQLITE_TOOBIG: advice = "a value or statement is too long"
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH: advice = "correct the value"
    default: advice = "correct the query, or name another table"
    }
    return TableError(.database, path: path, "\(place.map { $0 + ": " } ?? "")SQLite says '\(reason)'; \(advice)")
  }

  /// A name as SQL writes it.
  static func quotedName(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
