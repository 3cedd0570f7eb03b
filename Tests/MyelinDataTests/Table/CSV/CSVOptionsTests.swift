import Foundation
import MyelinData
import Testing

struct CSVOptionsTests {
  private func table(_ text: String, _ change: (inout CSVOptions) -> Void) throws -> Table {
    let file = try TemporaryFile(text)
    var options = CSVOptions()
    change(&options)
    return try Table(contentsOf: file.path, options)
  }

  private func texts(_ table: Table) -> [[String?]] { table.columns.map(\.texts) }

  @Test func commentsAreSkipped() throws {
    let text = "# made by hand, \"yes\n# \"\na,b # the names\n1,x#1\n#\n 2,\"#\"# c\n"
    let table = try table(text) { $0.comment = "#" }
    #expect(table.columnNames == ["a", "b"])
    #expect(texts(table) == [["1", "2"], ["x", "#"]])
    #expect((0..<2).map { table.line(ofRow: $0) } == [4, 6])
    #expect(try self.table("a\n#x\n") { _ in }["a"]?.texts == ["#x"])
  }

  @Test func headersAreChosen() throws {
    let text = "made,in\n\n\"2024\",x\na,b\n1,2\n"
    #expect(try table(text) { $0.header = .row(2) }.columnNames == ["a", "b"])
    #expect(try table(text) { $0.skippedLines = 3 }.columnNames == ["a", "b"])
    #expect(try table(text) { ($0.header, $0.inferredTypes) = (.row(0), [.text]) }.rowCount == 3)
    let bare = try table("1,2\n3,4\n") { $0.header = .none }
    #expect(bare.columnNames == ["column 1", "column 2"])
    #expect(bare.columns.map(\.integers) == [[1, 3], [2, 4]])
    #expect(bare.line(ofRow: 0) == 1)
    let named = try table("1,2\n3,4\n") {
      $0.header = .names(["x", "y"])
      $0.types = ["x": .text]
    }
    #expect(named["x"]?.texts == ["1", "3"])
    expectError(.badOption, "has 2 columns, but 1 names are given") {
      _ = try table("1,2\n") { $0.header = .names(["x"]) }
    }
    expectError(.badOption, "are both named 'x'") { _ = try table("1,2\n") { $0.header = .names(["x", "x"]) } }
    expectError(.badOption, "has no row 7") { _ = try table(text) { $0.header = .row(7) } }
    expectError(.badOption, "row -1 can't be") { _ = try table(text) { $0.header = .row(-1) } }
    expectError(.raggedRow, "table.csv:2:1: row has 1 field, the header has 2") {
      _ = try table("1,2\n3\n") { $0.header = .none }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func linesAreSkipped(end: String) throws {
    let text = ["\u{feff}\"", String(repeating: "x", count: 70_000), "", "a,b", "1,2"].joined(separator: end)
    let table = try table(text) { $0.skippedLines = 3 }
    #expect(table.columnNames == ["a", "b"])
    #expect(table.line(ofRow: 0) == 5)
    expectError(.emptyFile, "is empty") { _ = try self.table(text) { $0.skippedLines = 5 } }
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func manyLinesAreSkipped(end: String) throws {
    // Blocks of 64 KiB are read, and their ends fall anywhere in the lines.
    let long = String(repeating: "y", count: 131_071)
    let lines = (0..<30_000).map { "line \($0 % 11)" } + [long, "", "a,b", "1,x"]
    let table = try table(lines.joined(separator: end)) { $0.skippedLines = 30_002 }
    #expect(table.columnNames == ["a", "b"])
    #expect(table["b"]?.texts == ["x"] && table.line(ofRow: 0) == 30_004)
  }

  @Test(
    arguments: [
      ("5\" pipe;b\n1;2\n", ["5\" pipe", "b"]), ("\"a,\"\"b,\";c\n1;2\n", ["a,\"b,", "c"]),
      ("\"\";c\";d,\n1;2;3\n", ["column 1", "c\"", "d,"]), ("a;\"b,c,d\n,\"\n1;2\n", ["a", "b,c,d\n,"]),
      ("a|\"\"|\"b;;;\"\n1|2|3\n", ["a", "column 2", "b;;;"]),
      ("\"a\",\"b;c;d\"\n1,2\n", ["a", "b;c;d"]), ("a \"b,c\"\n1,2\n", ["a \"b", "c\""]),
    ])
  func separatorsOutsideQuotesCount(text: String, names: [String]) throws {
    #expect(try table(text) { _ in }.columnNames == names)
  }

  @Test func escapesHideSeparators() throws {
    let escaped = try table("a\\,\\,\\,;\\\"b\n1;2\n") { $0.escape = "\\" }
    #expect(escaped.columnNames == ["a,,,", "\"b"])
    let within = try table("\"a\\\",,,\";b\n1;2\n") { $0.escape = "\\" }
    #expect(within.columnNames == ["a\",,,", "b"])
    let spaced = try table("a;  \"b,c,d\"\n1;2\n") { $0.spaces = .all }
    #expect(spaced.columnNames == ["a", "b,c,d"])
  }

  @Test func decimalAndThousandsMarks() throws {
    let table = try table("n;i;t\n1.234.567,5;1.000;x\n-0,25e1;\"-2.000.000\";1.00\n;12;1,5\n") {
      $0.decimalMark = ","
      $0.thousandsMark = "."
    }
    #expect(table["n"]?.texts == ["1234567.5", "-2.5", nil])
    #expect(table["i"]?.integers == [1000, -2_000_000, 12])
    #expect(table["t"]?.texts == ["x", "1.00", "1,5"])
    // The separator isn't the comma when that marks decimals.
    #expect(try self.table("1,5;2,5\n") { ($0.decimalMark, $0.header) = (",", .none) }.shape == [1, 2])
    #expect(try self.table("a\n1,00\n") { ($0.thousandsMark, $0.separator) = (",", ";") }["a"]?.type == .text)
  }

  @Test func quotesAndEscapes() throws {
    let single = try table("a,b\n'x,''y','\"'\n") { $0.quote = "'" }
    #expect(texts(single) == [["x,'y"], ["\""]])
    let bare = try table("a,b\n\"x,y\"\n") { $0.quote = nil }
    #expect(texts(bare) == [["\"x"], ["y\""]])
    let escaped = try table("a,b\n\"say \\\"hi\\\"\",x\\,y\n\\\\,\"a\\\nb\"\n1\\\r\n2,z\n") { $0.escape = "\\" }
    #expect(texts(escaped) == [["say \"hi\"", "\\", "1\r\n2"], ["x,y", "a\nb", "z"]])
    #expect((0..<3).map { escaped.line(ofRow: $0) } == [2, 3, 5])
    #expect(texts(try table("a\n\"x\"\"y\"\n") { $0.escape = "\"" }) == [["x\"y"]])
  }

  @Test func spacesAreTrimmed() throws {
    let text = "a,b\n x ,\" y \"\n \"q\" ,2\n"
    #expect(texts(try table(text) { _ in }) == [["x", "\"q\""], [" y ", "2"]])
    #expect(texts(try table(text) { $0.spaces = .none }) == [[" x ", " \"q\" "], [" y ", "2"]])
    #expect(texts(try table(text) { $0.spaces = .all }) == [["x", "q"], ["y", "2"]])
    #expect(texts(try table("a,b\n \"x,\n y\" , 3\n") { $0.spaces = .all }) == [["x,\n y"], ["3"]])
    // Numbers, dates and missing values never need them.
    let table = try table("n,d,m\n \" 1 \", 2024-02-29 ,\" NA \"\n") { $0.spaces = .none }
    #expect(table["d"]?.type == .date)
    #expect(table["m"]?.missingCount == 1)
  }

  @Test func raggedRows() throws {
    let text = "a,b,c\n1\n1,2,3\n1,2,3,4\n1,2\n"
    expectError(.raggedRow, "table.csv:4:7: row has 4 fields, the header has 3") {
      _ = try table(text) { $0.raggedRows = .fill }
    }
    let cut = try table(text) { $0.raggedRows = .fillOrCut }
    #expect(cut["b"]?.integers == [nil, 2, 2, 2])
    #expect(cut["c"]?.integers == [nil, 3, 3, nil])
    let skipped = try table(text) { $0.raggedRows = .skip }
    #expect(skipped["c"]?.integers == [3])
    #expect(skipped.line(ofRow: 0) == 3)
    expectError(.noRows, "no rows") { _ = try table("a,b\n1\n") { $0.raggedRows = .skip } }
  }

  @Test func columnsAreChosen() throws {
    let text = "a,b,c\n1,x,2024-02-29\n2,y,\n"
    let table = try table(text) { $0.columns = .names(["c", "a"]) }
    #expect(table.columnNames == ["c", "a"])
    #expect(table["a"]?.integers == [1, 2])
    #expect(try self.table(text) { $0.columns = .positions([1]) }.columnNames == ["b"])
    expectError(.noSuchColumn, "has no column 'd'") { _ = try self.table(text) { $0.columns = .names(["d"]) } }
    expectError(.noSuchColumn, "has no column at position 3") {
      _ = try self.table(text) { $0.columns = .positions([3]) }
    }
    expectError(.badOption, "column 'b' is chosen twice") {
      _ = try self.table(text) { $0.columns = .positions([1, 1]) }
    }
    expectError(.badOption, "no columns are chosen") { _ = try self.table(text) { $0.columns = .names([]) } }
    // What stands in columns that aren't read doesn't matter, nor which types they would have.
    #expect(
      try self.table(text) { ($0.columns, $0.types) = (.names(["a"]), ["a": .text, "b": .number]) }["a"]?.texts
        == ["1", "2"])
    #expect(try self.table("a,b\n1,1\n2,2\n3,x\n") { $0.columns = .names(["a"]) }.shape == [3, 1])
    let file = try TemporaryFile(text)
    var options = CSVOptions()
    options.columns = .positions([2, 0])
    #expect(try Table(contentsOf: file.path, options).place(ofRow: 1, column: "c")?.character == 5)
    let row = try #require(try CSVReader(path: file.path, options: options).nextRow())
    #expect(row.fields.map(\.text) == ["2024-02-29", "1"])
    #expect(row.fields.map(\.column) == [5, 1])
  }

  @Test func rowsAreLimited() throws {
    // What comes behind the limit isn't looked at.
    #expect(try table("a,b\n1,2\n3,4\n5\n") { $0.rowLimit = 2 }.rowCount == 2)
  }

  @Test func missingMarkersAreAdded() throws {
    let table = try table("a,b\n-999,NA\n1,-\n-999.0,x\n") {
      $0.missing = MissingMarkers.standard.adding(["-999", "-"])
    }
    #expect(table["a"]?.numbers?.map { $0.isNaN ? 0 : $0 } == [0, 1, -999])
    #expect(table["b"]?.texts == [nil, nil, "x"])
    #expect(try self.table("a\nNA\n") { $0.missing = .empty }["a"]?.texts == ["NA"])
  }

  @Test func textsAmongNumbersAreTaken() throws {
    let table = try table("a\n1.50\n2\n3\nx\n") { $0.takesTextAmongNumbers = true }
    #expect(table["a"]?.texts == ["1.50", "2", "3", "x"])
  }

  @Test func infinities() throws {
    let text = "a\n1.5\n-inf\nInfinity\n+INF\n"
    let table = try table(text) { $0.allowsInfinity = true }
    #expect(table["a"]?.numbers == [1.5, -.infinity, .infinity, .infinity])
    #expect(try self.table(text) { _ in }["a"]?.type == .text)
    #expect(try self.table("a\ninfi\n") { $0.allowsInfinity = true }["a"]?.type == .text)
  }

  @Test(arguments: [
    ("%d.%m.%Y", "29.02.2024", 1_709_164_800.0), ("%m/%d/%y %I:%M %p", "2/29/24 12:30 pm", 1_709_209_800),
    ("%d %b %Y %H:%M:%S.%f %z", "29  feb 2024 21:30:05.25 +0900", 1_709_209_805.25), ("%Y%j", "2024060", 1_709_164_800),
    ("%A, %B %d, %Y", "Thursday, February 29, 2024", 1_709_164_800), ("%%%Y", "%2024", 1_704_067_200),
    ("%Y년 %m월 %d일", "2024년 02월 29일", 1_709_164_800), ("%y", "69", -31_536_000),
  ])
  func dateFormats(format: String, text: String, seconds: Double) throws {
    let table = try table("d\n\"\(text)\"\n2024-01-01\n") {
      $0.dateFormats = [format]
      $0.types = ["d": .date]
    }
    #expect(table["d"]?.numbers == [seconds, 1_704_067_200])
  }

  @Test func datesThatDoNotFit() throws {
    for text in ["30.02.2024", "1.1.24", "01.01.2024 ", "x01.01.2024", "01-01-2024"] where !text.hasSuffix(" ") {
      #expect(try table("d\n\(text)\n") { $0.dateFormats = ["%d.%m.%Y"] }["d"]?.type == .text, "\(text)")
    }
    expectError(.badOption, "the date format '%Q' has %Q, which is not known") {
      _ = try table("d\n1\n") { $0.dateFormats = ["%Q"] }
    }
    expectError(.badOption, "has no year") { _ = try table("d\n1\n") { $0.dateFormats = ["%d.%m."] } }
    expectError(.badOption, "ends in a lone %") { _ = try table("d\n1\n") { $0.dateFormats = ["%Y%"] } }
  }

  @Test func optionsThatContradictEachOther() {
    expectError(.badOption, "can't be the quote") { _ = try table("a\n1\n") { $0.quote = "“" } }
    expectError(.badOption, "can't be the separator") { _ = try table("a\n1\n") { $0.separator = "\n" } }
    expectError(.badOption, "is the separator and the quote") { _ = try table("a\n1\n") { $0.separator = "\"" } }
    expectError(.badOption, "can't be the decimal mark") { _ = try table("a\n1\n") { $0.decimalMark = "e" } }
    expectError(.badOption, "is the decimal mark and the thousands mark") {
      _ = try table("a\n1\n") { $0.thousandsMark = "." }
    }
    expectError(.badOption, "-1 lines can't be skipped") { _ = try table("a\n1\n") { $0.skippedLines = -1 } }
    expectError(.badOption, "leaves none") { _ = try table("a\n1\n") { $0.unpackedLimit = 0 } }
  }
}
