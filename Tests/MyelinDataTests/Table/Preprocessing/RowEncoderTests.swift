import MyelinData
import Testing

struct RowEncoderTests {
  private let fitted: TablePreprocessing

  init() throws {
    let table = try table("x,c,t\n1,b,p\n3,a,q\n1,a,p\n3,a,q\n")
    fitted = try TablePreprocessing(fitting: table, target: TargetColumn("t", in: table))
  }

  /// The inputs and warnings of a text's rows, read one by one and as a table.
  private func encode(_ text: String) throws -> ([Float], [UnseenCategory]) {
    let file = try TemporaryFile(text)
    let reader = try CSVReader(path: file.path)
    var encoder = try RowEncoder(fitted, header: reader.header, path: reader.path)
    var inputs: [Float] = []
    while let row = try reader.nextRow() { inputs += try encoder.encode(row) }
    let whole = try fitted.transform(fitted.readTable(contentsOf: file.path))
    #expect(whole.inputs == inputs)
    #expect(whole.warnings == encoder.warnings)
    return (inputs, encoder.warnings)
  }

  @Test func columnsAreFoundByName() throws {
    let (inputs, warnings) = try encode("extra,c,x\n?,b,1\n7,a,3\n")
    #expect(inputs == [-1, 0, 1, 1, 1, 0])
    #expect(warnings.isEmpty)
  }

  @Test func missingValuesAreFilled() throws {
    #expect(try encode("x,c\nNA,\n").0 == [0, 1, 0])
  }

  @Test func unseenCategoriesAreWarnedOf() throws {
    let (inputs, warnings) = try encode("x,c\n1,b\n1,z\n1, z \n1,2\n")
    #expect(inputs == [-1, 0, 1, -1, 0, 0, -1, 0, 0, -1, 0, 0])
    #expect(
      warnings.map(\.description) == [
        "line 3: 'z' in column 'c' was not there in training (2 rows); it counts as none of the known categories",
        "line 5: '2' in column 'c' was not there in training (1 row); it counts as none of the known categories",
      ])
  }

  @Test func warningsAreLimited() throws {
    let file = try TemporaryFile("x,c\n" + (0..<150).map { "1,new\($0)\n" }.joined())
    let reader = try CSVReader(path: file.path)
    var encoder = try RowEncoder(fitted, header: reader.header, path: reader.path)
    while let row = try reader.nextRow() { _ = try encoder.encode(row) }
    #expect(encoder.warnings.count == RowEncoder.warningLimit)
    #expect(encoder.suppressedWarningCount == 50)
  }

  @Test func wrongColumns() {
    expectError(.missingColumns, "table.csv:1: lacks the columns 'x', 'c' that") { _ = try encode("y\n1\n") }
    expectError(.missingColumns, "lacks the column 'c' that the model was trained with") {
      _ = try encode("x,t\n1,p\n")
    }
  }

  @Test func textInANumericColumn() throws {
    let text = "c,x\na,1\nb,high\n"
    expectError(.notANumber, "table.csv:3:3: 'high' in column 'x' is not a number") { _ = try encode(text) }
    let file = try TemporaryFile(text)
    expectError(.notANumber, "table.csv:3:3: 'high'") { _ = try fitted.readTable(contentsOf: file.path) }
    let inferred = try Table(contentsOf: file.path)
    expectError(.notANumber, "table.csv:3:3: 'high'") { _ = try fitted.transform(inferred) }
  }
}
