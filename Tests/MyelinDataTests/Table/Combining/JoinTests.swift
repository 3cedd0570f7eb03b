import Foundation
import MyelinData
import TestSupport
import Testing

struct JoinTests {
  @Test func rowsEqualPandas() throws {
    let folder = try TemporaryFolder()
    let first = try mixedTable(rows: 30, seed: 1).selecting(["kind", "size", "code", "level", "day"])
    let second = try mixedTable(rows: 20, seed: 2).selecting(["level", "code", "kind", "size", "open"])
    // Keys that one table lacks.
    let parts = [
      first.filter { $0["kind"].text != "fig" }, second.filter { $0["kind"].text != "apple" && $0["code"].number != 1 },
    ]
    try parts[0].write(to: folder.file("first.csv"))
    try parts[1].write(to: folder.file("second.csv"))
    try python(
      """
      import sys
      import pandas
      folder = sys.argv[1]
      first, second = (pandas.read_csv(f"{folder}/{name}.csv") for name in ("first", "second"))
      second["open"] = second["open"].map({True: "true", False: "false"})
      for how in ("inner", "left", "right", "outer"):
        for keys in (["kind"], ["code"], ["kind", "code"], ["level", "kind"], ["level"]):
          first.merge(second, on=keys, how=how).to_csv(f"{folder}/{how}-{'-'.join(keys)}.csv", index=False)
        first.merge(second, how=how).to_csv(f"{folder}/{how}-common.csv", index=False)
        first.merge(second, left_on=["code"], right_on=["level"], how=how, suffixes=("_1", "_2")).to_csv(
          f"{folder}/{how}-other.csv", index=False)
      """, folder.path)
    for kind in JoinKind.allCases {
      for keys in [["kind"], ["code"], ["kind", "code"], ["level", "kind"], ["level"]] {
        let name = "\(kind.rawValue)-\(keys.joined(separator: "-"))"
        try expectEqual(
          parts[0].joined(with: parts[1], on: keys, how: kind), writtenTo: folder.file("\(name).csv"), name)
      }
      try expectEqual(
        parts[0].joined(with: parts[1], how: kind), writtenTo: folder.file("\(kind.rawValue)-common.csv"),
        "\(kind) common")
      try expectEqual(
        parts[0].joined(with: parts[1], on: [("code", "level")], how: kind, suffixes: ("_1", "_2")),
        writtenTo: folder.file("\(kind.rawValue)-other.csv"), "\(kind) other")
    }
  }

  @Test func keysKeepTheirTypes() throws {
    let first = try Table([TableColumn("k", integers: [1, 2]), TableColumn("a", booleans: [true, false])])
    let second = try Table([TableColumn("k", integers: [2, 3]), TableColumn("b", integers: [20, 30])])
    let outer = try first.joined(with: second, on: "k", how: .outer)
    #expect(outer["k"]?.integers == [1, 2, 3])
    #expect(outer["a"]?.booleans == [true, false, nil])
    #expect(outer["b"]?.integers == [nil, 20, 30])
    let numbers = try Table([TableColumn("k", numbers: [2, 2.5])])
    #expect(try first.joined(with: numbers, on: "k", how: .right)["k"]?.numbers == [2, 2.5])
    let empty = try Table([TableColumn("k", texts: []), TableColumn("c", texts: [])])
    #expect(try first.joined(with: empty, on: "k", how: .left)["c"]?.texts == [nil, nil])
    #expect(try empty.joined(with: first, on: "k").rowCount == 0)
  }

  @Test func mistakesAreThrown() throws {
    let first = try Table([TableColumn("k", integers: [1]), TableColumn("v", integers: [1])])
    let texts = try Table([TableColumn("k", texts: ["1"]), TableColumn("w", texts: ["1"])])
    expectError(.badJoin, "'k' is of the type integer, in the other table 'k' is of the type text") {
      _ = try first.joined(with: texts, on: "k")
    }
    expectError(.noSuchColumn, "has no column 'v'") { _ = try first.joined(with: texts, on: ["v"]) }
    expectError(.badJoin, "no column to join by") { _ = try first.joined(with: texts.dropping(["k"])) }
    expectError(.duplicateColumnName, "'v'") {
      _ = try first.joined(with: first, on: "k", suffixes: ("", ""))
    }
    let same = try Table([TableColumn("k", integers: [Int64?](repeating: 1, count: 40_000))])
    expectError(.badJoin, "more than 1000000000 rows") { _ = try same.joined(with: same, on: "k") }
  }
}
