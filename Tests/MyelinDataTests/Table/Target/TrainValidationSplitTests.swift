import MyelinData
import Testing

struct TrainValidationSplitTests {
  @Test func everyRowIsInOnePart() throws {
    let split = try TrainValidationSplit(count: 101, validationFraction: 0.25, seed: 7)
    #expect((split.training + split.validation).sorted() == Array(0..<101))
    #expect(split.validation.count == 25)
    #expect(split.validation == split.validation.sorted())
  }

  @Test func seedsDecide() throws {
    #expect(try TrainValidationSplit(count: 50, seed: 1) == TrainValidationSplit(count: 50, seed: 1))
    #expect(try TrainValidationSplit(count: 50, seed: 1) != TrainValidationSplit(count: 50, seed: 2))
  }

  @Test func classesKeepTheirShares() throws {
    let labels = (0..<200).map { $0 % 20 == 0 ? 1 : 0 } + [2, 2, 3]
    let split = try TrainValidationSplit(count: 203, labels: labels, validationFraction: 0.2)
    let counts = Dictionary(grouping: split.validation) { labels[$0] }.mapValues(\.count)
    #expect(counts == [0: 38, 1: 2, 2: 1])
  }

  @Test func tooFewRowsAndWrongShares() {
    for count in 0...1 {
      expectError(.badSplit, "too few") { _ = try TrainValidationSplit(count: count) }
    }
    expectError(.badSplit, "too few") { _ = try TrainValidationSplit(count: 2, labels: [0, 1]) }
    for fraction in [0, 1, -0.5, 2, .nan, .infinity] {
      expectError(.badSplit, "must be above 0 and below 1") {
        _ = try TrainValidationSplit(count: 10, validationFraction: fraction)
      }
    }
  }

  @Test func penguins() throws {
    let target = try TargetColumn("species", in: Table(contentsOf: penguinsPath))
    let split = try TrainValidationSplit(target, validationFraction: 0.2, seed: 0)
    #expect(split.validation.count == 30 + 14 + 25)
    #expect(split.training.count == 344 - 69)
  }
}
