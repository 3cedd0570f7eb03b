import Foundation
import MyelinData
import TestSupport
import Testing

/// Files that aren't plain text in a regular file.
struct CSVInputTests {
  /// Does something with a pipe that has a name, into which another thread writes.
  private func withPipe<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    try withPipe(Data(text.utf8), body)
  }

  private func withPipe<Result>(_ bytes: Data, _ body: (String) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    let path = folder.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      let file = fopen(path, "w")
      _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
    }
    writer.start()
    return try body(path)
  }

  @Test func pipesAreRead() throws {
    let text = "a,b\n" + (0..<40_000).map { "\($0),x\($0 % 7)" }.joined(separator: "\n") + "\n1,2\n"
    let table = try withPipe(text) { try Table(contentsOf: $0) }
    #expect(table.rowCount == 40_001)
    #expect(table["b"]?.texts.last == "2")
    // A pipe can't be read twice, and need not be.
    let late = try withPipe(
      "a\n" + String(repeating: "1.50\n", count: 60_000) + String(repeating: "x\n", count: 70_000)
    ) {
      try Table(contentsOf: $0)
    }
    #expect(late["a"]?.texts.first == "1.50")
    expectError(.textAmongNumbers, "pipe:4:1: 'x' in column 'a'") {
      _ = try withPipe("a\n1\n2\nx\n") { try Table(contentsOf: $0) }
    }
    let rows = try withPipe(text) { path -> Int in
      let reader = try CSVReader(path: path)
      var rows = 0
      while let piece = try reader.nextTable(rows: 1000) { rows += piece.rowCount }
      return rows
    }
    #expect(rows == 40_001)
    let (row, place) = try withPipe("a\nx\n") { path in
      let table = try Table(contentsOf: path)
      return (table.line(ofRow: 0), table.place(ofRow: 0, column: "a")?.line)
    }
    #expect(row == 2 && place == nil)
  }

  @Test func gzippedFiles() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("t.csv.gz")
    let table = try Table([
      TableColumn("n", numbers: (0..<3000).map { Double($0) / 7 }),
      TableColumn("t", texts: (0..<3000).map { $0 % 10 == 0 ? nil : "t\($0 % 13)" }),
    ])
    try table.write(to: path)
    #expect(try Table(contentsOf: path) == table)
    #expect(try python("import pandas, sys; print(pandas.read_csv(sys.argv[1]).shape)", path) == "(3000, 2)\n")
    let other = folder.file("other")
    try python(
      "import gzip, sys; gzip.open(sys.argv[1], 'wt').write('a\\n1\\n'); gzip.open(sys.argv[1], 'at').write('2\\n')",
      other)
    #expect(try Table(contentsOf: other)["a"]?.integers == [1, 2])
    var options = CSVOptions()
    options.unpackedLimit = 1000
    expectError(.unreadable, "t.csv.gz: it unpacks to more than 1000 bytes") {
      _ = try Table(contentsOf: path, options)
    }
    let bytes = try Data(contentsOf: URL(filePath: path))
    for count in [2, 10, 100, bytes.count - 1] {
      try bytes.prefix(count).write(to: URL(filePath: other))
      expectError(.unreadable, "other: at byte \(count): the compressed data ends here") {
        _ = try Table(contentsOf: other)
      }
    }
    let piped = try withPipe(bytes) { try Table(contentsOf: $0) }
    #expect(piped == table)
    let pieces = try withPipe(bytes) { path -> [Int] in
      let reader = try CSVReader(path: path)
      var counts: [Int] = []
      while let piece = try reader.nextTable(rows: 1000) { counts.append(piece.rowCount) }
      return counts
    }
    #expect(pieces == [1000, 1000, 1000])
  }

  @Test(arguments: [[0xff, 0xfe, 0x61, 0x00], [0xfe, 0xff, 0x00, 0x61]] as [[UInt8]])
  func textsOf16Bits(bytes: [UInt8]) throws {
    let file = try TemporaryFile(Data(bytes))
    expectError(.invalidUTF8, "table.csv:1:1: the text is UTF-16; save the file as UTF-8") {
      _ = try Table(contentsOf: file.path)
    }
  }

  @Test func wrongBytesArePointedOut() throws {
    let file = try TemporaryFile(Data("a,b\nü,x".utf8) + [0xe9, 0x0a])
    expectError(.invalidUTF8, "table.csv:2:4: the text is not UTF-8: 0xe9, byte 9 of the file") {
      _ = try Table(contentsOf: file.path)
    }
    for wrong in [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]] as [[UInt8]] {
      let file = try TemporaryFile(Data("a\n".utf8) + wrong + Data("\n".utf8))
      expectError(.invalidUTF8, "table.csv:2:1") { _ = try Table(contentsOf: file.path) }
    }
  }

  @Test func nulBytes() throws {
    let table = try table("a,b\n\0,1\nx\0y,2\n")
    #expect(table["a"]?.texts == ["\0", "x\0y"])
    expectError(.notANumber, "is not a number") { _ = try MyelinDataTests.table("a\n1\0\n", types: ["a": .number]) }
  }

  @Test func manyColumns() throws {
    let count = 20_000
    let names = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = [String](repeating: "1", count: count).joined(separator: ",")
    let table = try table("\(names)\n\(row)\n\(row)\n")
    #expect(table.shape == [2, count])
    #expect(table.columns.allSatisfy { $0.integers == [1, 1] })
  }

  @Test func endlessFiles() {
    expectError(.tooLong, "/dev/zero:1:1: a field is longer than 16 MiB") { _ = try Table(contentsOf: "/dev/zero") }
  }
}
