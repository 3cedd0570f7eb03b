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
    expectFailure(
      try await myelin("convert", table, folder.file("x.npz"), "--types", "b=txt"),
      "no type 'txt'; the types are integer",
      status: 64)
    expectFailure(try await myelin("convert", table, folder.file("x.csv"), "--columns", "c"), "has no column 'c'")
    expectFailure(
      try await myelin("convert", table, folder.file("x.npz"), "--types", "b=text"), "has texts", "(--columns names")
    expectFailure(try await myelin("convert", folder.file("none.db"), folder.file("x.csv")), "none.db")
    expectFailure(try await myelin("convert", table, folder.file("none/x.jsonl")), "no directory")
    for arguments in [
      [folder.path, "x.csv"], [table, "x"], [table, "x.csv", "--table", "t"], [table, "x.csv", "--into", "t"],
      [table, "x.csv", "--types", "a=word"], [table, "x.csv", "--types", "a"], [table, "x.csv", "--flatten"],
      [table, "x.csv", "--mode", "replace"], ["x.db", "x.csv", "--table", "t", "--query", "q"], [table],
      ["x.jsonl", "x.csv", "--separator", ";"], ["x.jsonl", "x.csv", "--infinity"], [table, "-"], ["-", "x.csv"],
      [table, "-", "--to", "sqlite"], ["-", "x.csv", "--from", "npz"], [table, "x.npz", "--output-separator", ";"],
    ] {
      let line = arguments.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try await shell("cd '\(folder.path)' && \"$M\" convert \(line)")
      expectFailure(outcome, status: 64)
    }
    #expect(try folder.names == ["table.csv"])
  }

  /// What is redirected belongs to the shell: what others write there stays, in its order.
  @Test(arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
  func standardOutputIsWrittenInto(output: String) async throws {
    let (table, text) = (try folder.add("a,b\n1,x\n"), folder.file("t.txt"))
    let command = "\"$M\" convert '\(table)' \(output) --to csv"
    let outcome = try await shell("{ echo first; \(command); echo last; } > '\(text)'")
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "first\na,b\n1,x\nlast\n")
    #expect(try await shell("\(command) | cat").output == "a,b\n1,x\n")
    let third = try await shell("{ \"$M\" convert '\(table)' /dev/fd/3 --to jsonl; } 3>> '\(text)'")
    #expect(third.status == 0 && third.output == "" && third.errors == "")
    #expect(try String(contentsOfFile: text, encoding: .utf8).hasSuffix("last\n{\"a\":1,\"b\":\"x\"}\n"))
    expectFailure(
      try await shell("\"$M\" convert '\(table)' \(output) --to sqlite >> '\(text)'"), status: output == "-" ? 64 : 1)
    #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("first\n"))
    #expect(try folder.names == ["t.txt", "table.csv"])
  }

  @Test func throughPipes() async throws {
    let table = try folder.add("a;b\n1;x\n2;y\n")
    let piped = try await shell(
      "\"$M\" convert - - --from csv --to jsonl < '\(table)' | \"$M\" convert - - --from jsonl --to csv --columns b,a")
    #expect(piped.output == "b,a\nx,1\ny,2\n" && piped.errors == "")
    let database = folder.file("x.db")
    #expect(try await shell("\"$M\" convert - '\(database)' --from csv < '\(table)'").status == 0)
    #expect(try SQLiteFile(database).tables.map(\.name) == ["table"])
  }

  @Test func separatorsOfBothSides() async throws {
    let table = try folder.add("a;b\n1;x,y\n")
    func text(_ arguments: String) async throws -> String {
      let outcome = try await shell("\"$M\" convert '\(table)' \(arguments)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    #expect(try await text("- --to csv --output-separator ';'") == "a;b\n1;x,y\n")
    #expect(try await text("- --to csv --separator ';'") == "a,b\n1,\"x,y\"\n")
    #expect(try await text("- --to csv --output-separator tab") == "a\tb\n1\tx,y\n")
    for command in ["convert '\(table)' '\(folder.file("x.csv"))'", "describe '\(table)'", "explore '\(table)' --json"]
    {
      expectFailure(
        try await shell("\"$M\" \(command) --separator tab"), "table.csv",
        "has a single column; its names seem to be separated by semicolons",
        "(--separator ';')")
    }
    // A single column is no mistake where its values aren't divided too.
    let single = try folder.add("kg|m\n1\n2\n", as: "single.csv")
    #expect(try await shell("\"$M\" convert '\(single)' - --to csv --separator ,").output == "kg|m\n1\n2\n")
  }

  @Test func aHeaderAloneIsATableWithoutRows() async throws {
    let table = try folder.add("a,b\n")
    for name in ["x.csv", "x.jsonl", "x.db", "x.npz", "x.npy"] {
      let outcome = try await myelin("convert", table, folder.file(name))
      #expect(outcome.output == "\(folder.file(name)): 0 rows, 2 columns\n", "\(outcome.errors)")
    }
    #expect(try String(contentsOfFile: folder.file("x.csv"), encoding: .utf8) == "a,b\n")
    #expect(try Table(database: folder.file("x.db")).columnNames == ["a", "b"])
    #expect(try await myelin("describe", table).status == 0)
    #expect(try await myelin("describe", table, "--json").status == 0)
  }
}
