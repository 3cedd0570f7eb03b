import Foundation
import MyelinData
import TestSupport
import Testing

/// Files that are read in several pieces: what is read doesn't depend on where they are cut.
struct CSVPiecesTests {
  private func table(_ text: String, blockSize: Int, _ options: CSVOptions = CSVOptions()) throws -> Table? {
    let file = try TemporaryFile(text)
    return try CSVReader(path: file.path, options: options, blockSize: blockSize).wholeTable()
  }

  /// A file of all kinds of fields, with lines as its rows begin.
  private func file(rows: Int, end: String) -> (text: String, lines: [Int]) {
    var (text, lines, line) = ("i,n,t,d,b\(end)", [Int](), 2)
    for row in 0..<rows {
      if row % 7 == 3 {
        text += end
        line += 1
      }
      lines.append(line)
      let quoted = row % 5 == 0 ? "\"a\(end)\"\"\(row),\"" : row % 5 == 1 ? "" : "ü\(row % 11)"
      text += "\(row),\(Double(row) / 3),\(quoted),2024-02-\(10 + row % 20),\(row % 3 == 0)\(end)"
      line += row % 5 == 0 ? 2 : 1
    }
    return (text, lines)
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func blocksOfAnySize(end: String) throws {
    let (text, lines) = file(rows: 60, end: end)
    let whole = try #require(try table(text, blockSize: 1 << 18))
    #expect(whole.columns.map(\.type) == [.integer, .number, .text, .date, .boolean])
    #expect(whole["i"]?.integers == (0..<60).map { Int64($0) })
    #expect(whole["t"]?.texts[5] == "a\(end)\"5,")
    for size in [1, 2, 3, 7, 64, 65, 100, 513] {
      let table = try #require(try table(text, blockSize: size))
      #expect(table == whole, "blocks of \(size)")
      #expect((0..<60).map { table.line(ofRow: $0) } == lines, "blocks of \(size)")
    }
  }

  @Test func rowsOfReadersAreTheSame() throws {
    let (text, lines) = file(rows: 40, end: "\r\n")
    let file = try TemporaryFile(text)
    for size in [1, 50, 1 << 18] {
      let reader = try CSVReader(path: file.path, options: CSVOptions(), blockSize: size)
      var found: [Int] = []
      while let row = try reader.nextRow() {
        found.append(row.line)
        #expect(row.fields[4].line == row.line + (row.fields[2].text.contains("\n") ? 1 : 0))
      }
      #expect(found == lines)
    }
  }

  @Test func typesThatShowLate() throws {
    let numbers = (0..<50).map { "\($0)" }.joined(separator: "\n")
    func type(_ late: String, _ early: String = "") throws -> TableColumn? {
      try table("x\n\(early)\(numbers)\n\(late)\n", blockSize: 16)?.columns.first
    }
    #expect(try type("50")?.type == .integer)
    #expect(try type("0.5")?.numbers?.last == 0.5)
    #expect(try type("")?.missingCount == 0)
    // An integer can't be −0, a number can.
    #expect(try type("0.5", "-0\n")?.numbers?.first?.sign == .minus)
    #expect(try type("7", "-0\n")?.integers?.first == 0)
    let words = (0..<60).map { "w\($0)" }.joined(separator: "\n")
    let texts = try #require(try type(words, "01.50\n"))
    #expect(texts.texts.prefix(3) == ["01.50", "0", "1"])
    #expect(texts.texts.last == "w59")
    let dates = try #require(try table("x\n2024-01-01\n2024-01-02T00:00\ntrue\n", blockSize: 4)?.columns.first)
    #expect(dates.texts == ["2024-01-01", "2024-01-02T00:00", "true"])
    let missing = (0..<30).map { _ in "NA" }.joined(separator: "\n")
    #expect(try table("x\n\(missing)\ntrue\n", blockSize: 4)?.columns.first?.booleans?.last == true)
    #expect(try table("x\n\(missing)\n5\n", blockSize: 4)?.columns.first?.integers?.last == 5)
    expectError(.textAmongNumbers, "table.csv:52:1: 'x' in column 'x' is not a number, but 50 of its 51 values are") {
      _ = try type("x")
    }
  }

  @Test func errorsAreFoundInTheirPiece() throws {
    let rows = (0..<50).map { "\($0),ü\($0)" }.joined(separator: "\n")
    for size in [8, 64, 1 << 18] {
      expectError(.raggedRow, "table.csv:52:1: row has 1 field") {
        _ = try table("a,b\n\(rows)\n77 \n", blockSize: size)
      }
      expectError(.unterminatedQuote, "table.csv:52:3") { _ = try table("a,b\n\(rows)\n7,\"\n", blockSize: size) }
      expectError(.textAfterQuote, "table.csv:53:2") { _ = try table("a,b\n\(rows)\n7,\"\n\"x\n", blockSize: size) }
      expectError(.notANumber, "table.csv:51:4: 'ü49' in column 'b' is not a number") {
        var options = CSVOptions(types: ["b": .number])
        options.missing = MissingMarkers((0..<49).map { "ü\($0)" })
        _ = try table("a,b\n\(rows)\n", blockSize: size, options)
      }
    }
    // Rows before an error are there.
    let file = try TemporaryFile("a,b\n1,2\n3,4\n5\n")
    let reader = try CSVReader(path: file.path, options: CSVOptions(), blockSize: 4)
    #expect(try reader.nextTable(rows: 1)?.rowCount == 1)
    #expect(try reader.nextTable(rows: 1)?.rowCount == 1)
    expectError(.raggedRow, "table.csv:4:1") { _ = try reader.nextTable(rows: 1) }
    #expect(try reader.nextTable(rows: 1) == nil)
  }

  @Test func piecesHaveTheRowsAskedFor() throws {
    let text = "i\n" + (0..<100).map { "\($0)" }.joined(separator: "\n")
    let file = try TemporaryFile(text)
    for (size, rows) in [(1, 1), (7, 3), (64, 30), (1 << 18, 99)] {
      let reader = try CSVReader(path: file.path, options: CSVOptions(), blockSize: size)
      var all: [Double] = []
      while let piece = try reader.nextTable(rows: rows) {
        #expect(piece.rowCount == min(rows, 100 - all.count))
        all += piece["i"]?.numbers ?? []
      }
      #expect(all == (0..<100).map { Double($0) })
    }
  }
}
