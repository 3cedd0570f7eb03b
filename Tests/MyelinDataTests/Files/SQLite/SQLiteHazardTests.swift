import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// What else lies, holds or happens beside a database and in it.
struct SQLiteHazardTests {
  private let folder: TemporaryFolder
  private let path: String
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("a.db")
    table = try Table([TableColumn("a", integers: [1, 2])])
  }

  @Test func filesOfAnotherDatabaseAreNotMixedIn() throws {
    // A writer that is killed leaves its log behind.
    try python(
      """
      import os, sqlite3, sys
      c = sqlite3.connect(sys.argv[1])
      c.execute("PRAGMA journal_mode = WAL")
      c.execute("CREATE TABLE other (b)")
      c.execute("INSERT INTO other VALUES (7)")
      c.commit()
      os._exit(0)
      """, path)
    #expect(rename(path, folder.file("moved.db")) == 0)
    let left = try folder.names
    #expect(left.contains("a.db-wal"))
    expectError(.cannotWrite, "a.db-wal' is left of another database") { try table.write(toDatabase: path, table: "t") }
    #expect(try folder.names == left)
    for name in ["a.db-wal", "a.db-shm"] { unlink(folder.file(name)) }
    try AtomicFile.write("x", to: folder.file("a.db-journal"))
    // SQLite looks where a link leads.
    #expect(symlink("a.db", folder.file("link.db")) == 0)
    for name in ["a.db", "link.db"] {
      expectError(.cannotWrite, "a.db-journal' is left of another database, and SQLite would mix the two; remove it") {
        try table.write(toDatabase: folder.file(name), table: "t")
      }
    }
    unlink(folder.file("a.db-journal"))
    try table.write(toDatabase: folder.file("link.db"), table: "t")
    #expect(try Table(database: path) == table)
  }

  @Test func newDatabasesLeaveNoJournal() throws {
    let large = try Table([
      TableColumn("a", integers: Array(0..<20_000)), TableColumn("b", integers: Array(0..<20_000)),
    ])
    let isDone = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [path] in
      try? large.write(toDatabase: path, table: "t")
      isDone.signal()
    }
    // Looks in again and again while the database is made.
    while isDone.wait(timeout: .now()) == .timedOut {
      let names = try folder.names
      #expect(!names.contains { $0.hasSuffix("-journal") }, "\(names)")
    }
    #expect(try Table(database: path) == large)
  }

  @Test func tablesBesideBrokenOnesAreRead() throws {
    try sql(
      """
      CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2);
      CREATE TABLE gone (b); CREATE VIEW broken AS SELECT b FROM gone; DROP TABLE gone;
      PRAGMA writable_schema = ON;
      INSERT INTO sqlite_master VALUES ('table', 'strange', 'strange', 0, 'CREATE VIRTUAL TABLE strange USING absent(x)');
      """, in: path)
    let file = try SQLiteFile(path)
    #expect(try file.table("t") == table)
    let tables = try file.tables
    #expect(tables.map(\.name) == ["t", "broken", "strange"] && tables.map(\.columns.count) == [1, 0, 0])
    expectError(.database, "SQLite says 'no such table: main.gone'") { _ = try file.table("broken") }
    expectError(.database, "SQLite says 'no such module: absent'") { _ = try file.table("strange") }
    expectError(.noSuchTable, "the tables are: 't', 'broken', 'strange'") { _ = try file.table("x") }
    expectError(.noSuchTable, "name one of 't', 'strange'") { _ = try Table(database: path) }
  }

  @Test func readersKeepTheirLocks() throws {
    try table.write(toDatabase: path, table: "t")
    let reader = try SQLiteFile(path).reader(table: "t")
    _ = try reader.nextTable(rows: 1)
    /// What happens to another program that wants the database for itself.
    func attempt() throws -> String {
      try python(
        """
        import sqlite3, sys
        try: sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error: print(error, end="")
        """, path)
    }
    #expect(try attempt() == "database is locked")
    #expect(try SQLiteFile(path).tables.count == 1)
    #expect(try attempt() == "database is locked")
    // To fail and to undo it takes the reader's lock anew.
    expectError(.database, "locked") { try table.write(toDatabase: path, table: "t", .append, waiting: 0) }
    expectError(.tableExists, "a table 't' already") { try table.write(toDatabase: path, table: "t") }
    #expect(try attempt() == "database is locked")
    #expect(try reader.nextTable(rows: 9)?["a"]?.integers == [2])
  }

  @Test func valuesAreNoLongerThanTheFile() throws {
    try sql(
      """
      CREATE TABLE t (a INTEGER, b TEXT AS (CAST(zeroblob(a) AS TEXT)));
      INSERT INTO t (a) VALUES (3), (5000000);
      CREATE VIEW v AS SELECT b FROM t;
      """, in: path)
    let file = try SQLiteFile(path)
    let reader = try file.reader(table: "t")
    #expect(try reader.nextTable(rows: 1)?["b"]?.texts == ["\0\0\0"])
    expectError(.database, "row 2: SQLite says 'string or blob too big'") { _ = try reader.nextTable(rows: 1) }
    // Views and queries may make what they like.
    #expect(try file.table("v")["b"]?.texts.last??.utf8.count == 5_000_000)
    expectError(.database, "too big") { _ = try file.table("t") }
  }

  @Test(
    arguments: [
      ("SELECT 1 AS a; -- note", nil), ("SELECT 1 AS a; /* one */ ; -- two\n;\n", nil), ("-- note\nSELECT 1 AS a", nil),
      ("SELECT 1 AS a -- ; SELECT 2", nil), ("SELECT 1 AS a; SELECT 2", "several statements"),
      ("SELECT 1 AS a; ; -- note\n SELECT 2", "several statements"), ("SELECT 1 AS a; nonsense", "syntax error"),
      ("-- note", "the query is empty"), (";", "the query is empty"),
    ] as [(String, String?)])
  func queriesAreOneStatement(query: String, message: String?) throws {
    try table.write(toDatabase: path, table: "t")
    if let message {
      expectError(.database, message) { _ = try Table(database: path, query: query) }
    } else {
      #expect(try Table(database: path, query: query)["a"]?.integers == [1])
    }
  }
}
