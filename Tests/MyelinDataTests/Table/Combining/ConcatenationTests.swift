import Foundation
import MyelinData
import TestSupport
import Testing

struct ConcatenationTests {
  @Test func rowsEqualPandas() throws {
    let folder = try TemporaryFolder()
    let tables = try [
      mixedTable(rows: 9, seed: 1).selecting(["size", "kind", "level"]),
      mixedTable(rows: 5, seed: 2).selecting(["number", "kind", "size"]),
      mixedTable(rows: 3, seed: 3).selecting(["kind", "level", "size"]),
    ]
    for (index, table) in tables.enumerated() { try table.write(to: folder.file("\(index).csv")) }
    try python(
      """
      import sys
      import pandas
      folder = sys.argv[1]
      tables = [pandas.read_csv(f"{folder}/{index}.csv") for index in range(3)]
      pandas.concat(tables).to_csv(f"{folder}/all.csv", index=False)
      pandas.concat(tables, join="inner").to_csv(f"{folder}/common.csv", index=False)
      """, folder.path)
    try expectEqual(Table(rowsOf: tables), writtenTo: folder.file("all.csv"), "all")
    try expectEqual(Table(rowsOf: tables, columns: .common), writtenTo: folder.file("common.csv"), "common")
  }

  @Test func typesThatDifferBecomeOne() throws {
    let first = try Table([
      TableColumn("a", integers: [1, nil]), TableColumn("b", booleans: [true, nil]),
      TableColumn("c", dates: [0, .nan]),
      TableColumn("d", numbers: [.nan, .nan]), TableColumn("e", texts: ["x", "y"]),
    ])
    let second = try Table([
      TableColumn("a", numbers: [2.5]), TableColumn("b", integers: [3]), TableColumn("c", dates: [86_400]),
      TableColumn("d", booleans: [false]), TableColumn("f", booleans: [true]),
    ])
    let both = first.appendingRows(of: second)
    #expect(both.columnNames == ["a", "b", "c", "d", "e", "f"])
    #expect(both["a"] == TableColumn("a", numbers: [1, .nan, 2.5]))
    #expect(both["b"] == TableColumn("b", texts: ["true", nil, "3"]))
    #expect(both["c"] == TableColumn("c", dates: [0, .nan, 86_400]))
    #expect(both["d"] == TableColumn("d", booleans: [nil, nil, false]))
    #expect(both["e"] == TableColumn("e", texts: ["x", "y", nil]))
    #expect(both["f"] == TableColumn("f", booleans: [nil, nil, true]))
    #expect(Table(rowsOf: []).shape == [0, 0])
    #expect(Table(rowsOf: [first.prefix(0), first]) == first)
    // A column that is empty in both keeps the type that it has where it is there.
    let third = try Table([TableColumn("d", numbers: [.nan])])
    #expect(Table(rowsOf: [try first.selecting(["e"]), third])["d"]?.type == .number)
  }

  @Test func columnsStandBesideEachOther() throws {
    let first = try Table([TableColumn("a", integers: [1, 2])])
    let second = try Table([TableColumn("b", texts: ["x", nil])])
    let both = try first.appendingColumns(of: second)
    #expect(both.columns == first.columns + second.columns)
    expectError(.duplicateColumnName, "'a'") { _ = try first.appendingColumns(of: first) }
    expectError(.unequalColumns, "has 1 rows, the table beside it 2") {
      _ = try first.appendingColumns(of: second.prefix(1))
    }
    #expect(try Table(columnsOf: []).shape == [0, 0])
  }
}
