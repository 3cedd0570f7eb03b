import MyelinData
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
