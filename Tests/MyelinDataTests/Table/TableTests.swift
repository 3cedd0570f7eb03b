import MyelinData
import Testing

struct TableTests {
  @Test func kindsAreInferred() throws {
    let table = try table("n,t,m,e,h\n1,x,NA,,0x1\n -2.5e3 ,y, null ,?,inf\n")
    #expect(table.rowCount == 2)
    #expect(table["n"]?.values == .numeric([1, -2500]))
    #expect(table["t"]?.values == .categorical(["x", "y"]))
    #expect(table["m"]?.missingCount == 2)
    #expect(table["e"]?.kind == .numeric)
    #expect(table["h"]?.values == .categorical(["0x1", "inf"]))
    #expect(table["x"] == nil)
  }

  @Test(arguments: ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "\" \""])
  func missingMarkers(marker: String) throws {
    let column = try table("a,b\n1,x\n\(marker),\(marker)\n").columns
    #expect(column.map(\.missingCount) == [1, 1])
    #expect(column.map(\.kind) == [.numeric, .categorical])
  }

  @Test(arguments: ["1e400", "1,5", "--1", "1.2.3", "e", ".", "+", "Infinity", "0b1", "١"])
  func textsThatAreNoNumbers(text: String) throws {
    #expect(try table("a\n\"\(text)\"\n").columns[0].kind == .categorical)
  }

  @Test func kindsCanBeDeclared() throws {
    #expect(try table("a\n01\n", kinds: ["a": .categorical])["a"]?.values == .categorical(["01"]))
    expectError(.notANumber, "table.csv:3:3: 'x' in column 'b' is not a number") {
      _ = try table("a,b\n1,2\n3,x\n", kinds: ["b": .numeric])
    }
    expectError(.noSuchColumn, "has no column 'c'") { _ = try table("a\n1\n", kinds: ["c": .numeric]) }
  }

  @Test func aTextAmongNumbersIsAMistake() throws {
    let text = "a,b\n1,2\n3,oops\n5,\n7,8\n9,x\n11,4\n"
    expectError(
      .textAmongNumbers,
      "table.csv:3:3: 'oops' in column 'b' is not a number, but 3 of its 5 values are; correct the cell, or declare"
    ) {
      _ = try table(text)
    }
    #expect(try table(text, kinds: ["b": .categorical])["b"]?.missingCount == 1)
    expectError(.notANumber, "table.csv:3:3") { _ = try table(text, kinds: ["b": .numeric]) }
  }

  @Test func halfNumbersAreCategories() throws {
    #expect(try table("a\nx\n1\n2\ny\n").columns[0].values == .categorical(["x", "1", "2", "y"]))
    #expect(try table("a\n1\nNA\nx\n").columns[0].kind == .categorical)
  }

  @Test func positionsAreKept() throws {
    let column = try table("a,b\n1,x\n\n22,y\n").columns[1]
    #expect([column.line(ofRow: 1), column.position(ofRow: 1)] == [4, 4])
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
    let numeric = table.columns.filter { $0.kind == .numeric }.map(\.name)
    #expect(numeric == ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"])
  }

  @Test func messagesStayOnOneLine() throws {
    expectError(.notANumber, "'x y' in column 'a' is not a number") {
      _ = try table("a\n\"x\ny\"\n", kinds: ["a": .numeric])
    }
  }
}
