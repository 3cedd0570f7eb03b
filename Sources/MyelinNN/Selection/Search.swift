/// One combination of hyper-parameters that is tried.
public struct Trial: Sendable, Hashable, Codable {
  /// Which of the search's combinations this is, from 0.
  public let number: Int
  /// The chosen values by name.
  public let values: [String: HyperParameterValue]
  /// How many epochs a search by halving lets this trial train; `nil` in other searches.
  public let epochs: Int?

  /// A number, whole or not.
  public subscript(name: String) -> Double {
    switch value(name) {
    case .number(let value): return value
    case .integer(let value): return Double(value)
    case let other: fatalError("Trial: '\(name)' is \(other), which is no number")
    }
  }

  /// A whole number.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = value(name) else { fatalError("Trial: '\(name)' is no whole number") }
    return value
  }

  /// A text.
  public func text(_ name: String) -> String {
    guard case .text(let value) = value(name) else { fatalError("Trial: '\(name)' is no text") }
    return value
  }

  /// Yes or no.
  public func flag(_ name: String) -> Bool {
    guard case .flag(let value) = value(name) else { fatalError("Trial: '\(name)' is neither true nor false") }
    return value
  }

  private func value(_ name: String) -> HyperParameterValue {
    guard let value = values[name] else {
      fatalError("Trial: there is no hyper-parameter '\(name)' among \(values.keys.sorted())")
    }
    return value
  }
}

/// Trains with one combination of hyper-parameters, and judges.
public typealias TrialBody = @Sendable (_ trial: Trial) async throws -> Evaluation

/// Tries every combination of the hyper-parameters' values, side by side on the processors.
///
/// A trial whose loss becomes infinite or NaN counts as failed, and the search goes on. See `randomSearch` for an example.
///
/// - Parameters:
///   - space: The hyper-parameters; all must have finitely many values.
///   - seed: What all that trials draw depends on, whatever the number of processors.
///   - concurrency: How many trials run at a time; by default as many as there are processors.
///   - body: Trains with one combination, and judges by data that it didn't learn from.
/// - Throws: What a trial throws; the others are cancelled.
public func gridSearch(
  _ space: SearchSpace, seed: Int = 0, concurrency: Int? = nil, _ body: @escaping TrialBody
) async throws -> SearchResults {
  let trials = space.grid().enumerated().map { Trial(number: $0.offset, values: $0.element, epochs: nil) }
  return SearchResults(
    parameters: space.parameters.map(\.name), results: try await run(trials, seed, concurrency, body))
}

/// Tries combinations of hyper-parameters drawn at random, side by side on the processors.
///
/// ```swift
/// let results = try await randomSearch(
///   ["learningRate": .logarithmic(1e-4...1e-1), "width": .choice([16, 32, 64])], trials: 20, seed: 1
/// ) { trial in
///   let model = Sequential {
///     Dense(2, trial.integer("width"), activation: .tanh)
///     Dense(trial.integer("width"), 1)
///   }
///   let trainer = Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: trial["learningRate"]))
///   try trainer.fit(train, epochs: 20)
///   return trainer.evaluate(validation)
/// }
/// print(results.sorted(by: .loss))
/// ```
///
/// A trial whose loss becomes infinite or NaN counts as failed, and the search goes on.
///
/// - Parameters:
///   - space: The hyper-parameters.
///   - count: How many combinations are tried.
///   - seed: What the combinations and all that trials draw depend on, whatever the number of processors.
///   - concurrency: How many trials run at a time; by default as many as there are processors.
///   - body: Trains with one combination, and judges by data that it didn't learn from.
/// - Throws: What a trial throws; the others are cancelled.
public func randomSearch(
  _ space: SearchSpace, trials count: Int, seed: Int = 0, concurrency: Int? = nil, _ body: @escaping TrialBody
) async throws -> SearchResults {
  let trials = drawnTrials(space, count, seed).map { Trial(number: $0.offset, values: $0.element, epochs: nil) }
  return SearchResults(
    parameters: space.parameters.map(\.name), results: try await run(trials, seed, concurrency, body))
}

/// Tries combinations of hyper-parameters drawn at random, and gives more epochs only to the better ones (successive halving).
///
/// All train for `epochs.lowerBound` epochs; the best `1/factor` of them train again, `factor` times as long; and so on, to
/// `epochs.upperBound` epochs at most, or until one is left. `trial.epochs` says how long.
///
/// Source: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization" (2016); as
/// scikit-learn's `HalvingRandomSearchCV`.
///
/// - Parameters:
///   - space: The hyper-parameters.
///   - count: How many combinations are tried at first.
///   - epochs: How long trials train at first and at most.
///   - factor: By how much trials become fewer, and longer, from round to round.
///   - score: What tells how good a trial is.
///   - seed: What the combinations and all that trials draw depend on, whatever the number of processors.
///   - concurrency: How many trials run at a time; by default as many as there are processors.
///   - body: Trains with one combination for `trial.epochs` epochs, and judges by data that it didn't learn from.
/// - Returns: The results of all rounds: a combination that came far appears several times.
/// - Throws: What a trial throws; the others are cancelled.
public func halvingSearch(
  _ space: SearchSpace, trials count: Int, epochs: ClosedRange<Int>, factor: Int = 3, by score: Score = .loss,
  seed: Int = 0, concurrency: Int? = nil, _ body: @escaping TrialBody
) async throws -> SearchResults {
  guard factor >= 2, epochs.lowerBound > 0 else {
    fatalError("halvingSearch: the factor \(factor) must be 2 or more, and the epochs \(epochs) positive")
  }
  var left = drawnTrials(space, count, seed).map { (number: $0.offset, values: $0.element) }
  var length = epochs.lowerBound
  var results: [SearchResults.Result] = []
  while true {
    let trials = left.map { Trial(number: $0.number, values: $0.values, epochs: length) }
    let round = try await run(trials, seed, concurrency, body)
    results += round
    guard left.count > 1, length < epochs.upperBound else { break }
    let best = SearchResults(parameters: [], results: round).sorted(by: score).results
    left = best.prefix(max(left.count / factor, 1)).map { ($0.trial.number, $0.trial.values) }
    length = min(length * factor, epochs.upperBound)
  }
  return SearchResults(parameters: space.parameters.map(\.name), results: results)
}

private func drawnTrials(
  _ space: SearchSpace, _ count: Int, _ seed: Int
) -> EnumeratedSequence<[[String: HyperParameterValue]]> {
  guard count > 0 else { fatalError("search: \(count) trials are none") }
  let source = RandomSource(Philox(seed: UInt64(bitPattern: Int64(seed))))
  return (0..<count).map { _ in space.draw(from: source) }.enumerated()
}

/// Runs the trials. Each draws from the stream of its number, so that it begins alike in every round.
private func run(
  _ trials: [Trial], _ seed: Int, _ concurrency: Int?, _ body: @escaping TrialBody
) async throws -> [SearchResults.Result] {
  try await parallelTrials(trials.count, concurrency: concurrency, seed: seed, streams: trials.map { $0.number + 1 }) {
    index in
    do {
      return SearchResults.Result(trial: trials[index], evaluation: try await body(trials[index]), failure: nil)
    } catch let error as TrainingError {
      guard case .diverged = error else { throw error }
      return SearchResults.Result(
        trial: trials[index], evaluation: Evaluation(loss: .nan, metrics: [:]), failure: "\(error)")
    }
  }
}
