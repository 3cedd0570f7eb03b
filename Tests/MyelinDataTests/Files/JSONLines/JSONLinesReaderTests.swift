import Glibc
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// The table that JSON lines in memory make.
func jsonTable(_ text: String, _ options: JSONLinesOptions = JSONLinesOptions()) throws -> Table {
  try #require(try JSONLinesReader(bytes: Array(text.utf8), name: "a.jsonl", options: options).table())
}

struct JSONLinesReaderTests {
  @Test func columnsHaveTheTypesOfTheirValues() throws {
    let table = try jsonTable(
      """
      {"whole": 1, "number": 1.5, "truth": true, "day": "2024-02-29", "text": "a", "none": null, "mix": 1}
      {"whole": -9223372036854775808, "number": 2, "day": "2024-02-29T12:30:00Z", "text": "", "mix": true}

        {"number": 9223372036854775808, "truth": false, "text": "b", "mix": "x", "whole": 9223372036854775807, "late": 1e3}\r
      {"mix": 0.10, "text": null}
      """)
    #expect(table.columnNames == ["whole", "number", "truth", "day", "text", "none", "mix", "late"])
    #expect(table["whole"]?.integers == [1, .min, .max, nil])
    #expect(table["number"] == TableColumn("number", numbers: [1.5, 2, 0x1p63, .nan]))
    #expect(table["truth"]?.booleans == [true, nil, false, nil])
    #expect(table["day"]?.type == .date)
    #expect(table["day"]?.numbers?[1] == 1_709_209_800)
    #expect(table["text"]?.texts == ["a", "", "b", nil])
    #expect(table["none"]?.type == .number && table["none"]?.missingCount == 4)
    #expect(table["mix"]?.texts == ["1", "true", "x", "0.1"])
    #expect(table["late"] == TableColumn("late", numbers: [.nan, .nan, 1000, .nan]))
    #expect((0..<4).map { table.line(ofRow: $0) } == [1, 2, 4, 5])
  }

  @Test func numbersThatEndAsTextsStayAsTheyWere() throws {
    let lines = ["1", "9007199254740993", "1.5", "null", "-2", "3.0", "\"z\"", "4"].map { "{\"a\": \($0), \"b\": 1}" }
    let column = try jsonTable(lines.joined(separator: "\n"))["a"]
    #expect(column?.texts == ["1", "9007199254740993", "1.5", nil, "-2", "3.0", "z", "4"])
    let late = try jsonTable("{\"b\": 1}\n{\"b\": 1, \"a\": 0.5}\n{\"a\": 7}\n{\"a\": \"x\"}")["a"]
    #expect(late?.texts == [nil, "0.5", "7", "x"])
  }

  @Test func declaredTypesAndInferredOnes() throws {
    let text = #"""
      {"id": 1.50, "n": "3", "d": 86400000, "t": "true", "w": 2.0, "s": 12345678901234567890123}
      {"id": 7, "n": 4, "d": "1970-01-03", "t": false, "w": "5", "s": [1, {"a": null}]}
      """#
    var options = JSONLinesOptions(
      types: ["id": .text, "n": .number, "d": .date, "t": .boolean, "w": .integer, "s": .text])
    let table = try jsonTable(text, options)
    #expect(table["id"]?.texts == ["1.50", "7"])
    #expect(table["n"]?.numbers == [3, 4])
    #expect(table["d"]?.numbers == [86_400, 172_800])
    #expect(table["t"]?.booleans == [true, false])
    #expect(table["w"]?.integers == [2, 5])
    #expect(table["s"]?.texts == ["12345678901234567890123", #"[1, {"a": null}]"#])
    options = JSONLinesOptions()
    options.inferredTypes = [.number]
    let plain = try jsonTable(#"{"a": 1, "b": "2024-01-01", "c": true}"#, options)
    #expect(plain.columns.map(\.type) == [.number, .text, .text])
    options.columns = ["c", "a"]
    #expect(try jsonTable(#"{"a": 1, "b": {"x": [9]}, "c": true}"#, options).columnNames == ["c", "a"])
    options.columns = ["a", "d"]
    expectError(.noSuchColumn, "has no column 'd'") { _ = try jsonTable(#"{"a": 1, "b": 2}"#, options) }
  }

  @Test func nestedObjectsAreTextsOrFlattened() throws {
    let text = #"""
      {"a": {"b": 1, "c": {"d": "x"}}, "e": [1, {"f": 2}]}
      {"a": null, "e": {"é": "1"}}
      {"a": {"c": {}, "b": 2}}
      """#
    let kept = try jsonTable(text)
    #expect(kept.columnNames == ["a", "e"])
    #expect(kept["a"]?.texts == [#"{"b": 1, "c": {"d": "x"}}"#, nil, #"{"c": {}, "b": 2}"#])
    var options = JSONLinesOptions()
    options.nested = .flattened()
    let flat = try jsonTable(text, options)
    #expect(flat.columnNames == ["a.b", "a.c.d", "e", "e.é"])
    #expect(flat["a.b"]?.integers == [1, nil, 2])
    #expect(flat["a.c.d"]?.texts == ["x", nil, nil])
    #expect(flat["e"]?.texts == [#"[1, {"f": 2}]"#, nil, nil])
    options.nested = .flattened(separator: "/")
    #expect(try jsonTable(text, options).columnNames == ["a/b", "a/c/d", "e", "e/é"])
    for twice in [#"{"a": {"b": 1}, "a": {"c": 1}}"#, #"{"a": {"b": 1}, "a/b": 2}"#, #"{"a": {"b": 1, "b": 1}}"#] {
      expectError(.duplicateColumnName, "twice") { _ = try jsonTable(twice, options) }
    }
    let deep = String(repeating: #"{"abcdefgh":"#, count: 200) + "1" + String(repeating: "}", count: 200)
    expectError(.tooLong, "more than 1024 bytes") { _ = try jsonTable(deep, options) }
    #expect(try jsonTable(deep).columnNames == ["abcdefgh"])
  }

  @Test func stringsHaveEscapesAndAnyCharacter() throws {
    let table = try jsonTable(
      #"{"a": "\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDC27한🐧", "\u0062": "x", "c\"": 1}"# + "\n"
        + #"{"b": "y", "a": "z"}"#)
    #expect(table.columnNames == ["a", "b", "c\""])
    #expect(table["a"]?.texts[0] == "\"\\/\u{8}\u{c}\n\r\t\0é🐧한🐧")
    #expect(table["b"]?.texts == ["x", "y"])
    // Letters written by other code points are the same to a table.
    #expect(try jsonTable("{\"\u{e9}\": 1}\n{\"e\u{301}\": 2}").columns.count == 1)
  }

  @Test(arguments: [
    ("0", 0), ("-0.0", 0), ("1e2", 100), ("1E+2", 100), ("12.5e-1", 1.25),
    ("123456789012345678901234567890", 1.2345678901234568e29),
    ("0.1000000000000000055511151231257827", 0.1), ("1e-400", 0), ("17976931348623157e292", .greatestFiniteMagnitude),
    ("4.9e-324", .leastNonzeroMagnitude), ("0.000000000000000000000000000000001", 1e-33),
    ("9007199254740993.0", 9007199254740992),
    ("0e999999999999999999999", 0), ("-2.2250738585072011e-308", (-Double.leastNormalMagnitude).nextUp),
  ])
  func numbersAreTheNearest(text: String, value: Double) throws {
    let table = try jsonTable("{\"a\": \(text), \"b\": [\(text)]}")
    #expect(table["a"]?.numbers == [value])
  }

  @Test func piecesHaveTheSameTypesAndMayHaveNewColumns() throws {
    let lines = (0..<10).map { row in
      "{\"a\": \(row), \"b\": \(row < 4 ? "null" : "\"t\(row)\"")\(row >= 6 ? ", \"c\": true" : "")}"
    }
    let reader = JSONLinesReader(bytes: Array(lines.joined(separator: "\n").utf8))
    var pieces: [Table] = []
    while let piece = try reader.nextTable(rows: 4) { pieces.append(piece) }
    #expect(pieces.map(\.rowCount) == [4, 4, 2])
    #expect(pieces.map(\.columnNames) == [["a", "b"], ["a", "b", "c"], ["a", "b", "c"]])
    #expect(pieces.map { $0.columns[0].type } == [.number, .number, .number])
    #expect(pieces.map { $0.columns[1].type } == [.number, .text, .text])
    #expect(pieces[2]["c"]?.booleans == [true, true])
    #expect(pieces[1].line(ofRow: 0) == 5)
    #expect(try reader.nextTable(rows: 4) == nil)
    let other = JSONLinesReader(bytes: Array("{\"a\": 1}\n{\"a\": \"x\"}".utf8), name: "b")
    _ = try other.nextTable(rows: 1)
    expectError(.wrongValue, "b:2:7: '\"x\"' in column 'a' is not a number; declare") {
      _ = try other.nextTable(rows: 1)
    }
    #expect(try other.nextTable(rows: 1) == nil)
  }

  @Test func filesMayBePackedPipesOrMarked() throws {
    let folder = try TemporaryFolder()
    let text = "\u{feff}{\"a\": 1}\r\n\r\n{\"a\": 2}\n"
    try AtomicFile.write(text, to: folder.file("a.jsonl"))
    try python(
      "import sys, gzip; gzip.open(sys.argv[1], 'wt').write(open(sys.argv[2], newline='').read())",
      folder.file("a.gz"), folder.file("a.jsonl"))
    for name in ["a.jsonl", "a.gz"] {
      #expect(try Table(jsonLines: folder.file(name))["a"]?.integers == [1, 2])
      let pipe = folder.file(name + ".pipe")
      #expect(mkfifo(pipe, 0o600) == 0)
      let bytes = try AtomicFile.read(folder.file(name))
      try writing(bytes, to: pipe) {
        let table = try Table(jsonLines: pipe)
        #expect(table["a"]?.integers == [1, 2])
      }
    }
    var options = JSONLinesOptions()
    options.rowLimit = 1
    #expect(try Table(jsonLines: folder.file("a.gz"), options).rowCount == 1)
    options.unpackedLimit = 10
    expectError(.unreadable, "unpacks to more than 10 bytes") { _ = try Table(jsonLines: folder.file("a.gz"), options) }
    expectError(.emptyFile, "no rows") { _ = try Table(jsonLines: "/dev/null") }
    expectError(.isDirectory, "folder") { _ = try Table(jsonLines: folder.path) }
    expectError(.fileNotFound, "check the path") { _ = try Table(jsonLines: folder.file("none")) }
    #expect(try jsonTable("{}\n{}").shape == [2, 0])
  }
}
