/// How good a way to train is: the results on parts of the data that were held out in turn.
public struct CrossValidation: Sendable, Hashable, Codable {
  /// The loss and metrics on every fold's held-out part, in order.
  public let folds: [Evaluation]

  /// The results of the folds.
  public init(folds: [Evaluation]) { self.folds = folds }

  /// The means over the folds.
  public var mean: Evaluation { summary { $0.reduce(0, +) / Double($0.count) } }

  /// The standard deviations over the folds (of the population, as NumPy's `std`).
  public var standardDeviation: Evaluation {
    summary { values in
      let mean = values.reduce(0, +) / Double(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
  }

  private func summary(_ number: ([Double]) -> Double) -> Evaluation {
    let names = folds.first.map { Array($0.metrics.keys) } ?? []
    let metrics = names.map { name in (name, number(folds.map { $0.metrics[name] ?? .nan })) }
    return Evaluation(loss: number(folds.map(\.loss)), metrics: Dictionary(uniqueKeysWithValues: metrics))
  }
}

extension CrossValidation: CustomStringConvertible {
  /// A table: a line for each fold, then means and standard deviations.
  public var description: String {
    let names = folds.first?.metrics.keys.sorted() ?? []
    func row(_ title: String, _ result: Evaluation) -> [String] {
      [title] + ([result.loss] + names.map { result.metrics[$0] ?? .nan }).map(\.shortText)
    }
    var rows = folds.enumerated().map { row("\($0.offset)", $0.element) }
    rows += [row("mean", mean), row("deviation", standardDeviation)]
    return TextTable(header: ["fold", "loss"] + names, rows: rows).description
  }
}

/// Trains and judges once for every fold of the data; folds run side by side on the processors.
///
/// ```swift
/// let result = try await crossValidate(data, folds: 5, stratified: true, seed: 1) { fold in
///   let model = Sequential { Dense(4, 16, activation: .relu); Dense(16, 3) }
///   let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(), metrics: [.accuracy])
///   try trainer.fit(fold.training, epochs: 20)
///   return trainer.evaluate(fold.validation)
/// }
/// print(result.mean.metrics["accuracy"] ?? .nan)
/// ```
///
/// The folds, the first weights and all else that is drawn depend on `seed` alone, whatever the number of processors.
///
/// - Parameters:
///   - data: What is shared out.
///   - count: How many folds.
///   - stratified: Whether every fold has about the same share of every class.
///   - shuffled: Whether the samples are put in random order first.
///   - seed: What all random numbers depend on.
///   - concurrency: How many folds run at a time; by default as many as there are processors.
///   - train: Makes a model, trains it with `fold.training`, and judges it by `fold.validation`.
/// - Throws: What a fold throws; the others are cancelled.
public func crossValidate(
  _ data: Dataset, folds count: Int = 5, stratified: Bool = false, shuffled: Bool = true, seed: Int = 0,
  concurrency: Int? = nil, train: @escaping @Sendable (_ fold: Dataset.Fold) async throws -> Evaluation
) async throws -> CrossValidation {
  let source = RandomSource(Philox(seed: UInt64(bitPattern: Int64(seed))))
  let folds = data.folds(count, stratified: stratified, shuffled: shuffled, from: source)
  let results = try await parallelTrials(count, concurrency: concurrency, seed: seed) { try await train(folds[$0]) }
  return CrossValidation(folds: results)
}
