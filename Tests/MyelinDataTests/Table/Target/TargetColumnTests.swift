import MyelinData
import Testing

struct TargetColumnTests {
  private func target(_ cells: [String], task: PredictionTask? = nil) throws -> TargetColumn {
    try withTable("t,x\n" + cells.map { "\($0),1\n" }.joined()) { try TargetColumn("t", in: $0, task: task) }
  }

  @Test func textsAreClasses() throws {
    let two = try target(["no", "yes", "NA", "no"])
    #expect(two.task == .binaryClassification)
    #expect(two.classes == ["no", "yes"])
    #expect(two.values == .labels([0, 1, 0]))
    #expect(two.rows == [0, 1, 3])
    #expect(two.droppedCount == 1)
    #expect(try target(["b", "a", "c", "a"]).task == .multiclassClassification)
  }

  @Test func fewWholeNumbersAreClassesSortedByValue() throws {
    let two = try target(["10", "9.0", "10"])
    #expect(two.task == .binaryClassification)
    #expect(two.classes == ["9", "10"])
    #expect(two.values == .labels([1, 0, 1]))
    #expect(try target((0..<100).map { "\($0 % 20)" }).task == .multiclassClassification)
  }

  @Test func otherNumbersAreARegressions() throws {
    #expect(try target((0..<99).map { "\($0 % 20)" }).task == .regression)
    #expect(try target((0..<1000).map { "\($0 % 21)" }).task == .regression)
    let numbers = try target(["1.5", "", "-2"])
    #expect(numbers.task == .regression)
    #expect(numbers.values == .numbers([1.5, -2]))
    #expect(numbers.classes.isEmpty)
  }

  @Test func theTaskCanBeTold() throws {
    #expect(try target(["0", "1", "0"], task: .regression).values == .numbers([0, 1, 0]))
    #expect(try target(["0", "1", "0"], task: .multiclassClassification).classes == ["0", "1"])
    #expect(
      try target(["0.5", "1.5", "2.5", "0.5"], task: .multiclassClassification).classes == ["0.5", "1.5", "2.5"])
  }

  @Test func targetsThatCannotBeLearnt() throws {
    expectError(.unusableTarget, "the target column 't' has no values") { _ = try target(["", "NA"]) }
    expectError(.unusableTarget, "has only the value 'x'") { _ = try target(["x", "x"]) }
    expectError(.unusableTarget, "has only the value '3'") { _ = try target(["3", "3"], task: .regression) }
    expectError(.notANumber, "table.csv:3:1: 'x' in column 't' is not a number") {
      _ = try target(["1", "x", "y"], task: .regression)
    }
    expectError(.unusableTarget, "table.csv:4:1: the target 't' is infinite; correct it") {
      let file = try TemporaryFile("t,x\n1.5,1\n,2\ninf,3\n")
      var options = CSVOptions()
      options.allowsInfinity = true
      _ = try TargetColumn("t", in: Table(contentsOf: file.path, options))
    }
    expectError(.unusableTarget, "has 3 classes, not two") {
      _ = try target(["a", "b", "c", "a"], task: .binaryClassification)
    }
    expectError(.unusableTarget, "has another value in every row") { _ = try target(["a", "b", "c"]) }
    expectError(.unusableTarget, "has 1001 different values") { _ = try target((0..<2002).map { "c\($0 % 1001)" }) }
    expectError(.noSuchColumn, "table.csv:1: has no column 'Sise'; did you mean 'size'? the columns are: size, x") {
      _ = try TargetColumn("Sise", in: table("size,x\n1,2\n"))
    }
  }
}
