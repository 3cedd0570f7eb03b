import Myelin
import Testing

@testable import MyelinNN

/// Cross-validation and searches give the same whatever the number of trainings at a time.
@Suite struct SearchTests {
  private static let data = withRandomSeed(1) {
    let x = Tensor.randomNormal([60, 2])
    return Dataset(x, (x[.all, 0] * x[.all, 1] .> 0).cast(to: .float32).unsqueezed(axis: 1))
  }

  @Sendable private static func evaluation(
    _ training: Dataset, _ validation: Dataset, width: Int = 4, rate: Double = 0.05, epochs: Int = 3
  ) throws -> Evaluation {
    let model = Sequential {
      Dense(2, width, activation: .tanh)
      Dense(width, 1)
    }
    let trainer = Trainer(
      model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: rate), metrics: [.accuracy])
    try trainer.fit(training, epochs: epochs, batchSize: 8)
    return trainer.evaluate(validation)
  }

  @Test func crossValidationDependsOnTheSeedAlone() async throws {
    func run(_ seed: Int, _ concurrency: Int?) async throws -> CrossValidation {
      try await crossValidate(
        Self.data, folds: 4, stratified: true, seed: seed, concurrency: concurrency
      ) { try Self.evaluation($0.training, $0.validation) }
    }
    let result = try await run(1, 1)
    #expect(result.folds.count == 4)
    #expect(try await run(1, 3) == result)
    #expect(try await run(1, nil) == result)
    #expect(try await run(2, 2) != result)
    let losses = result.folds.map(\.loss)
    #expect(abs(result.mean.loss - losses.reduce(0, +) / 4) < 1e-12)
    #expect(result.standardDeviation.loss > 0)
    let lines = result.description.split(separator: "\n")
    #expect(lines.count == 8 && lines[0].hasSuffix("accuracy"))
  }

  @Test func aGridIsTriedWhole() async throws {
    let space: SearchSpace = [
      "width": .choice([2, 4]), "rate": .choice([0.01, 0.1, 1e39]), "depth": .integers(1...2),
    ]
    func run(_ concurrency: Int) async throws -> SearchResults {
      try await gridSearch(space, seed: 3, concurrency: concurrency) { trial in
        try Self.evaluation(Self.data, Self.data, width: trial.integer("width"), rate: trial["rate"])
      }
    }
    let results = try await run(1)
    #expect(results.results.count == 12)
    #expect(results.results.map(\.trial.number) == Array(0..<12))
    #expect(results.results[1].trial.values == ["width": 2, "rate": 0.01, "depth": 2])
    let parallel = try await run(4)
    // NaN differs from itself.
    #expect("\(parallel.csv)" == "\(results.csv)")
    let sorted = results.sorted(by: .highest("accuracy"))
    #expect(sorted.results.suffix(4).allSatisfy { $0.trial["rate"] == 1e39 && $0.failure != nil })
    #expect(results.best()?.evaluation.loss == results.results.map(\.evaluation.loss).filter { !$0.isNaN }.min())
    #expect(results.csv.hasPrefix("trial,width,rate,depth,loss,accuracy\n0,2,0.01,1,"))
    #expect(results.description.contains("failed"))
  }

  @Test func randomTrialsStayWithinTheirRanges() async throws {
    let space: SearchSpace = [
      "rate": .logarithmic(1e-4...1e-1), "share": .uniform(2...3), "width": .integers(3...5),
      "name": .choice(["a", "b"]), "flag": .choice([true, false]),
    ]
    @Sendable func score(_ trial: Trial) -> Evaluation {
      Evaluation(loss: trial["rate"], metrics: ["draw": RandomSource.current.draw { $0.uniform() }])
    }
    let results = try await randomSearch(space, trials: 40, seed: 1, concurrency: 1) { score($0) }
    for result in results.results {
      let trial = result.trial
      #expect((1e-4...1e-1).contains(trial["rate"]) && (2...3).contains(trial["share"]))
      #expect((3...5).contains(trial.integer("width")) && ["a", "b"].contains(trial.text("name")))
    }
    #expect(Set(results.results.map { $0.trial.flag("flag") }).count == 2)
    #expect(results.results.count { $0.trial["rate"] < 1e-2 } > 20)
    #expect(Set(results.results.map(\.evaluation.metrics)).count == 40)
    #expect(try await randomSearch(space, trials: 40, seed: 1, concurrency: 7) { score($0) } == results)
    #expect(try await randomSearch(space, trials: 40, seed: 2) { score($0) } != results)
  }

  @Test func halvingGivesTheBetterOnesMoreEpochs() async throws {
    let results = try await halvingSearch(
      ["quality": .uniform(0...1)], trials: 9, epochs: 2...12, by: .highest("score"), seed: 1
    ) { trial in
      Evaluation(loss: 0, metrics: ["score": trial["quality"] * Double(trial.epochs ?? 0)])
    }
    #expect(results.results.compactMap(\.trial.epochs) == [Int](repeating: 2, count: 9) + [6, 6, 6, 12])
    let best = results.results.map { $0.trial["quality"] }.max()
    #expect(results.best(by: .highest("score"))?.trial["quality"] == best)
  }

  @Test func errorsAreThrown() async {
    struct Failure: Error {}
    await #expect(throws: Failure.self) {
      try await gridSearch(["a": .integers(1...9)]) { trial in
        if trial["a"] == 4 { throw Failure() }
        return Evaluation(loss: 0)
      }
    }
  }

  @Test(arguments: [(0, "0"), (1.25, "1.25"), (0.000123456, "0.00012346"), (-123456.7, "-123460.0"), (.nan, "nan")])
  func numbersHaveFiveDigits(value: Double, text: String) { #expect(value.shortText == text) }

  @Test func mistakesStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try await gridSearch(["rate": .logarithmic(1e-4...1)]) { _ in Evaluation(loss: 0) }
    }
    #expect(message(result).contains("'rate' has infinitely many values: give a choice, or use randomSearch"))
    let unknown = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try await gridSearch(["rate": .choice([1])]) { Evaluation(loss: $0["rat"]) }
    }
    #expect(message(unknown).contains("there is no hyper-parameter 'rat' among [\"rate\"]"))
  }
}
