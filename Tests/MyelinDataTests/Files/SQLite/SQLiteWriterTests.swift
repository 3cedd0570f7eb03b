import Glibc
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct SQLiteWriterTests {
  @Test func readsWhatItWrites() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    let table = try hardTable()
    let name = "odd \"name'; --"
    try table.write(toDatabase: path, table: name)
    let again = try Table(database: path)
    #expect(again.columnNames == table.columnNames)
    for (column, original) in zip(again.columns, table.columns) { #expect(column == original, "\(original.name)") }
    #expect(
      try SQLiteFile(path).tables[0].columns.map(\.declaredType)
        == ["INTEGER", "REAL", "BOOLEAN", "DATE", "DATETIME", "TEXT"])
    try Table([TableColumn("inf", numbers: [.infinity, -.infinity])]).write(toDatabase: path, table: "t2")
    #expect(try Table(database: path, table: "t2")["inf"]?.numbers == [.infinity, -.infinity])
    #expect(try Table(database: path, table: name) == table)
    #expect(try folder.names == ["a.db"])
  }

  @Test func tablesGoToPythonAndBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    let table = try hardTable()
    try table.write(toDatabase: path, table: "t")
    try python(
      """
      import sys, sqlite3
      c = sqlite3.connect(sys.argv[1])
      rows = c.execute("SELECT * FROM t").fetchall()
      assert rows[1][:4] == (-9007199254740993, None, None, "2000-02-29"), rows[1]
      assert rows[1][4] == "2000-02-29 00:00:00.250" and rows[3][4] == "1969-12-30 23:59:59.500", (rows[1], rows[3])
      assert rows[2][5] == "line\\nbreak\\r\\t\\0\\x1f\\x7f" and rows[3][:3] == (2**63 - 1, 5e-324, 1)
      assert c.execute("SELECT typeof(open), typeof(day) FROM t").fetchone() == ("integer", "text")
      assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
      b = sqlite3.connect(sys.argv[1] + "2")
      b.execute('CREATE TABLE t (count INTEGER, "size, ""cm""\" REAL, open BOOLEAN, day DATE, time TIMESTAMP, text VARCHAR(20))')
      b.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
      b.commit()
      """, path)
    #expect(try Table(database: path + "2") == table)
  }

  @Test func tablesGoToPandasAndBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    // pandas reads integers through numbers if some are missing.
    let table = try hardTable().adding(TableColumn("count", integers: [1, -9_007_199_254_740_993, 0, .max]))
    try table.write(toDatabase: path, table: "t")
    let kinds = try python(
      """
      import sys, sqlite3, pandas
      c = sqlite3.connect(sys.argv[1])
      table = pandas.read_sql("SELECT * FROM t", c, parse_dates=["day", "time"])
      print(*[d.kind for d in table.dtypes[["count", 'size, "cm"', "day", "time"]]], table["count"][1], table["text"][0])
      table.to_sql("u", c, index=False)
      frame = pandas.DataFrame({"i": [1, 2], "b": [True, False], "t": pandas.to_datetime(["2024-02-29 12:30:00.25", None]), "s": ["x", None]})
      frame.to_sql("v", c, index=False)
      """, path)
    #expect(kinds == "i f M M -9007199254740993 a,\"b\"\\\n")
    let back = try Table(database: path, table: "u")
    for name in ["count", "size, \"cm\"", "day", "time", "text"] { #expect(back[name] == table[name], "\(name)") }
    let other = try Table(database: path, table: "v")
    #expect(other["t"] == TableColumn("t", dates: [1_709_209_800.25, .nan]))
    #expect(other["s"]?.texts == ["x", nil] && other["b"]?.numbers == [1, 0])
  }

  @Test func tablesThatAreThere() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    let first = try Table([TableColumn("a", integers: [1, 2]), TableColumn("b", texts: ["x", nil])])
    let second = try Table([TableColumn("B", texts: ["y"])])
    try first.write(toDatabase: path, table: "t")
    expectError(.tableExists, "has a table 'T' already") { try second.write(toDatabase: path, table: "T") }
    try second.write(toDatabase: path, table: "t", .append)
    #expect(try Table(database: path)["a"]?.integers == [1, 2, nil])
    #expect(try Table(database: path)["b"]?.texts == ["x", nil, "y"])
    expectError(.noSuchColumn, "has no column 'c'") {
      try Table([TableColumn("c", numbers: [1])]).write(toDatabase: path, table: "t", .append)
    }
    try second.write(toDatabase: path, table: "t", .replace)
    #expect(try Table(database: path) == second)
    try first.write(toDatabase: path, table: "u", .append)
    try first.write(toDatabase: path, table: "w", .replace)
    #expect(try SQLiteFile(path).tables.map(\.name) == ["t", "u", "w"])
    // A database keeps its permissions, and a link stays one.
    #expect(symlink("a.db", folder.file("link")) == 0 && symlink("b.db", folder.file("dangling")) == 0)
    try first.write(toDatabase: folder.file("link"), table: "x")
    try first.write(toDatabase: folder.file("dangling"), table: "x")
    #expect(try Table(database: path, table: "x") == first)
    #expect(try Table(database: folder.file("b.db")) == first)
    #expect(try folder.names == ["a.db", "b.db", "dangling", "link"])
  }

  @Test func failuresChangeNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL); INSERT INTO t VALUES (7, 'x')", in: path)
    let before = try AtomicFile.read(path)
    let table = try Table([TableColumn("a", integers: [1, 7]), TableColumn("b", texts: ["y", "z"])])
    expectError(.database, "row 2: SQLite says 'UNIQUE constraint failed: t.a'; correct the value") {
      try table.write(toDatabase: path, table: "t", .append)
    }
    let twice = try Table([TableColumn("a", integers: [1]), TableColumn("A", integers: [2])])
    for mode in [Table.DatabaseMode.create, .replace, .append] {
      expectError(.database, "duplicate column name: A") { try twice.write(toDatabase: path, table: "u", mode) }
      expectError(.database, "reserved for internal use") { try table.write(toDatabase: path, table: "sqlite_x", mode) }
    }
    expectError(.database, "a byte of zero") { try table.write(toDatabase: path, table: "a\0b") }
    expectError(.badOption, "has no name") { try table.write(toDatabase: path, table: "") }
    expectError(.badOption, "at least one column") { try Table([]).write(toDatabase: path, table: "x") }
    let wide = try Table((0..<2001).map { TableColumn("c\($0)", integers: [1]) })
    expectError(.database, "too many columns") { try wide.write(toDatabase: path, table: "x") }
    expectError(.database, "too many columns") { try wide.write(toDatabase: folder.file("new"), table: "x") }
    #expect(try AtomicFile.read(path) == before)
    try AtomicFile.write("a,b\n1,2\n", to: folder.file("a.csv"))
    expectError(.unreadable, "it is no database of SQLite") {
      try table.write(toDatabase: folder.file("a.csv"), table: "t")
    }
    #expect(try AtomicFile.read(folder.file("a.csv")) == Array("a,b\n1,2\n".utf8))
    try AtomicFile.write("x", to: folder.file("a.csv"))
    expectError(.unreadable, "it is no database of SQLite") {
      try table.write(toDatabase: folder.file("a.csv"), table: "t")
    }
    expectError(.isDirectory, "folder") { try table.write(toDatabase: folder.path, table: "t") }
    expectError(.cannotWrite, "check the path") { try table.write(toDatabase: folder.file("none/a"), table: "t") }
    expectError(.unreadable, "this is a device") { try table.write(toDatabase: "/dev/full", table: "t") }
    #expect(try folder.names == ["a.csv", "a.db"])
  }
}
