import Foundation
import TestSupport
import Testing

/// `myelin explore`
struct ExploreTests {
  @Test func writesAPage() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await shell("cd '\(folder.path)' && $M explore '\(penguins)' --target species")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    #expect(outcome.lines.first?.contains("rows, ") == true)
    #expect(outcome.lines.last == "page: penguins.html")
    #expect(try folder.names == ["penguins.html"])
    let page = try String(contentsOfFile: folder.file("penguins.html"), encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("Adelie") && page.contains("<svg ") && !page.contains("<script"))
    let again = try await shell(
      "cd '\(folder.path)' && $M explore '\(penguins)' --target species --quiet --output b.html")
    #expect(again.status == 0 && again.output == "" && again.errors == "")
    #expect(try bytes(folder.file("b.html")) == bytes(folder.file("penguins.html")), "the same page every time")
  }

  @Test func printsNumbers() async throws {
    struct Numbers: Decodable {
      struct Column: Decodable {
        let name, type: String
        let missingCount: Int
      }
      struct Warning: Decodable { let kind: String }
      struct Target: Decodable { let task: String }
      let rowCount: Int
      let columns: [Column]
      let warnings: [Warning]
      let target: Target
    }
    let folder = try TemporaryFolder()
    let table = try folder.add(
      "id,size,kind,copy\n" + (0..<60).map { "\($0),\($0 * $0 % 17),\($0 % 2 == 0 ? "a" : "b"),\($0 % 2)\n" }.joined())
    let numbers: Numbers = try json(await myelin("explore", table, "--target", "kind", "--json"))
    #expect(numbers.rowCount == 60)
    #expect(numbers.columns.map(\.type) == ["integer", "integer", "text", "integer"])
    #expect(numbers.target.task == "binaryClassification")
    #expect(Set(numbers.warnings.map(\.kind)).isSuperset(of: ["targetCopy", "identifier"]))
    #expect(try folder.names == ["table.csv"], "no page")
    let forced: Numbers = try json(
      await myelin("explore", table, "--target", "copy", "--task", "regression", "--json"))
    #expect(forced.target.task == "regression")
  }

  @Test func takesWhatTrainingRefuses() async throws {
    let folder = try TemporaryFolder()
    let mixed = try folder.add("a;b\n" + (0..<50).map { "\($0 == 7 ? "unknown" : "\($0)");3,\($0)\n" }.joined())
    let outcome = try await myelin("explore", mixed, "--output", folder.file("page.html"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("'unknown'") && outcome.output.contains("holds numbers as text"))
    let empty = try folder.add("a,b\n", as: "empty.csv")
    let header = try await myelin("explore", empty, "--output", folder.file("empty.html"))
    #expect(header.status == 0 && header.output.contains("no rows"))
  }

  @Test func readsPipesAndParts() async throws {
    let folder = try TemporaryFolder()
    let page = folder.file("page.html")
    let table = try folder.add("a,b\n" + (0..<150).map { "\($0 % 7),\($0 % 5)\n" }.joined())
    let piped = try await shell("cat '\(table)' | $M explore /dev/stdin --output '\(page)' --quiet")
    #expect(piped.status == 0, "\(piped.errors)")
    let part = try await myelin("explore", table, "--rows", "100", "--output", page)
    #expect(part.output.contains("100 rows (the first of more)"))
    let printed = try await shell("$M explore '\(table)' --output /dev/stdout | head -c 15")
    #expect(printed.output == "<!doctype html>")
  }

  @Test func opensThePage() async throws {
    let folder = try TemporaryFolder()
    let script = try folder.add("#!/bin/sh\nprintf '%s' \"$1\" > '\(folder.file("opened"))'\n", as: "xdg-open")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    _ = try folder.add("a,b\n1,2\n3,1\n")
    let line = "cd '\(folder.path)' && PATH='\(folder.path)':\"$PATH\" $M explore table.csv --open --quiet"
    let outcome = try await shell(line)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try String(contentsOfFile: folder.file("opened"), encoding: .utf8).hasSuffix("/table.html"))
  }

  @Test func failsInOneLineAndLeavesNothing() async throws {
    let folder = try TemporaryFolder()
    let page = folder.file("page.html")
    let table = try folder.add("a,b\n1,x\n2,y\n")
    func explore(_ arguments: String...) async throws -> Outcome {
      try await shell((["$M explore"] + arguments.map { "'\($0)'" } + ["--output '\(page)'"]).joined(separator: " "))
    }
    expectFailure(try await explore(folder.file("none.csv")), "none.csv", "no such file")
    expectFailure(try await explore(folder.path), "is a directory")
    expectFailure(try await explore(folder.add("", as: "empty.csv")), "is empty")
    expectFailure(try await explore(folder.add("a,b\n1,2\n3\n", as: "ragged.csv")), "ragged.csv:3:1")
    expectFailure(try await explore(folder.add("a,a\n1,2\n", as: "twice.csv")), "both named 'a'")
    try Data([0x61, 0x0a, 0xff, 0x0a]).write(to: URL(filePath: folder.file("bytes.csv")))
    expectFailure(try await explore(folder.file("bytes.csv")), "not UTF-8")
    expectFailure(try await explore(table, "--target", "bb"), "'bb'", "'b'")
    expectFailure(try await explore(table, "--target", "b", "--task", "regression"), "not a number")
    expectFailure(try await explore(table, "--rows", "0"), "--rows", status: 64)
    expectFailure(try await explore(table, "--task", "regression"), "--target", status: 64)
    expectFailure(try await explore(table, "--task", "clustering", "--target", "b"), "clustering", status: 64)
    #expect(try !folder.names.contains("page.html"))
    expectFailure(try await myelin("explore", table, "--output", table), "would replace")
    expectFailure(
      try await myelin("explore", table, "--output", folder.file("none/page.html")), "there is no directory")
    expectFailure(
      try await shell("PATH=/nowhere \"$M\" explore '\(table)' --output '\(page)'"), "gnuplot is not installed")
    #expect(try String(contentsOfFile: table, encoding: .utf8) == "a,b\n1,x\n2,y\n")
    try "old".write(toFile: page, atomically: true, encoding: .utf8)
    _ = try await explore(folder.file("ragged.csv"))
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "old", "the old page is as it was")
  }
}
