import MyelinCore
import MyelinData
import TestSupport
import Testing

struct SplitTests {
  let table: Table

  init() throws {
    table = try Table([
      TableColumn("number", integers: (0..<40).map { $0 }),
      TableColumn("kind", texts: (0..<40).map { ["a", "b", "b", "c"][$0 % 4] }),
      TableColumn("hole", texts: (0..<40).map { $0 == 3 ? nil : "x" }),
    ])
  }

  @Test func dividesWhateverHasRows() throws {
    let split = RowSplit(train: [2, 0], test: [1])
    #expect(split.divide(["a", "b", "c"]) == (["c", "a"], ["b"]))
    let (train, test) = split.divide(Tensor([[1.0, 2], [3, 4], [5, 6]]))
    #expect(train.scalars == [5, 6, 1, 2] && train.shape == [2, 2])
    #expect(test.scalars == [3, 4])
    let tables = split.divide(table)
    #expect(tables.train["number"]?.integers == [2, 0])
    #expect(tables.test["kind"]?.texts == ["b"])
  }

  @Test func featuresAndTargetsStayTogether() throws {
    let iris = BundledData.iris
    let (train, test) = try TrainTestSplit(test: 0.2).split(iris.x, iris.y, isStratified: true, seed: 1)
    #expect(train.x.shape == [120, 4] && test.y.shape == [30])
    let split = try TrainTestSplit(test: 0.2).split(stratifiedBy: iris.y, seed: 1)
    #expect(test.x.scalars == split.divide(iris.x).test.scalars)
    let (x, y) = try RowSampling(count: 5).draw(iris.x, iris.y, seed: 1)
    let rows = try RowSampling(count: 5).rows(of: 150, seed: 1)
    #expect(x.shape == [5, 4] && y.scalars == rows.map { iris.y.scalars[$0] })
    #expect((0..<3).allSatisfy { label in test.y.scalars.count { $0 == Double(label) } == 10 })
  }

  @Test func samplesAreDividedAndShuffled() throws {
    let moons = try Moons(samples: 40).makeSamples(seed: 2)
    let (train, test) = try moons.split(test: 10, isStratified: true, seed: 3)
    #expect((train.count, test.count) == (30, 10))
    #expect(test.targets == .classes(test.y.scalars.map { Int($0) }))
    let shuffled = try moons.shuffled(count: 5, seed: 3)
    #expect(shuffled == moons.taking(try RowSampling(count: 5).rows(of: 40, seed: 3)))
    let numbers = try Friedman(.second, samples: 8).makeSamples(seed: 1)
    #expect(try numbers.split(shuffle: false).test.features == Array(numbers.features.suffix(8)))
    #expect(throws: SplitError.self) { try numbers.split(isStratified: true) }
  }

  @Test func tablesAreDivided() throws {
    let (train, test) = try table.split(test: 0.25, stratifiedBy: "kind", seed: 4)
    #expect((train.rowCount, test.rowCount) == (30, 10))
    #expect(test["kind"]?.texts.count { $0 == "b" } == 5)
    let column = try table.column(named: "kind")
    #expect(
      train["number"]?.numbers?.map { Int($0) } == (try TrainTestSplit().split(stratifiedBy: column, seed: 4).train))
    #expect(try table.split(shuffle: false).train == table.prefix(30))
  }

  @Test(arguments: [nil, "kind"])
  func severalPartsHaveTheirShares(column: String?) throws {
    let parts = try table.split(fractions: [0.5, 0.3, 0.1], stratifiedBy: column, seed: 9)
    #expect(parts.map(\.rowCount) == [20, 12, 4])
    let numbers = parts.flatMap { $0["number"]?.numbers ?? [] }
    #expect(Set(numbers).count == 36)
    // Two parts are the same as by the other function.
    let (train, test) = try table.split(test: 0.25, stratifiedBy: column, seed: 9)
    #expect(try table.split(fractions: [0.75, 0.25], stratifiedBy: column, seed: 9) == [train, test])
  }

  @Test func samplesEqualPandas() throws {
    let script = """
      import json, pandas
      frame = pandas.DataFrame({"number": range(40)})
      print(json.dumps([list(map(int, frame.sample(**arguments)["number"])) for arguments in [
        {"n": 7, "random_state": 5}, {"n": 60, "replace": True, "random_state": 5},
        {"frac": 0.3125, "random_state": 6}, {"frac": 1, "random_state": 7}]]))
      """
    let found = try [
      table.sampled(count: 7, seed: 5), table.sampled(count: 60, replacement: true, seed: 5),
      table.sampled(fraction: 0.3125, seed: 6), table.shuffled(seed: 7),
    ].map { $0["number"]?.integers?.compactMap { $0 } ?? [] }
    #expect("\(found)" == (try python(script)).trimmingCharacters(in: .newlines))
  }

  @Test func mistakesAreOneLine() throws {
    func check(_ message: String, _ body: () throws -> Void) {
      let error = #expect(throws: (any Error).self, performing: body).map { "\($0)" } ?? ""
      #expect(error.hasPrefix(message) && error.isOneLine, "\(error)")
    }
    check("has no column 'knd'") { _ = try table.split(stratifiedBy: "knd") }
    check("column 'hole' has no value in row 3") { _ = try table.split(stratifiedBy: "hole") }
    check("test must be a share above 0 and below 1, or a number above 0 and below the 40 rows, but is 40") {
      _ = try table.split(test: 40)
    }
    check("test must be") { _ = try table.split(test: .fraction(.nan)) }
    check("the shares of test and train are 1.1 together") { _ = try table.split(test: 0.6, train: 0.5) }
    check("test and train ask for 30 and 20 of 40 rows") { _ = try table.split(test: 30, train: 20) }
    check("of 1 rows none would be left") { _ = try table.prefix(1).split() }
    check("test has 2 rows, fewer than the 3 classes") { _ = try table.split(test: 2, stratifiedBy: "kind") }
    check("class '3' has one row only") { _ = try TrainTestSplit().split(stratifiedBy: [1, 1, 3, 1]) }
    check("rows can't be divided by class in their own order") {
      _ = try table.split(shuffle: false, stratifiedBy: "kind")
    }
    check("part 2 would have none of 40 rows") { _ = try table.split(fractions: [0.9, 0.01]) }
    check("the shares") { _ = try table.split(fractions: [0.9, 0.2]) }
    check("the shares") { _ = try table.split(fractions: []) }
    check("the shares") { _ = try table.split(fractions: [.nan]) }
    check("seed must be from 0 to 2^32 - 1, but is -1") { _ = try table.split(seed: -1) }
    check("count must be no more than the 40 rows") { _ = try table.sampled(count: 41) }
    check("the fraction must be from 0 to 1") { _ = try table.sampled(fraction: 1.5) }
    check("the fraction") { _ = try table.sampled(fraction: .infinity, replacement: true) }
    check("folds must be 2 or more") { _ = try KFold(1).splits(rows: 5) }
    check("folds must be no more than the 5 rows") { _ = try KFold(.max).splits(rows: 5) }
    check("the number of splits must be so few") { _ = try ShuffleSplit(.max).splits(rows: 5) }
    check("repeats must be 1 or more") { _ = try RepeatedKFold(2, repeats: 0).splits(rows: 5) }
    check("folds must be no more than the 2 groups") { _ = try GroupKFold(3).splits(by: [1, 2, 1, 2]) }
    check("of 1 group none can be left out") { _ = try LeaveOneGroupOut().splits(by: [1, 1]) }
    check("the number of rows to leave out must be from 1 to below the 3 rows, but is 3") {
      _ = try LeavePOut(3).splits(rows: 3)
    }
    check("the number of sets must be so few") { _ = try LeavePOut(100).splits(rows: 1000) }
    check("folds must be no more than the 2 groups") {
      _ = try StratifiedGroupKFold(3).splits(by: RowLabels([1, 1, 1, 1]), groups: RowLabels([1, 2, 1, 2]))
    }
    check("5 splits of 3 rows to test with") { _ = try TimeSeriesSplit(5, test: 3).splits(rows: 15) }
    check("the label of row 1 is nan") { _ = try StratifiedKFold(2).splits(by: [1, .nan]) }
    check("test must be") { _ = try ShuffleSplit(test: .count(.min)).splits(rows: 3) }
    check("folds must be no more than the -1 rows") { _ = try KFold().splits(rows: -1) }
  }

  @Test func textsAreOrderedByCodePoints() throws {
    // The same letter, written as two code points and as one.
    let labels = try RowLabels(["\u{E9}", "e\u{301}", "z", "Z"])
    #expect(labels.codes == [3, 1, 2, 0])
    #expect(labels.names.map(\.unicodeScalars.count) == [1, 2, 1, 1])
  }

  @Test func setsOfRowsAreLeftOutInOrder() throws {
    let splits = try LeavePOut(2).splits(rows: 4)
    #expect(splits.map(\.test) == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
    #expect(splits[1].train == [1, 3])
    #expect(try LeavePOut(7).splits(rows: 10).count == 120)
  }

  @Test func wrongProgramsStop() async {
    await #expect(processExitsWith: .failure) { _ = RowSplit(train: [3], test: []).divide([1, 2]) }
    await #expect(processExitsWith: .failure) { _ = try KFold(2).splits(rows: 4)[2] }
    await #expect(processExitsWith: .failure) { _ = try TrainTestSplit().split(Tensor([1, 2]), Tensor([1])) }
  }
}
