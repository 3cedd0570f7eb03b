import Glibc
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// Runs statements of SQL with Python's sqlite3, in a new database or one that is there.
func sql(_ script: String, in path: String) throws {
  try python(
    "import sys, sqlite3; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit(); c.close()", path,
    script)
}

struct SQLiteReaderTests {
  @Test func columnsHaveTheTypesOfTheirValues() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.sqlite")
    try sql(
      """
      CREATE TABLE "odd ""name" (whole INTEGER, number REAL, both NUMERIC, truth BOOLEAN, day DATE, unix TIMESTAMP, text TEXT,
        mix, none VARCHAR(9), nodate DATETIME, notruth BOOL, "q""x" INT);
      INSERT INTO "odd ""name" VALUES
        (1, 1, 1, 1, '2024-02-29', 951782400, '2024-02-29', 1, NULL, '2024-02-29', 1, -9223372036854775808),
        (NULL, 0.5, 2.5, 0, '2024-02-29 12:30:00', 0.25, 'é🐧', 'x', NULL, 'never', 2, 9223372036854775807),
        (-3, 9e999, NULL, NULL, NULL, NULL, '', 2.5, NULL, NULL, NULL, NULL);
      CREATE VIEW v AS SELECT whole + 1 AS more, day FROM "odd ""name";
      CREATE INDEX i ON "odd ""name" (whole);
      """, in: path)
    let file = try SQLiteFile(path)
    let tables = try file.tables
    #expect(tables.map(\.name) == ["odd \"name", "v"] && tables.map(\.isView) == [false, true])
    #expect(tables[0].columns.map(\.declaredType).prefix(3) == ["INTEGER", "REAL", "NUMERIC"])
    let table = try file.table("odd \"name")
    #expect(try Table(database: path) == table)
    #expect(try file.table("ODD \"NAME") == table)
    #expect(table["whole"]?.integers == [1, nil, -3])
    #expect(table["number"]?.numbers == [1, 0.5, .infinity])
    #expect(table["both"] == TableColumn("both", numbers: [1, 2.5, .nan]))
    #expect(table["truth"]?.booleans == [true, false, nil])
    #expect(table["day"] == TableColumn("day", dates: [1_709_164_800, 1_709_209_800, .nan]))
    #expect(table["unix"] == TableColumn("unix", dates: [951_782_400, 0.25, .nan]))
    #expect(table["text"]?.texts == ["2024-02-29", "é🐧", ""])
    #expect(table["mix"]?.texts == ["1", "x", "2.5"])
    #expect(table["none"] == TableColumn("none", texts: [nil, nil, nil]))
    #expect(table["nodate"]?.texts == ["2024-02-29", "never", nil])
    #expect(table["notruth"]?.integers == [1, 2, nil])
    #expect(table["q\"x"]?.integers == [.min, .max, nil])
    #expect(try file.table("v").columns.map(\.type) == [.integer, .date])
  }

  @Test func queriesHaveParameters() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try sql(
      """
      CREATE TABLE t (name TEXT, price REAL, sold DATE);
      INSERT INTO t VALUES ('a', 1, '2024-01-01'), ('b''s', 2, '2024-02-29'), (NULL, 3, NULL);
      """, in: path)
    let file = try SQLiteFile(path)
    func names(_ condition: String, _ parameters: SQLiteParameters) throws -> [String?] {
      try file.table(query: "SELECT name FROM t WHERE \(condition)", parameters)["name"]?.texts ?? []
    }
    #expect(try names("price > ? AND price < ?", [.number(1), .integer(3)]) == ["b's"])
    #expect(try names("name = :n OR price = $p", ["n": .text("b's"), "p": .integer(1)]) == ["a", "b's"])
    #expect(try names("name IS @n", ["n": .missing]) == [nil])
    #expect(try names("sold = ?", [.date(1_709_164_800)]) == ["b's"])
    #expect(try names("price = ?", [.boolean(true)]) == ["a"])
    #expect(try names("name = ?", [.text("")]) == [])
    let sum = try Table(database: path, query: "SELECT count(*) AS n, avg(price) AS mean, 'xy' AS t FROM t")
    #expect(sum["n"]?.integers == [3] && sum["mean"]?.numbers == [2] && sum["t"]?.texts == ["xy"])
    for (query, parameters, message) in [
      ("SELECT missing FROM t", [], "no such column: missing"), ("SELECT * FRO t", [], "syntax error"),
      ("SELECT 1 AS a; SELECT 2", [], "several statements"), (" ", [], "the query is empty"),
      ("DELETE FROM t", [], "gives no rows"), ("DELETE FROM t RETURNING *", [], "readonly database"),
      ("ATTACH 'x' AS y", [], "gives no rows"), ("SELECT 1 AS a, 2 AS a", [], "two columns are named 'a'"),
      ("SELECT name FROM t WHERE price = ?", [], "1 parameters, and 0 values"),
      ("SELECT name FROM t WHERE price = :a", ["b": .integer(1)], "no value for the query's parameter 'a'"),
      ("SELECT name FROM t WHERE price = :a", ["a": .integer(1), "b": .missing], "no parameter 'b'"),
      ("SELECT 1 AS a\0", [], "a byte of zero"), ("SELECT load_extension('x') AS a", [], "not authorized"),
    ] as [(String, SQLiteParameters, String)] {
      let error = #expect(throws: TableError.self) { _ = try file.table(query: query, parameters) }
      #expect(error?.description.contains(message) == true, "\(query): \(error?.description ?? "")")
    }
    #expect(try file.table("t").rowCount == 3)
  }

  @Test func optionsForTypesAndBlobs() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try sql(
      """
      CREATE TABLE t (id INTEGER, b BLOB, ms TIMESTAMP, d TEXT);
      INSERT INTO t VALUES (1, x'00ff41', 951782400000, '2024-01-01'), (0, x'', NULL, '5');
      """, in: path)
    expectError(.wrongValue, "row 1, column 'b': a blob of 3 bytes can't be in a table") {
      _ = try Table(database: path)
    }
    var options = SQLiteOptions(types: ["id": .text])
    options.blobs = .hexadecimal
    options.dateUnit = .milliseconds
    let table = try Table(database: path, table: "t", options)
    #expect(table["id"]?.texts == ["1", "0"])
    #expect(table["b"]?.texts == ["00FF41", ""])
    #expect(table["ms"]?.numbers?[0] == 951_782_400)
    options.blobs = .base64
    options.types = ["id": .boolean]
    options.inferredTypes = [.number]
    options.rowLimit = 1
    let other = try Table(database: path, options)
    #expect(other.columns.map(\.type) == [.boolean, .text, .number, .text])
    #expect(other["b"]?.texts == ["AP9B"])
    options.types = ["x": .text]
    expectError(.noSuchColumn, "has no column 'x'") { _ = try Table(database: path, options) }
    options = SQLiteOptions(types: ["d": .date])
    options.blobs = .base64
    expectError(.wrongValue, "row 2, column 'd': '5' is not a date") { _ = try Table(database: path, options) }
  }

  @Test func piecesKeepTheirTypes() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try sql(
      """
      CREATE TABLE t (id INTEGER, x NUMERIC, b BOOLEAN, t TEXT);
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
        INSERT INTO t SELECT i, CASE WHEN i > 5 THEN i + 0.5 ELSE i END, i % 2, CASE WHEN i > 4 THEN 't' || i END FROM n;
      CREATE TABLE u (x INTEGER);
      INSERT INTO u VALUES (1), (2.5);
      """, in: path)
    let file = try SQLiteFile(path)
    let reader = try file.reader(table: "t")
    var pieces: [Table] = []
    while let piece = try reader.nextTable(rows: 4) { pieces.append(piece) }
    #expect(pieces.map(\.rowCount) == [4, 4, 2])
    for piece in pieces { #expect(piece.columns.map(\.type) == [.integer, .number, .boolean, .text]) }
    #expect(pieces[2]["x"]?.numbers == [8.5, 9.5] && pieces[2]["b"]?.booleans == [false, true])
    #expect(try reader.nextTable(rows: 4) == nil)
    let other = try file.reader(table: "u")
    _ = try other.nextTable(rows: 1)
    expectError(.wrongValue, "row 2, column 'x': '2.5' is not an integer; declare") { _ = try other.nextTable(rows: 1) }
    #expect(try other.nextTable(rows: 1) == nil)
    // Without rows there are still columns.
    let none = try file.table(query: "SELECT * FROM t WHERE id < 0")
    #expect(none.shape == [0, 4] && none.columns.map(\.type) == [.integer, .number, .boolean, .text])
  }

  @Test func wrongArgumentsStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      try Table([TableColumn("a", integers: [1])]).write(toDatabase: folder.file("a"), table: "t")
      _ = try SQLiteFile(folder.file("a")).reader(table: "t").nextTable(rows: 0)
    }
  }

  @Test func textsOfAnyEncoding() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try python(
      """
      import sys, sqlite3
      for encoding in ["UTF-8", "UTF-16le", "UTF-16be"]:
        c = sqlite3.connect(sys.argv[1] + encoding)
        c.execute(f"PRAGMA encoding='{encoding}'")
        c.execute("CREATE TABLE größe (näme TEXT)")
        c.execute("INSERT INTO größe VALUES (?)", ["a\\0é🐧"])
        if encoding == "UTF-8": c.execute("INSERT INTO größe VALUES (CAST(x'61ff62' AS TEXT))")
        c.commit()
      """, path)
    for encoding in ["UTF-16le", "UTF-16be"] {
      #expect(try Table(database: path + encoding)["näme"]?.texts == ["a\0é🐧"])
    }
    expectError(.invalidUTF8, "row 2, column 'näme': the text is not UTF-8") { _ = try Table(database: path + "UTF-8") }
    #expect(
      try Table(database: path + "UTF-8", query: "SELECT * FROM größe WHERE rowid = 1")["näme"]?.texts == ["a\0é🐧"])
  }

  @Test func whatIsNoDatabase() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    expectError(.fileNotFound, "check the path") { _ = try SQLiteFile(path) }
    expectError(.isDirectory, "folder") { _ = try SQLiteFile(folder.path) }
    expectError(.unreadable, "this is a device") { _ = try SQLiteFile("/dev/null") }
    expectError(.fileNotFound, "can't be a file's name") { _ = try SQLiteFile("") }
    for name in [":memory:", "file:a?mode=memory"] {
      expectError(.fileNotFound, "check the path") { _ = try SQLiteFile(name) }
    }
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    expectError(.unreadable, "this is a pipe") { _ = try SQLiteFile(folder.file("pipe")) }
    try AtomicFile.write("", to: path)
    expectError(.unreadable, "it is empty: name a database") { _ = try SQLiteFile(path) }
    try AtomicFile.write("a,b\n1,2\n3,4 and so on\n", to: path)
    expectError(.unreadable, "it is no database of SQLite") { _ = try SQLiteFile(path) }
    try AtomicFile.write("SQLite format 3\0 and so on", to: path)
    expectError(.unreadable, "it is no database of SQLite") { _ = try SQLiteFile(path) }
    try sql("CREATE TABLE t1 (a); CREATE TABLE trees (b)", in: folder.file("two"))
    expectError(.noSuchTable, "has several tables; name one of 't1', 'trees'") {
      _ = try Table(database: folder.file("two"))
    }
    expectError(.noSuchTable, "has no table 'tree'; did you mean 'trees'? the tables are: 't1', 'trees'") {
      _ = try Table(database: folder.file("two"), table: "tree")
    }
    try sql("PRAGMA user_version = 1", in: folder.file("none"))
    expectError(.noSuchTable, "has no tables") { _ = try Table(database: folder.file("none")) }
  }

  @Test func aLockedDatabase() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    let table = try Table([TableColumn("a", integers: [1])])
    try table.write(toDatabase: path, table: "t")
    // Another process, since a process's locks do not stop itself.
    let holder = try SQLiteHolder(path)
    expectError(.database, "SQLite says 'database is locked'; another program uses it") {
      _ = try SQLiteFile(path, waiting: 0.01).table("t")
    }
    expectError(.database, "database is locked") { try table.write(toDatabase: path, table: "t", .append, waiting: 0) }
    try holder.end()
    #expect(try Table(database: path) == table)
  }
}
