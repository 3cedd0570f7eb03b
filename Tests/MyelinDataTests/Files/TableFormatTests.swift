import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct TableFormatTests {
  @Test(
    arguments: [
      ("a.csv", .csv), ("x/y.b.TSV", .csv), ("a.txt", .csv), ("a.jsonl", .jsonLines), ("a.NDJSON.gz", .jsonLines),
      ("a.csv.gz", .csv), ("a.tab.gz", .csv), ("a.sqlite3", .sqlite), (".db", .sqlite), ("a.npz", .npz),
      ("a.npy", .npy), ("a", nil), ("a.csv/b", nil),
      ("a.db.gz", nil), ("", nil), ("a.json", nil), ("gz", nil), (".gz", nil), ("a.", nil),
    ] as [(String, TableFormat?)])
  func namesTellFormats(path: String, format: TableFormat?) {
    #expect(TableFormat(path: path) == format)
  }

  @Test(arguments: TableFormat.allCases)
  func tablesGoThroughEveryFormat(format: TableFormat) throws {
    let folder = try TemporaryFolder()
    let table = try Table([
      TableColumn("whole", integers: [1, format == .npy ? 1 << 53 : 9_007_199_254_740_993]),
      TableColumn("number", numbers: [0.1, .nan]),
      TableColumn("truth", booleans: [true, false]),
    ])
    let path = folder.file("a.b")
    for _ in 0..<2 { try table.write(to: path, as: format) }
    let again = try Table(contentsOf: path, as: format)
    if format == .npy {
      #expect(again.columnNames == ["0", "1", "2"] && again["0"]?.numbers == [1, 9_007_199_254_740_992])
      let large = try Table([TableColumn("id", integers: [1, 9_007_199_254_740_993])])
      expectError(.wrongType, "column 'id' has an integer in row 2 that float64 would round; write an .npz file") {
        try large.write(to: path, as: .npy)
      }
    } else {
      #expect(again == table)
    }
    if format == .sqlite { #expect(try SQLiteFile(path).tables.map(\.name) == ["a"]) }
    #expect(again.path == path)
  }

  @Test func namesTellSeparatorsAndPacking() throws {
    let folder = try TemporaryFolder()
    let table = try Table([TableColumn("a", integers: [1]), TableColumn("b", texts: ["x,y"])])
    try table.write(to: folder.file("t.tsv"), as: .csv)
    #expect(try String(contentsOfFile: folder.file("t.tsv"), encoding: .utf8) == "a\tb\n1\tx,y\n")
    for name in ["t.tsv.gz", "t.csv.gz"] {
      let path = folder.file(name)
      try table.write(to: path, as: .csv)
      #expect(try Data(contentsOf: URL(filePath: path)).starts(with: [0x1f, 0x8b]))
      #expect(try Table(contentsOf: path, as: .csv) == table)
    }
  }

  @Test(arguments: ["t.tsv", "t.TAB", "t.tsv.gz"]) func tabsAreReadAsWritten(name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file(name)
    #expect(TableFormat.separator(path: path) == "\t")
    // Guessing would take the commas.
    let table = try Table([TableColumn("a,b,c", texts: ["1,2,3"]), TableColumn("d", integers: [4])])
    try table.write(to: path, as: .csv)
    #expect(try Table(contentsOf: path, as: .csv) == table)
    for other in ["t.csv", "tsv", "t.tsv/x", "t.tsv.gz.csv"] { #expect(TableFormat.separator(path: other) == nil) }
  }

  @Test func arraysBecomeColumns() throws {
    let table = try Table(arrays: [
      ("x", Tensor([1, 2] as [Int])), ("y", Tensor([[1.5, 2], [.nan, 3]] as [[Float]])), ("z", Tensor([true, false])),
    ])
    #expect(table.columnNames == ["x", "y.0", "y.1", "z"])
    #expect(table["y.0"] == TableColumn("y.0", numbers: [1.5, .nan]))
    #expect(table.columns.map(\.type) == [.integer, .number, .number, .boolean])
    let back = try Table([
      TableColumn("i", integers: [1, nil]), TableColumn("b", booleans: [nil, true]),
      TableColumn("d", dates: [0, 86_400]),
    ]).arrays()
    #expect(back.map(\.tensor.type) == [.float64, .float64, .float64])
    #expect(back.map { $0.tensor.scalars[1] }.dropFirst() == [1, 86_400] && back[0].tensor.scalars[1].isNaN)
    expectError(.wrongType, "has texts") { _ = try Table([TableColumn("t", texts: ["a"])]).arrays() }
    expectError(.wrongType, "float64 would round") {
      _ = try Table([TableColumn("t", integers: [nil, 9_007_199_254_740_993])]).arrays()
    }
    expectError(.wrongType, "a table has arrays of one or two axes") { _ = try Table(arrays: [("a", Tensor(1))]) }
    let folder = try TemporaryFolder()
    try NPYFile.write(Tensor.zeros([2, 2, 2]), to: folder.file("cube.npy"))
    expectError(.wrongType, "cube.npy: the array has the shape [2, 2, 2]; a table") {
      _ = try Table(contentsOf: folder.file("cube.npy"), as: .npy)
    }
    expectError(.unequalColumns, "array 'b' has 1 rows, array 'a' has 2") {
      _ = try Table(arrays: [("a", Tensor([1, 2])), ("b", Tensor([1]))])
    }
    expectError(.duplicateColumnName, "'a.0'") {
      _ = try Table(arrays: [("a", Tensor([[1], [2]])), ("a.0", Tensor([1, 2]))])
    }
    expectError(.tooLong, "more than 1000000 columns") { _ = try Table(arrays: [("a", Tensor.zeros([0, 1 << 40]))]) }
    try AtomicFile.write("no zip archive at all, is it?", to: folder.file("a.npz"))
    expectError(.unreadable, "a.npz: it can't be read as an .npz file") {
      _ = try Table(contentsOf: folder.file("a.npz"), as: .npz)
    }
  }
}
