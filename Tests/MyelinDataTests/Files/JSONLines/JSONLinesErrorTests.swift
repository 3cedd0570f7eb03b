import MyelinData
import TestSupport
import Testing

struct JSONLinesErrorTests {
  @Test(arguments: [
    ("[1]", 1, "an array stands where an object belongs"), ("1", 1, "'1' stands where an object belongs"),
    ("{", 2, "the line ends where a key in double quotes belongs"), ("{\"a\"", 5, "where ':' belongs"),
    ("{\"a\":", 6, "where a value belongs"), ("{\"a\":1", 7, "where ',' or '}' belongs"),
    ("{\"a\":1,}", 8, "'}' stands where a key"), ("{\"a\":1 \"b\":2}", 8, "',' or '}'"),
    ("{'a':1}", 2, "a key in double quotes"), ("{a:1}", 2, "a key"), ("{\"a\":1}}", 8, "the end of the line"),
    ("{\"é\":tru}", 6, "a value"), ("{\"a\":truee}", 10, "',' or '}'"), ("{\"a\":nul}", 6, "a value"),
    ("{\"a\":01}", 6, "begins with 0"), ("{\"a\":-}", 7, "a digit"), ("{\"a\":1.}", 8, "a digit behind the point"),
    ("{\"a\":.5}", 6, "a value"), ("{\"a\":1e}", 8, "the digits of an exponent"), ("{\"a\":+1}", 6, "a value"),
    ("{\"a\":0x1}", 7, "',' or '}'"), ("{\"a\":1e999}", 6, "larger than any number"),
    ("{\"a\":NaN}", 6, "JSON has no NaN"), ("{\"a\":-Infinity}", 6, "JSON has no -Infinity"),
    ("{\"a\":[NaN]}", 7, "JSON has no NaN"), ("{\"a\":{\"b\":Infinity}}", 11, "JSON has no Infinity"),
    ("{\"a\":Nan}", 6, "'N' stands where a value belongs"), ("{\"a\":[-Inf]}", 8, "a digit"),
    ("{\"a\":\"b}", 6, "does not end in its line"), ("{\"a\":\"\\x\"}", 7, "no such escape"),
    ("{\"a\":\"\\u12g4\"}", 7, "four hexadecimal digits"), ("{\"a\":\"\\u1", 7, "four hexadecimal digits"),
    ("{\"a\":\"\\ud800\"}", 7, "\\ud800 is half of a surrogate pair"),
    ("{\"a\":\"\\ud800\\u0041\"}", 7, "half of a surrogate pair"), ("{\"a\":\"\\udc00\\ud800\"}", 7, "half of"),
    ("{\"a\":\"\t\"}", 7, "write it as \\u0009"), ("{\"a\":\"x\0\"}", 8, "write it as \\u0000"),
    ("{\"a\":1,\"b\":2,\"a\":3}", 14, "has the key 'a' twice"), ("{\"a\":1,\"\\u0061\":3}", 8, "twice"),
    ("{\"\":1}", 2, "a key is empty"), ("{\"a\":[1,]}", 9, "a value"), ("{\"a\":[1 2]}", 9, "',' or ']'"),
    ("{\"a\":[{\"b\":1,\"b\":2}]}", 14, "the key 'b' twice"), ("{\"a\":{\"b\"}}", 10, "':'"),
    ("\0", 1, "a byte of zero"),
    ("{\"a\":1}\0", 8, "a byte of zero"), ("x", 1, "an object"), ("한", 1, "'한' stands where an object belongs"),
  ])
  func aLineThatIsNoObject(line: String, column: Int, message: String) throws {
    let error = #expect(throws: TableError.self) { _ = try jsonTable("{\"z\": 1}\n" + line) }
    let text = try #require(error).description
    #expect(text.hasPrefix("a.jsonl:2:\(column): ") && text.contains(message), "\(text)")
    #expect(text.isOneLine)
  }

  @Test(
    arguments: [[0xff], [0xc3], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0x80]] as [[UInt8]])
  func whatIsNotUTF8(bytes: [UInt8]) {
    for (start, end, column) in [
      ("{\"ä", "\": 1}", 4), ("{\"a\": \"한", "\"}", 9), ("{\"a\": [\"", "\"]}", 9), ("", "", 1),
    ] {
      let line = Array(start.utf8) + bytes + Array(end.utf8)
      expectError(.invalidUTF8, "x:1:\(column): the text is not UTF-8") {
        _ = try JSONLinesReader(bytes: line, name: "x").table()
      }
    }
  }

  @Test func nestingAndSizesAreLimited() throws {
    func nested(_ open: String, _ close: String, _ count: Int) -> String {
      "{\"a\":" + String(repeating: open, count: count) + "1" + String(repeating: close, count: count) + "}"
    }
    var flat = JSONLinesOptions()
    flat.nested = .flattened(separator: "")
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      #expect(try jsonTable(nested(open, close, 511)).columns.count == 1)
      #expect(try jsonTable(nested(open, close, 511), flat).columns.count == 1)
      for options in [JSONLinesOptions(), flat] {
        expectError(.tooLong, "more than 512 values") { _ = try jsonTable(nested(open, close, 512), options) }
        expectError(.tooLong, "more than 512 values") { _ = try jsonTable(nested(open, close, 100_000), options) }
      }
    }
    // A million cells for ten thousand values.
    let sparse = (0..<3000).map { "{\"key\($0)\":1}" }.joined(separator: "\n")
    expectError(.tooLong, "nearly all without values; name those") { _ = try jsonTable(sparse) }
    var options = JSONLinesOptions()
    options.columns = ["key7", "key2"]
    #expect(try jsonTable(sparse, options).shape == [3000, 2])
    // No line feed, and no end.
    let reader = try JSONLinesReader(path: "/dev/zero")
    expectError(.tooLong, "/dev/zero:1: a line is longer than 64 MiB") { _ = try reader.table() }
    #expect(try reader.table() == nil)
  }

  @Test func valuesThatDoNotFitTheirType() throws {
    for (type, value, kind) in [
      (ColumnType.integer, "1.5", "an integer"), (.integer, "\"x\"", "an integer"), (.integer, "true", "an integer"),
      (.integer, "1e30", "an integer"), (.number, "\"inf\"", "a number"), (.number, "[1]", "a number"),
      (.boolean, "2", "true or false"), (.boolean, "\"yes\"", "true or false"), (.date, "\"2024-13-01\"", "a date"),
      (.date, "1e300", "a date"), (.date, "true", "a date"),
    ] {
      expectError(.wrongValue, "a.jsonl:1:7: '\(value)' in column 'a' is not \(kind)") {
        _ = try jsonTable("{\"a\": \(value)}", JSONLinesOptions(types: ["a": type]))
      }
    }
    expectError(.noSuchColumn, "has no column 'b'") {
      _ = try jsonTable("{\"a\": 1}", JSONLinesOptions(types: ["b": .text]))
    }
  }

  @Test func wordsThatPythonWrites() throws {
    var options = JSONLinesOptions()
    options.acceptsNaN = true
    let table = try jsonTable("{\"a\": NaN, \"b\": -Infinity}\n{\"a\": 1, \"b\": Infinity}", options)
    #expect(table["a"]?.integers == [nil, 1])
    #expect(table["b"]?.numbers == [-.infinity, .infinity])
    let nested = #"{"a": [NaN, -Infinity, [Infinity, -1]], "b": {"c": NaN, "d": -1}}"#
    #expect(try jsonTable(nested, options)["a"]?.texts == ["[NaN, -Infinity, [Infinity, -1]]"])
    options.nested = .flattened()
    #expect(try jsonTable(nested, options)["b.d"]?.integers == [-1])
    for word in ["-Infinit", "Nan", "I"] {
      expectError(.invalidJSON, "a.jsonl:1:") { _ = try jsonTable("{\"a\": [\(word)]}", options) }
    }
  }

  @Test func wrongArgumentsStopTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = try JSONLinesReader(bytes: []).nextTable(rows: 0) }
    await #expect(processExitsWith: .failure) {
      var options = JSONLinesOptions()
      options.rowLimit = 0
      _ = try JSONLinesReader(bytes: [], options: options).table()
    }
    await #expect(processExitsWith: .failure) {
      var options = JSONLinesOptions()
      options.columns = ["a", "a"]
      _ = JSONLinesReader(bytes: [], options: options)
    }
  }
}
