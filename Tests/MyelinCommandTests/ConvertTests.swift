import Foundation
import Myelin
import TestSupport
import Testing

struct ConvertTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func penguinsGoRoundThroughAllFormats() async throws {
    let table = try Table(contentsOf: penguins)
    let outcome = try await myelin("convert", penguins, folder.file("a.sqlite"))
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output == "\(folder.file("a.sqlite")): 344 rows, 8 columns\n")
    #expect(try SQLiteFile(folder.file("a.sqlite")).tables.map(\.name) == ["penguins"])
    for (from, to) in [("a.sqlite", "b.jsonl.gz"), ("b.jsonl.gz", "c.csv")] {
      let outcome = try await myelin("convert", folder.file(from), folder.file(to), "--quiet")
      #expect(outcome.status == 0 && outcome.errors == "" && outcome.output == "")
    }
    #expect(try Table(contentsOf: folder.file("c.csv")) == table)
    let numbers = try await myelin(
      "convert", folder.file("a.sqlite"), folder.file("d.npz"), "--query",
      "SELECT body_mass_g, year FROM penguins WHERE species = 'Adelie'")
    #expect(numbers.output.hasSuffix("d.npz: 152 rows, 2 columns\n"), "\(numbers.errors)")
    #expect(try Table(contentsOf: folder.file("d.npz"), as: .npz).columnNames == ["body_mass_g", "year"])
  }

  @Test func optionsForEachSide() async throws {
    let lines = try folder.add("{\"id\": 7, \"a\": {\"b\": 1}}\n", as: "odd.lines")
    let flat = try await shell(
      "\"$M\" convert '\(lines)' /dev/stdout --from jsonl --to csv --flatten --types id=text,a.b=number")
    #expect(flat.output == "id,a.b\n7,1.0\n", "\(flat.errors)")
    let table = try folder.add("a;b\n1;x\n", as: "t.txt")
    let database = folder.file("t.db")
    for mode in ["create", "append", "append"] {
      let outcome = try await myelin("convert", table, database, "--separator", ";", "--into", "u", "--mode", mode)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try Table(database: database, table: "u")["b"]?.texts == ["x", "x", "x"])
    expectFailure(try await myelin("convert", table, database, "--into", "u"), "has a table 'u' already")
    #expect(try await myelin("convert", database, database, "--table", "u", "--into", "copy").status == 0)
    #expect(try SQLiteFile(database).tables.map(\.name) == ["u", "copy"])
    expectFailure(
      try await myelin("convert", database, folder.file("x.csv")), "several tables; name one of 'u', 'copy'")
  }

  @Test func whatCannotBeConverted() async throws {
    let table = try folder.add("a,b\n1,x\n2,3\n4,5\n")
    expectFailure(try await myelin("convert", table, table), "would replace a file")
    expectFailure(try await myelin("convert", table, folder.file("x.jsonl")), "table.csv:2:3", "(--types COLUMN=text)")
    expectFailure(try await myelin("convert", table, folder.file("x.npz"), "--types", "b=text"), "has texts")
    expectFailure(try await myelin("convert", folder.file("none.db"), folder.file("x.csv")), "none.db")
    expectFailure(try await myelin("convert", table, folder.file("none/x.jsonl")), "no directory")
    for arguments in [
      [folder.path, "x.csv"], [table, "x"], [table, "x.csv", "--table", "t"], [table, "x.csv", "--into", "t"],
      [table, "x.csv", "--types", "a=word"], [table, "x.csv", "--types", "a"], [table, "x.csv", "--flatten"],
      [table, "x.csv", "--mode", "replace"], ["x.db", "x.csv", "--table", "t", "--query", "q"], [table],
      ["x.jsonl", "x.csv", "--separator", ";"],
    ] {
      let line = arguments.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try await shell("cd '\(folder.path)' && \"$M\" convert \(line)")
      expectFailure(outcome, status: 64)
    }
    #expect(try folder.names == ["table.csv"])
  }
}
