import Foundation
import TestSupport
import Testing

/// Tables that can't be trained on: a line with the file, the line and the column, status 1, and no model.
@Suite struct BadTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ table: String, _ options: String = "") async throws -> Outcome {
    let path = try folder.add(table)
    let outcome = try await shell(
      "\"$M\" train '\(path)' --target y --epochs 1 --hidden 2 --json --model '\(folder.file("model"))' \(options)")
    if outcome.status != 0 { #expect(try folder.names == ["table.csv"]) }
    return outcome
  }

  private static let good = (1...20).map { "\($0),\($0 % 2 == 0 ? "u" : "v"),\($0 % 3)\n" }.joined()

  @Test func filesThatAreNoTables() async throws {
    let missing = folder.file("none.csv")
    expectFailure(try await myelin("train", missing, "--target", "y"), "\(missing): no such file")
    expectFailure(try await myelin("train", folder.path, "--target", "y"), "\(folder.path): is a directory")
    expectFailure(try await train(""), "table.csv: is empty")
    expectFailure(try await train("\n\n\r\n"), "table.csv: is empty")
    expectFailure(try await train("a,b,y\n"), "table.csv: has a header but no rows")
    expectFailure(try await train("a,b,y"), "table.csv: has a header but no rows")
  }

  @Test func headers() async throws {
    expectFailure(try await train("a,b,z\n" + Self.good), "table.csv:1: has no column 'y'", "a, b, z")
    expectFailure(try await train("a,a,y\n" + Self.good), "table.csv:1:3: columns 1 and 2 are both named 'a'")
    expectFailure(try await train("y\n" + String(repeating: "1\n2\n", count: 9)), "table.csv:1: no columns are left")
  }

  @Test func rows() async throws {
    expectFailure(try await train("a,b,y\n1,2,3\n1,2\n"), "table.csv:3:3: row has 2 fields, the header has 3")
    expectFailure(try await train("a,b,y\n1,2,3,4\n"), "table.csv:2:7: row has 4 fields, the header has 3")
    expectFailure(try await train("a,b,y\n\"1,2,3\n"), "table.csv:2:1: the quote that opens here is never closed")
    expectFailure(try await train("a,b,y\n\"1\"x,2,3\n"), "table.csv:2:4: text follows the closing quote")
  }

  @Test func cells() async throws {
    expectFailure(
      try await train("a,b,y\n" + Self.good + "foo,u,1\n"), "table.csv:22:1: 'foo' in column 'a' is not a number",
      "--categorical")
    expectFailure(
      try await train("a,b,y\n" + Self.good + "inf,u,1\n"), "table.csv:22:1: 'inf' in column 'a' is not a number",
      "(--infinity)")
    expectFailure(
      try await train("a,b,y\n" + Self.good + "1e999,u,1\n"), "table.csv:22:1: '1e999' in column 'a' is not a number")
    expectFailure(
      try await train("a,b,y\n" + Self.good.replacing(",u,", with: ",,").replacing(",v,", with: ",NA,")),
      "table.csv:1:3: column 'b' has no values")
    let path = folder.file("table.csv")
    try Data([0x61, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0xFF, 0x0A]).write(to: URL(filePath: path))
    expectFailure(try await myelin("train", path, "--target", "y"), "table.csv:2:3: the text is not UTF-8")
  }

  @Test func targets() async throws {
    expectFailure(
      try await train("a,y\n1,x\n2,x\n3,x\n"), "table.csv:1:3: the target column 'y' has only the value 'x'")
    expectFailure(try await train("a,y\n1,\n2,NA\n"), "table.csv:1:3: the target column 'y' has no values")
    expectFailure(try await train("a,y\n1,p\n2,q\n3,r\n"), "table.csv:1:3: ", "another value in every row")
    expectFailure(
      try await train("a,y\n1,1\n2,x\n3,z\n", "--task regression"), "table.csv:3:3: 'x' in column 'y' is not a number")
  }

  @Test func rowsThatAreTooFewToDivide() async throws {
    expectFailure(try await train("a,y\n1,p\n2,q\n"), "table.csv", "--validation 0")
    #expect(try await train("a,y\n1,p\n2,q\n", "--validation 0").status == 0)
  }

  @Test func columnsThatCannotBeUsedAreNamedAtOnce() async throws {
    let table = "id,\"a,b\",c,y\n" + (0..<100).map { "k\($0),,\($0),\($0 % 2)\n" }.joined()
    let outcome = try await train(table)
    expectFailure(outcome, "table.csv:2:1: column 'id'", "nor can 'a,b' be used", "(--ignore 'id,\"a,b\"')")
    #expect(try await train(table, "--ignore 'id,\"a,b\"'").status == 0)
  }

  @Test func theHintForColumnsToLeaveOutCanBePastedAsItIs() async throws {
    let names = ["it's", "\"a\" b", "c, \"d\""]
    let header = names.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    let table = "\(header),x,y\n" + (0..<30).map { ",,,\($0),\($0 % 2)\n" }.joined()
    let errors = try await train(table).errors
    let hint = try #require(errors.firstMatch(of: /\((--ignore .*)\)\n/)).1
    let outcome = try await train(table, String(hint))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func controlCharactersOfATableNeverReachTheTerminal() async throws {
    let escape = "\u{1B}[31m"
    let table = "a,\(escape)b,y\n" + (0..<40).map { "\($0),\(escape)\($0 % 3),\(escape)\($0 % 2)\n" }.joined()
    expectFailure(try await train(table + "\(escape)x,u,1\n"), "table.csv:42:1: '\u{FFFD}[31mx' in column 'a'")
    let path = try folder.add(table)
    let (model, options) = (folder.file("model"), "--epochs 1 --hidden 2")
    let outcome = try await shell("\"$M\" train '\(path)' --target y \(options) --model '\(model)'")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\u{FFFD}[31mb") && !(outcome.output + outcome.errors).contains("\u{1B}"))
    let other = try folder.add("a,\(escape)b,y\n1,\(escape)new,\(escape)1\n", as: "other.csv")
    #expect(!(try await myelin("predict", model, other)).errors.contains("\u{1B}"))
  }

  @Test func otherSeparatorsAreToldOfAndTaken() async throws {
    let semicolons = "a;b;y\n" + Self.good.replacing(",", with: ";")
    expectFailure(
      try await train(semicolons), "table.csv:1: has no column 'y'", "separated by semicolons", "(--separator ';')")
    expectFailure(
      try await train("a;b;y\n" + Self.good), "table.csv:2:", "row has 3 fields", "separated by semicolons")
    expectFailure(try await train("a\tb\ty\n1\t2\t3\n"), "separated by tabs", "(--separator tab)")
    expectFailure(
      try await train("a,b,y\n" + Self.good, "--separator ';'"), "separated by commas", "(--separator ',')")
    expectFailure(try await train(semicolons, "--separator ''"), "--separator", status: 64)
    for (name, mark) in [("tab", "\t"), ("';'", ";"), ("'|'", "|")] {
      let table = ("a,b,y\n" + Self.good).replacing(",", with: mark)
      #expect(try await train(table, "--separator \(name)").status == 0)
      let path = folder.file("table.csv")
      // The model remembers the separator.
      for options in ["--separator \(name)", ""] {
        let files = "'\(folder.file("model"))' '\(path)' \(options)"
        #expect(try await shell("\"$M\" predict \(files)").lines.count == 21)
        #expect(try await shell("\"$M\" evaluate --json \(files)").status == 0)
      }
      for command in ["predict", "evaluate"] {
        expectFailure(
          try await myelin(command, folder.file("model"), path, "--separator", ","),
          "table.csv:1: lacks the columns 'a', 'b'", "(--separator \(name))")
      }
      try FileManager.default.removeItem(atPath: folder.file("model"))
    }
  }

  @Test func identifiersAreToldOf() async throws {
    let table = "id,a,y\n" + (0..<100).map { "k\($0),\($0),\($0 % 2)\n" }.joined()
    expectFailure(try await train(table), "table.csv:2:1: column 'id'", "--ignore")
    #expect(try await train(table, "--ignore id").status == 0)
  }

  @Test(
    arguments: [
      // The byte order mark, every kind of line end, quotes, spaces, Korean names, and a last line that doesn't end.
      "\u{FEFF}a,b,y\r\n" + good.replacing("\n", with: "\r\n"), "a,b,y\r" + good.replacing("\n", with: "\r"),
      "a,\"b\",\"y\"\n" + good.replacing(",u,", with: ",\"u, \"\"w\"\"\nz\","), " a , b ,y \n" + good,
      "값,종류,y\n" + good, "a,b,y\n" + good + "7,u,1", "\n\na,b,y\n\n" + good,
      "a,b,y\n" + good.replacing(",u,", with: ",\u{1F427}\u{0},"), "a,b,y\n" + good + "1e300,u,1\n-1e300,v,2\n",
      "a,b,y\n" + good.replacing(",u,", with: ",v,"), "a,b,y\n" + good.replacing(",2\n", with: ",\n"),
    ])
  func oddButGoodTables(_ table: String) async throws {
    let outcome = try await train(table)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func noTableCrashesTraining() async throws {
    var random = SeededGenerator(state: 7)
    let pieces = [
      ",", "\n", "\"", "\r", "a", "y", "1", "2.5", "-", "NA", " ", "1e400", "nan", "x,", "\n1,2\n", "\u{FEFF}", "가",
      "\u{0}",
    ]
    for _ in 0..<40 {
      var text = Bool.random(using: &random) ? "a,y\n1,0\n2,1\n3,0\n4,1\n" : "y\n"
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      let outcome = try await train(text, "--task \(Bool.random(using: &random) ? "regression" : "multiclass")")
      #expect([0, 1].contains(outcome.status), "\(text.debugDescription): \(outcome.errors)")
      if outcome.status == 0 { try FileManager.default.removeItem(atPath: folder.file("model")) }
    }
  }
}
