import Foundation
import MyelinData
import TestSupport
import Testing

struct CSVWritingTests {
  private let table: Table

  init() throws {
    table = try Table([
      TableColumn("n", numbers: [1.5, .nan, -0.125, .infinity]),
      TableColumn("i", integers: [1, nil, -3, 4]),
      TableColumn("t, x", texts: ["a", "b;\"c\"", nil, " d "]),
      TableColumn("b", booleans: [true, false, nil, true]),
      TableColumn("d", dates: [0, .nan, 86_400, 0.25]),
    ])
  }

  private func text(_ table: Table? = nil, _ change: (inout CSVWritingOptions) -> Void) throws -> String {
    let folder = try TemporaryFolder()
    var options = CSVWritingOptions()
    change(&options)
    try (table ?? self.table).write(to: folder.file("t.csv"), options)
    return try String(contentsOfFile: folder.file("t.csv"), encoding: .utf8)
  }

  @Test func defaults() throws {
    #expect(
      try text { _ in } == """
        n,i,"t, x",b,d
        1.5,1,a,true,1970-01-01T00:00:00.000
        ,,"b;""c\""",false,
        -0.125,-3,,,1970-01-02T00:00:00.000
        inf,4," d ",true,1970-01-01T00:00:00.250

        """)
  }

  @Test func marks() throws {
    let text = try text {
      ($0.separator, $0.decimalMark, $0.missing, $0.quote) = (";", ",", "NA", "'")
      ($0.columns, $0.writesHeader, $0.lineEnding) = (["t, x", "n"], false, .carriageReturnLineFeed)
    }
    #expect(text == "a;1,5\r\n'b;\"c\"';NA\r\nNA;-0,125\r\n' d ';inf\r\n")
  }

  @Test func quoting() throws {
    let small = try table.selecting(["i", "t, x", "n"]).prefix(3)
    #expect(
      try text(small) { $0.quoting = .texts }
        == "\"i\",\"t, x\",\"n\"\n1,\"a\",1.5\n,\"b;\"\"c\"\"\",\n-3,,-0.125\n")
    #expect(
      try text(small) { $0.quoting = .everything }
        == "\"i\",\"t, x\",\"n\"\n\"1\",\"a\",\"1.5\"\n\"\",\"b;\"\"c\"\"\",\"\"\n\"-3\",\"\",\"-0.125\"\n")
    let plain = try small.selecting(["i", "n"])
    #expect(try text(plain) { $0.quoting = .never } == "i,n\n1,1.5\n,\n-3,-0.125\n")
    expectError(.cannotWrite, "t.csv: 't, x' needs quotes") { _ = try text(small) { $0.quoting = .never } }
    expectError(.cannotWrite, "'1,5' needs quotes") {
      _ = try text(plain) { ($0.quoting, $0.decimalMark) = (.never, ",") }
    }
    #expect(try text(plain) { $0.decimalMark = "," } == "i,n\n1,\"1,5\"\n,\n-3,\"-0,125\"\n")
    let lone = try Table([TableColumn("x", integers: [nil, 1])])
    #expect(try text(lone) { _ in } == "x\n\"\"\n1\n")
    expectError(.cannotWrite, "a lone empty field needs quotes") { _ = try text(lone) { $0.quoting = .never } }
  }

  @Test func byteOrderMarksAreTexts() throws {
    let folder = try TemporaryFolder()
    let table = try Table([TableColumn("\u{feff}a", texts: ["\u{feff}", "x"])])
    try table.write(to: folder.file("t.csv"))
    #expect(try Table(contentsOf: folder.file("t.csv")) == table)
  }

  @Test func decimals() throws {
    let numbers = try Table([TableColumn("x", numbers: [1, 2.675, -0.001, 1e300, .nan, -.infinity])])
    let lines = try text(numbers) { $0.decimals = 2 }.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1...3] == ["1.00", "2.67", "-0.00"])
    #expect(Double(lines[4]) == 1e300)
    #expect(lines[5...6] == ["\"\"", "-inf"])
    #expect(try text(numbers) { $0.decimals = 0 }.hasPrefix("x\n1\n3\n-0\n"))
  }

  @Test func blocksOfRows() throws {
    let table = try Table([
      TableColumn("i", integers: (0..<70_000).map { Int64($0) }),
      TableColumn("t", texts: (0..<70_000).map { $0 % 3 == 0 ? nil : "x\($0 % 5)" }),
    ])
    let folder = try TemporaryFolder()
    try table.write(to: folder.file("t.csv"))
    #expect(try Table(contentsOf: folder.file("t.csv")) == table)
    #expect(try folder.names == ["t.csv"])
    // As many different texts as rows.
    let many = try Table([TableColumn("t", texts: (0..<9000).map { "x,\($0)" })])
    try many.write(to: folder.file("t.csv"))
    #expect(try Table(contentsOf: folder.file("t.csv")) == many)
  }

  @Test func onlyTextsThatAreWrittenNeedBeFit() throws {
    let table = try Table([TableColumn("a", texts: ["x", "y", "x,y"])])
    #expect(try text(table.prefix(2)) { $0.quoting = .never } == "a\nx\ny\n")
    expectError(.cannotWrite, "'x,y' needs quotes") { _ = try text(table) { $0.quoting = .never } }
  }

  @Test func optionsThatContradictEachOther() throws {
    expectError(.badOption, "can't be the separator") { _ = try text { $0.separator = "\r" } }
    expectError(.badOption, "is the quote and another mark") { _ = try text { $0.quote = "," } }
    expectError(.badOption, "numbers can't have 101 decimals") { _ = try text { $0.decimals = 101 } }
    expectError(.badOption, "can't be the decimal mark") { _ = try text { $0.decimalMark = "0" } }
    expectError(.noSuchColumn, "has no column 'z'") { _ = try text { $0.columns = ["z"] } }
    expectError(.cannotWrite, "has no columns") { _ = try text(Table([])) { _ in } }
  }

  @Test func writersTakeTables() throws {
    let folder = try TemporaryFolder()
    var options = CSVWritingOptions()
    options.separator = "\t"
    let writer = try CSVWriter(path: folder.file("t.tsv.gz"), header: ["a", "b"], options: options)
    try writer.write(["x\ty", "1"])
    try writer.write(Table([TableColumn("p", texts: [nil]), TableColumn("q", integers: [2])]))
    try writer.write([0.5, 1])
    try writer.finish()
    let table = try Table(contentsOf: folder.file("t.tsv.gz"), CSVOptions(separator: "\t"))
    #expect(table.columns.map(\.texts) == [["x\ty", nil, "0.5"], ["1.0", "2.0", "1.0"]])
  }
}
