import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// A table with all that is hard to write.
func hardTable() throws -> Table {
  try Table([
    TableColumn("count", integers: [1, -9_007_199_254_740_993, nil, .max]),
    TableColumn("size, \"cm\"", numbers: [0.1, .nan, -1.7976931348623157e308, .leastNonzeroMagnitude]),
    TableColumn("open", booleans: [true, nil, false, true]),
    TableColumn("day", dates: [0, 951_782_400, .nan, -86_400]),
    TableColumn("time", dates: [0, 951_782_400.25, .nan, -86_400.5]),
    TableColumn("text", texts: ["a,\"b\"\\", nil, "line\nbreak\r\t\0\u{1f}\u{7f}", "한국어 🐧 é\u{85}\u{2028}"]),
  ])
}

struct JSONLinesWriterTests {
  @Test func readsWhatItWrites() throws {
    let folder = try TemporaryFolder()
    let table = try hardTable()
    for name in ["a.jsonl", "a.jsonl.gz"] {
      try table.writeJSONLines(to: folder.file(name))
      let again = try Table(jsonLines: folder.file(name))
      #expect(again.columnNames == table.columnNames)
      for (column, original) in zip(again.columns, table.columns) { #expect(column == original, "\(original.name)") }
      // The lines are lines to everybody.
      let count = try python(
        """
        import sys, gzip
        data = open(sys.argv[1], "rb").read()
        print(len((gzip.decompress(data) if data[:2] == b"\\x1f\\x8b" else data).decode().splitlines()))
        """, folder.file(name))
      #expect(count == "4\n")
    }
  }

  @Test func tablesGoToPythonAndBack() throws {
    let folder = try TemporaryFolder()
    let table = try hardTable()
    try table.writeJSONLines(to: folder.file("there"))
    try python(
      """
      import sys, json
      rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8", newline="\\n")]
      assert rows[1]["count"] == -9007199254740993 and rows[3]["count"] == 2**63 - 1 and rows[2]["count"] is None
      assert rows[2]['size, "cm"'] == -1.7976931348623157e308 and rows[3]['size, "cm"'] == 5e-324
      assert rows[2]["text"] == "line\\nbreak\\r\\t\\0\\x1f\\x7f" and rows[3]["text"] == "한국어 🐧 é\\x85\\u2028"
      with open(sys.argv[2], "w") as file:
        for row in rows: file.write(json.dumps(row) + "\\n")
      with open(sys.argv[3], "w", encoding="utf-8") as file:
        for row in rows: file.write(json.dumps(row, ensure_ascii=False, indent=None, separators=(" , ", " : ")) + "\\r\\n")
      """, folder.file("there"), folder.file("back"), folder.file("again"))
    #expect(try Table(jsonLines: folder.file("back")) == table)
    #expect(try Table(jsonLines: folder.file("again")) == table)
  }

  @Test func tablesGoToPandasAndBack() throws {
    let folder = try TemporaryFolder()
    // pandas can't read the smallest numbers.
    let table = try hardTable().adding(TableColumn("size, \"cm\"", numbers: [0.1, .nan, -1.5e300, 2e-300]))
    try table.writeJSONLines(to: folder.file("there.jsonl.gz"))
    let types = try python(
      """
      import sys, warnings, pandas
      warnings.simplefilter("ignore")
      table = pandas.read_json(sys.argv[1], lines=True, dtype=False, precise_float=True)
      for name in ["day", "time"]: table[name] = pandas.to_datetime(table[name])
      print(*[d.kind for d in table.dtypes.iloc[[1, 3, 4]]], table["count"][0], table["text"][0])
      table.drop(columns="count").to_json(sys.argv[2], orient="records", lines=True, date_format="iso", double_precision=15)
      frame = pandas.DataFrame({"t": pandas.to_datetime(["2024-02-29 12:30:00.25", None]), "x": [1, 2]})
      frame["t"] = frame["t"].astype("datetime64[ms]")
      frame.to_json(sys.argv[3], orient="records", lines=True, date_format="epoch", date_unit="ms")
      """, folder.file("there.jsonl.gz"), folder.file("back.jsonl"), folder.file("epoch.jsonl.gz"))
    #expect(types == "f M M 1.0 a,\"b\"\\\n")
    let back = try Table(jsonLines: folder.file("back.jsonl"))
    for name in ["open", "day", "time", "text"] { #expect(back[name] == table[name], "\(name)") }
    #expect(back["size, \"cm\""]?.numbers?[0] == 0.1)
    let epoch = try Table(jsonLines: folder.file("epoch.jsonl.gz"), JSONLinesOptions(types: ["t": .date]))
    #expect(epoch["t"] == TableColumn("t", dates: [1_709_209_800.25, .nan]))
    #expect(epoch["x"]?.integers == [1, 2])
  }

  @Test func manyRowsArePackedInPieces() throws {
    let folder = try TemporaryFolder()
    let table = try Table([
      TableColumn("a long name for a column of few values", integers: (0..<30_000).map { Int64($0) })
    ])
    try table.writeJSONLines(to: folder.file("a.gz"))
    let sum = try python(
      """
      import sys, warnings, pandas
      warnings.simplefilter("ignore")
      print(pandas.read_json(sys.argv[1], lines=True, compression="gzip").sum().item())
      """, folder.file("a.gz"))
    #expect(sum == "449985000\n")
    #expect(try Table(jsonLines: folder.file("a.gz")) == table)
  }

  @Test func whatCannotBeWrittenLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    try Table([TableColumn("a", integers: [1])]).writeJSONLines(to: path)
    let infinite = try Table([TableColumn("a", numbers: [1, .infinity])])
    expectError(.wrongValue, "column 'a' is inf in row 2, and JSON has no such number") {
      try infinite.writeJSONLines(to: path)
    }
    #expect(try Table(jsonLines: path)["a"]?.integers == [1])
    expectError(.cannotWrite, "folder does not exist") { try infinite.writeJSONLines(to: folder.file("none/a")) }
    expectError(.cannotWrite, "No space left") { try hardTable().writeJSONLines(to: "/dev/full") }
    #expect(try folder.names == ["a.jsonl"])
    try Table([]).writeJSONLines(to: folder.file("empty.gz"))
    expectError(.emptyFile, "no rows") { _ = try Table(jsonLines: folder.file("empty.gz")) }
  }
}
