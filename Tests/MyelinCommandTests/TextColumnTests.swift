import Foundation
import TestSupport
import Testing

/// What `train` says of columns and targets that are texts, and perhaps should be none.
@Suite struct TextColumnTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ table: String, _ target: String, _ options: String) async throws -> Outcome {
    try await shell(
      "\"$M\" train '\(table)' --target \(target) --epochs 2 --hidden 4 --model '\(folder.file("model"))' \(options)")
  }

  @Test func columnsThatAreTextByTheirWritingAreWarnedOf() async throws {
    let path = try folder.add(
      "cost,born,size,kind,y\n"
        + (0..<60).map {
          "\"$\($0 % 9 + 1),\(100 + $0 % 7 * 100)\",\($0 % 20 + 1).0\($0 % 9 + 1).1990,\"\($0 % 5),5\",k\($0 % 3),\($0 % 2)\n"
        }.joined())
    let outcome = try await train(path, "y", "--json")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 3, "\(outcome.errors)")
    for (line, parts) in zip(
      lines,
      [
        ["column 'cost' holds numbers as text, such as '$1,100'", "(--ignore 'cost')", "(--categorical 'cost')"],
        ["column 'born' holds dates as text, such as '1.01.1990' (dd.mm.yyyy)", "ISO 8601"],
        ["column 'size' holds numbers as text, such as '0,5'"],
      ])
    {
      for part in parts { #expect(line.contains(part), "\(line)") }
    }
    #expect(try await train(path, "y", "--json --categorical cost,size --ignore born").errors == "")
  }

  @Test func targetsThatAreNearlyAllDistinctAreRefused() async throws {
    let path = try folder.add(
      "x,price,name\n" + (0..<90).map { "\($0),\"$\($0 + 2),\(500 - $0 % 2)\",\($0 == 7 ? "n8" : "n\($0)")\n" }.joined()
    )
    expectFailure(
      try await train(path, "price", "--ignore name"),
      "table.csv: the target 'price' holds numbers as text, such as '$2,500': its 90 different texts in 90 rows would be as many "
        + "classes; write plain numbers")
    expectFailure(
      try await train(path, "name", "--ignore price"),
      "the target 'name' has hardly any text twice: its 89 different texts in 90 rows would be as many classes; name another column, "
        + "or say that they are classes (--categorical 'name')")
    #expect(try await train(path, "name", "--ignore price --categorical name").status == 0)
  }
}
