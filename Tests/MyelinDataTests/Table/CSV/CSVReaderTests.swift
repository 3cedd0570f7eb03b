import Foundation
import MyelinData
import Testing

struct CSVReaderTests {
  private func rows(_ text: String, separator: Unicode.Scalar = ",") throws -> [[String]] {
    try rows(Data(text.utf8), separator: separator)
  }

  private func rows(_ bytes: Data, separator: Unicode.Scalar = ",") throws -> [[String]] {
    let file = try TemporaryFile(bytes)
    let reader = try CSVReader(path: file.path, options: CSVOptions(separator: separator))
    var rows = [reader.header]
    while let row = try reader.nextRow() { rows.append(row.fields.map(\.text)) }
    return rows
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineEnding(end: String) throws {
    #expect(try rows("a,b\(end)1,2\(end)3,4\(end)") == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(try rows("a,b\(end)1,2") == [["a", "b"], ["1", "2"]])
    #expect(try rows("\(end)a,b\(end)\(end)\(end)1,2\(end)\(end)") == [["a", "b"], ["1", "2"]])
  }

  @Test func quotes() throws {
    #expect(try rows("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n") == [["a", "b"], ["x,y", "say \"hi\""]])
    #expect(try rows("a,b\n\"one\r\ntwo\",\"\"\n") == [["a", "b"], ["one\r\ntwo", ""]])
    #expect(try rows("a,b\n5\" pipe,\"\"\"\"") == [["a", "b"], ["5\" pipe", "\""]])
    #expect(try rows("a\n\"\"\n") == [["a"], [""]])
  }

  @Test func emptyFieldsAndSpaces() throws {
    #expect(try rows("a,b,c\n,,\n 1 ,,2\n") == [["a", "b", "c"], ["", "", ""], [" 1 ", "", "2"]])
    #expect(try rows(" a ,\tb\n1,") == [["a", "b"], ["1", ""]])
  }

  @Test func otherTextsAndSeparators() throws {
    #expect(try rows("\u{feff}größe;b\nü;🐧\n", separator: ";") == [["größe", "b"], ["ü", "🐧"]])
    #expect(try rows("a\tb\n1,5\t2\n", separator: "\t") == [["a", "b"], ["1,5", "2"]])
    #expect(try rows("a,b\n\0,x\n") == [["a", "b"], ["\0", "x"]])
  }

  @Test func positions() throws {
    let file = try TemporaryFile("a,b\r\nü🐧,\"x\ny\"\r\n\r\n\"é\"\"\",3\r\n")
    let reader = try CSVReader(path: file.path)
    var rows: [CSVRow] = []
    while let row = try reader.nextRow() { rows.append(row) }
    #expect(rows.map(\.line) == [2, 5])
    #expect(rows.map { $0.fields[1].line } == [2, 5])
    #expect(rows.map { $0.fields[1].column } == [4, 7])
    #expect(try reader.nextRow() == nil)
  }

  @Test func fieldsAcrossBufferEnds() throws {
    let text = "a,b\n" + (0..<30_000).map { "\"r\"\"\($0)\",ü\($0)" }.joined(separator: "\r\n")
    let read = try rows(text)
    #expect(read.count == 30_001)
    #expect(read.dropFirst().enumerated().allSatisfy { $1 == ["r\"\($0)", "ü\($0)"] })
  }

  @Test func filesThatCannotBeRead() throws {
    expectError(.fileNotFound, "/nowhere/x.csv: no such file") { _ = try CSVReader(path: "/nowhere/x.csv") }
    expectError(.fileNotFound, "this can't be a file's name") { _ = try CSVReader(path: "") }
    expectError(.isDirectory, "/tmp: is a directory") { _ = try CSVReader(path: "/tmp") }
    expectError(.fileNotFound, "cannot read (Not a directory): a part of the path is a file") {
      _ = try CSVReader(path: "/etc/passwd/x")
    }
    expectError(.emptyFile, "/dev/null: is empty") { _ = try CSVReader(path: "/dev/null") }
    for text in ["", "\n\r\n\n", "\u{feff}"] { expectError(.emptyFile, "table.csv: is empty") { _ = try rows(text) } }
  }

  @Test func raggedRows() {
    expectError(.raggedRow, "table.csv:3:3: row has 2 fields, the header has 3") { _ = try rows("a,b,c\n1,2,3\n1,2") }
    expectError(.raggedRow, "table.csv:2:5: row has 4 fields, the header has 2") { _ = try rows("a,b\n1,2,3,4\n") }
    expectError(.raggedRow, "table.csv:2:1: row has 1 field, the header has 2") { _ = try rows("a,b\n \n") }
  }

  @Test func brokenQuotes() {
    expectError(.unterminatedQuote, "table.csv:2:3: the quote that opens here") { _ = try rows("a,b\n1,\"2\n3,4\n") }
    expectError(.unterminatedQuote, "table.csv:1:1:") { _ = try rows("\"") }
    expectError(.textAfterQuote, "table.csv:2:4: text follows") { _ = try rows("a,b\n\"1\"x,2\n") }
  }

  @Test func textThatIsNotUTF8() {
    expectError(.invalidUTF8, "table.csv:3:3: the text is not UTF-8") {
      _ = try rows(Data("a,b\n1,2\n3,".utf8) + [0xff, 0x0a])
    }
    expectError(.invalidUTF8, "table.csv:1:1:") { _ = try rows(Data([0xff, 0xfe, 0x61, 0x00])) }
    expectError(.invalidUTF8, "table.csv:1:1:") { _ = try rows(Data([0xef, 0xbb])) }
  }

  @Test(arguments: [
    (",a,b", ["column 1", "a", "b"]), ("a,,", ["a", "column 2", "column 3"]), ("\"\"", ["column 1"]),
    (" ,column 1,column 1.1", ["column 1.2", "column 1", "column 1.1"]),
  ])
  func columnsWithoutNamesAreNamedByTheirPlace(header: String, names: [String]) throws {
    let file = try TemporaryFile(header + "\n" + names.map { _ in "1" }.joined(separator: ",") + "\n")
    let table = try Table(contentsOf: file.path)
    #expect(table.columnNames == names)
    #expect(table.columns.allSatisfy { $0.integers == [1] })
  }

  @Test func aHeaderWithoutRowsMayBeATable() throws {
    let file = try TemporaryFile("a,b,c\n")
    var options = CSVOptions(types: ["b": .text, "c": .date])
    expectError(.noRows, "has a header but no rows") { _ = try Table(contentsOf: file.path, options) }
    options.acceptsNoRows = true
    let table = try Table(contentsOf: file.path, options)
    #expect(table.shape == [0, 3] && table.columns.map(\.type) == [.number, .text, .date])
  }

  @Test func infinitiesAreToldApart() throws {
    let file = try TemporaryFile("a\n1\n2\n-Infinity\n")
    expectError(.infinity, "table.csv:4:1: '-Infinity' in column 'a' is not a number, but 2 of its 3 values are") {
      _ = try Table(contentsOf: file.path)
    }
    expectError(.infinity, "table.csv:4:1: '-Infinity' in column 'a' is infinite; correct it, or allow") {
      _ = try Table(contentsOf: file.path, CSVOptions(types: ["a": .number]))
    }
    var options = CSVOptions()
    options.allowsInfinity = true
    #expect(try Table(contentsOf: file.path, options)["a"]?.numbers == [1, 2, -.infinity])
  }

  @Test func wrongColumnNames() {
    var options = CSVOptions()
    options.header = .names(["a", ""])
    expectError(.badOption, "table.csv: column 2 has no name") {
      let file = try TemporaryFile("1,2\n")
      _ = try CSVReader(path: file.path, options: options)
    }
    expectError(.duplicateColumnName, "table.csv:1:5: columns 1 and 3 are both named 'a'") { _ = try rows("a,b,a\n") }
  }

  @Test func aFieldThatNeverEnds() {
    let text = "a\n\"" + String(repeating: "x", count: CSVReader.fieldLimit + 1)
    expectError(.tooLong, "table.csv:2:1: a quoted field is longer") { _ = try rows(text) }
  }

  @Test func anErrorEndsTheRows() throws {
    let file = try TemporaryFile("a,b\n1\n2,3\n")
    let reader = try CSVReader(path: file.path)
    #expect(throws: TableError.self) { try reader.nextRow() }
    #expect(try reader.nextRow() == nil)
  }

  @Test func noBytesCrash() throws {
    var random = NumPyRandomState(seed: 1)
    let alphabet = Array("a1,\"\r\n ;".utf8) + [0xef, 0xbb, 0xbf, 0xff, 0x00, 0xc3]
    for _ in 0..<500 {
      let bytes = random.integers(in: 0..<alphabet.count, count: random.integer(below: 40)).map { alphabet[$0] }
      let file = try TemporaryFile(Data(bytes))
      do { _ = try Table(contentsOf: file.path) } catch { #expect(!"\(error)".isEmpty) }
    }
  }
}
