import MyelinCore
import MyelinData
import Testing

struct TableTests {
  @Test func kindsAreInferred() throws {
    let table = try table("n,t,m,e,h\n1,x,NA,,0x1\n -2.5e3 ,y, null ,?,inf\n")
    #expect(table.rowCount == 2)
    #expect(table["n"]?.numbers == [1, -2500])
    #expect(table["t"]?.texts == ["x", "y"])
    #expect(table["m"]?.missingCount == 2)
    #expect(table["e"]?.type == .number)
    #expect(table["h"]?.texts == ["0x1", "inf"])
    #expect(table["x"] == nil)
  }

  @Test(arguments: ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "\" \""])
  func missingMarkers(marker: String) throws {
    let column = try table("a,b\n1,x\n\(marker),\(marker)\n").columns
    #expect(column.map(\.missingCount) == [1, 1])
    #expect(column.map(\.type) == [.integer, .text])
  }

  @Test(arguments: ["1e400", "1,5", "--1", "1.2.3", "e", ".", "+", "Infinity", "0b1", "١"])
  func textsThatAreNoNumbers(text: String) throws {
    #expect(try table("a\n\"\(text)\"\n").columns[0].type == .text)
  }

  @Test func kindsCanBeDeclared() throws {
    #expect(try table("a\n01\n", types: ["a": .text])["a"]?.texts == ["01"])
    expectError(.notANumber, "table.csv:3:3: 'x' in column 'b' is not a number") {
      _ = try table("a,b\n1,2\n3,x\n", types: ["b": .number])
    }
    expectError(.noSuchColumn, "has no column 'c'") { _ = try table("a\n1\n", types: ["c": .number]) }
  }

  @Test func aTextAmongNumbersIsAMistake() throws {
    let text = "a,b\n1,2\n3,oops\n5,\n7,8\n9,x\n11,4\n"
    expectError(
      .textAmongNumbers,
      "table.csv:3:3: 'oops' in column 'b' is not a number, but 3 of its 5 values are; correct the cell, or declare"
    ) {
      _ = try table(text)
    }
    #expect(try table(text, types: ["b": .text])["b"]?.missingCount == 1)
    expectError(.notANumber, "table.csv:3:3") { _ = try table(text, types: ["b": .number]) }
  }

  @Test func halfNumbersAreCategories() throws {
    #expect(try table("a\nx\n1\n2\ny\n").columns[0].texts == ["x", "1", "2", "y"])
    #expect(try table("a\n1\nNA\nx\n").columns[0].type == .text)
  }

  @Test func linesAreKept() throws {
    let table = try table("a,b\n1,x\n\n22,y\n3,z\n")
    #expect((0..<3).map { table.line(ofRow: $0) } == [2, 4, 5])
    #expect(table.taking(rows: [2, 0]).line(ofRow: 0) == 5)
  }

  @Test func typesAreInferred() throws {
    let table = try table("i,n,b,d,t\n1,1,true,2024-02-29,x\n,2.5,False,,y\n")
    #expect(table.columns.map(\.type) == [.integer, .number, .boolean, .date, .text])
    #expect(table["i"]?.integers == [1, nil])
    #expect(table["b"]?.numbers == [1, 0])
    #expect(table["d"]?.texts == ["2024-02-29", nil])
    #expect(table["t"]?.codes == [0, 1])
  }

  @Test(arguments: [
    ("2024-02-29T12:30", 1_709_209_800.0), ("2024/02/29 12:30:05", 1_709_209_805),
    ("2024-02-29T12:30:05.25Z", 1_709_209_805.25),
    ("2024-02-29T12:30+09:00", 1_709_177_400), ("2024-02-29 12:30-0330", 1_709_222_400),
    ("0001-01-01", -62_135_596_800),
    ("1969-12-31T23:59:59", -1),
  ])
  func dates(text: String, seconds: Double) throws {
    let column = try table("d\n\(text)\n").columns[0]
    #expect(column.type == .date)
    #expect(column.numbers == [seconds])
  }

  @Test(arguments: [
    "2023-02-29", "2024-13-01", "2024-2-29", "2024-02/29", "2024-02-29T24:00", "2024-02-29T12", "2024-02-29T12:60",
    "29.02.2024",
    "0000-01-01", "2024-02-29T12:30:05.", "2024-02-29T12:30+9", "2024-02-29x12:30",
  ])
  func textsThatAreNoDates(text: String) throws {
    #expect(try table("d\n\(text)\n").columns[0].type == .text)
    expectError(.notANumber, "table.csv:2:1: '\(text)' in column 'd' is not a date") {
      _ = try table("d\n\(text)\n", types: ["d": .date])
    }
  }

  @Test(arguments: [",", ";", "\t", "|"]) func separatorsAreFound(separator: String) throws {
    let text =
      ["\"a,;|\tb\"", "c", "d"].joined(separator: separator) + "\n" + ["1", "2", "3"].joined(separator: separator)
    #expect(try table("\n" + text).columnNames == ["a,;|\tb", "c", "d"])
  }

  @Test func piecesHaveTheSameTypes() throws {
    let file = try TemporaryFile("a,b\n1,x\n2,1\n2.5,2\n,true\n3,\n")
    let reader = try CSVReader(path: file.path)
    var pieces: [Table] = []
    while let piece = try reader.nextTable(rows: 2) { pieces.append(piece) }
    #expect(pieces.map(\.rowCount) == [2, 2, 1])
    #expect(pieces.allSatisfy { $0.columns.map(\.type) == [.number, .text] })
    #expect(pieces.map { $0.line(ofRow: 0) } == [2, 4, 6])
    let late = try TemporaryFile("a\n1\n2\nx\n")
    let other = try CSVReader(path: late.path)
    _ = try other.nextTable(rows: 2)
    expectError(.notANumber, "table.csv:4:1: 'x' in column 'a' is not a number") { _ = try other.nextTable(rows: 2) }
  }

  @Test func rowsAreFilteredAndSorted() throws {
    let table = try Table([
      TableColumn("x", numbers: [3, .nan, 1, 3]), TableColumn("t", texts: ["b", "a", nil, "a"]),
    ])
    #expect(table.filter { ($0["x"].number ?? 0) > 2 }["t"]?.texts == ["b", "a"])
    #expect(try table.sorted(by: "x")["t"]?.texts == [nil, "b", "a", "a"])
    #expect(try table.sorted(by: "x", descending: true)["t"]?.texts == ["b", "a", nil, "a"])
    #expect(try table.sorted(by: [("t", false), ("x", true)])["t"]?.codes == [0, 0, 1, -1])
    #expect(try table.tensor(of: ["x"], type: .float64).shape == [4, 1])
    let precise = try Table([TableColumn("x", numbers: [0.1])]).tensor(of: ["x"], type: .float64)
    #expect(precise.type == .float64 && precise.scalars == [0.1])
  }

  @Test func columnsAreChosen() throws {
    let table = try table("a,b,c\n1,2,3\n")
    #expect(try table.selecting(["c", "a"]).columnNames == ["c", "a"])
    #expect(try table.dropping(["b"]).columnNames == ["a", "c"])
    #expect(try table.renaming(["a": "z"]).columnNames == ["z", "b", "c"])
    #expect(try table.adding(TableColumn("b", texts: ["x"])).columnNames == ["a", "b", "c"])
    expectError(.unequalColumns, "has 2 rows, the table has 1") {
      _ = try table.adding(TableColumn("d", numbers: [1, 2]))
    }
    expectError(.noSuchColumn, "has no column 'd'") { _ = try table.selecting(["d"]) }
  }

  @Test func tablesArePrinted() throws {
    let small = try table("name,n\nab,1\nc,\n")
    #expect("\(small)" == "name  n\nab    1\nc     –\n2 rows, 2 columns")
    let large = try Table([TableColumn("n", integers: (0..<12).map { Int64($0) })])
    #expect("\(large)" == " n\n 0\n 1\n 2\n 3\n 4\n…\n 7\n 8\n 9\n10\n11\n12 rows, 1 column")
  }

  @Test func aHeaderAlone() {
    expectError(.noRows, "table.csv: has a header but no rows") { _ = try table("a,b\n") }
  }

  @Test func theNearestNameIsSuggested() throws {
    let table = try Table(contentsOf: penguinsPath)
    expectError(.noSuchColumn, "did you mean 'species'? the columns are: species, island, bill_length_mm") {
      _ = try table.column(named: "Speices")
    }
    let error = #expect(throws: TableError.self) { try table.column(named: "quite another") }
    #expect(error?.message.contains("did you mean") == false)
  }

  @Test func penguins() throws {
    let table = try Table(contentsOf: penguinsPath)
    #expect(table.rowCount == 344)
    #expect(table.columns.map(\.missingCount) == [0, 0, 2, 2, 2, 2, 11, 0])
    let numeric = table.columns.filter { $0.type.isNumeric }.map(\.name)
    #expect(numeric == ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"])
  }

  @Test func messagesStayOnOneLine() throws {
    expectError(.notANumber, "'x y' in column 'a' is not a number") {
      _ = try table("a\n\"x\ny\"\n", types: ["a": .number])
    }
  }
}
