/// Trains a model: batches, epochs, validation, metrics and what happens beside.
///
/// Steps, evaluations and predictions are compiled (see `compile`): the model and the loss are run with tensors that have no
/// values yet, so they must not read any.
///
/// The loss of a batch should be a mean over its samples: then the losses in reports don't depend on the size of batches.
///
/// ```swift
/// let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
/// let history = try trainer.fit(
///   train, validation: test, epochs: 5, batchSize: 128,
///   callbacks: [.progressBar, .earlyStopping(patience: 3)])
/// ```
public struct Trainer<Model: Layer>: Sendable {
  /// What is trained.
  public let model: Model
  /// What is made small.
  public let loss: Loss
  /// How the parameters follow the gradient.
  public let optimizer: any Optimizer
  /// What is reported beside the loss.
  public let metrics: [Metric]

  /// A trainer of `model`; the model's parameters are changed in place.
  public init(_ model: Model, loss: @escaping Loss, optimizer: any Optimizer, metrics: [Metric] = []) {
    self.model = model
    self.loss = loss
    self.optimizer = optimizer
    self.metrics = metrics
  }

  /// Trains the model.
  ///
  /// - Parameters:
  ///   - data: The samples to learn from.
  ///   - validation: Samples to judge by after every epoch, which the model doesn't learn from.
  ///   - epochs: How many times every sample is learnt from, at most.
  ///   - batchSize: How many samples make one step; the epoch's last step may have fewer.
  ///   - shuffled: Whether the samples are put in a new order before every epoch.
  ///   - callbacks: What happens beside.
  /// - Returns: What was measured.
  /// - Throws: `TrainingError` if there are no samples, or if the loss becomes infinite or NaN; what callbacks throw.
  @discardableResult
  public func fit(
    _ data: Dataset, validation: Dataset? = nil, epochs: Int = 1, batchSize: Int = 32, shuffled: Bool = true,
    callbacks: [Callback] = []
  ) throws -> History {
    guard epochs >= 0, batchSize > 0 else {
      fatalError("fit: \(epochs) epochs of batches of \(batchSize): neither may be negative, nor the batches empty")
    }
    guard data.count > 0 else { throw TrainingError.noSamples }
    if validation?.count == 0 { throw TrainingError.noValidationSamples }
    let state = TrainingState(
      parameters: model.namedParameters, epochs: epochs, batches: data.batches(of: batchSize).count)
    let observers = callbacks.map { $0.makeObserver() }
    do {
      try run(data, validation, batchSize, shuffled, state, observers)
    } catch {
      // Observers put things in order, but can't replace the error.
      for observer in observers { try? observer.trainingEnded(state) }
      throw error
    }
    for observer in observers { try observer.trainingEnded(state) }
    return state.history
  }

  /// All epochs.
  private func run(
    _ data: Dataset, _ validation: Dataset?, _ batchSize: Int, _ shuffled: Bool, _ state: TrainingState,
    _ observers: [any TrainingObserver]
  ) throws {
    for observer in observers { try observer.trainingBegan(state) }
    let step = compiledStep(state.variables)
    let judge = validation.map { _ in compiledEvaluation() }
    for epoch in 0..<state.epochs where !state.stops {
      state.epoch = epoch
      let training = try trainEpoch(data, batchSize, shuffled, state, observers, step)
      let judged = judge.flatMap { judge in validation.map { evaluate($0, batchSize: 1024, by: judge) } }
      state.history.epochs.append(
        History.Epoch(
          loss: training.loss, metrics: training.metrics, validationLoss: judged?.loss,
          validationMetrics: judged?.metrics))
      for observer in observers { try observer.epochEnded(state) }
    }
  }

  /// One step per batch.
  private func trainEpoch(
    _ data: Dataset, _ batchSize: Int, _ shuffled: Bool, _ state: TrainingState, _ observers: [any TrainingObserver],
    _ step: Step
  ) throws -> Evaluation {
    var means = Means(metrics)
    state.batch = 0
    for batch in data.batches(of: batchSize, shuffled: shuffled) {
      let (loss, output) = step(batch.x, batch.y)
      let value = loss.scalar
      guard value.isFinite else { throw TrainingError.diverged(epoch: state.epoch + 1, loss: value) }
      means.add(loss: value, output, batch.y)
      state.batch += 1
      state.loss = means.loss
      for observer in observers { try observer.batchEnded(state) }
    }
    return means.result
  }

  /// What a program gives for a batch: its loss, and the model's outputs.
  private typealias Step = CompiledFunction<(Tensor, Tensor), (Tensor, Tensor)>

  /// One step of training, compiled.
  private func compiledStep(_ variables: [Variable]) -> Step {
    compile { (x: Tensor, y: Tensor) -> (Tensor, Tensor) in
      var output = x
      let (value, gradients) = valueWithGradient(at: variables) {
        output = model(x)
        return loss(output, y)
      }
      withoutGradient { optimizer.update(variables, along: gradients) }
      return (value, output)
    }
  }

  /// The loss of a batch without learning, compiled.
  private func compiledEvaluation() -> Step {
    compile { (x: Tensor, y: Tensor) -> (Tensor, Tensor) in
      let output = model(x)
      return (loss(output, y), output)
    }
  }

  /// The model's loss and metrics on a data set; NaN for one without samples. Nothing is learnt.
  public func evaluate(_ data: Dataset, batchSize: Int = 1024) -> Evaluation {
    evaluate(data, batchSize: batchSize, by: compiledEvaluation())
  }

  private func evaluate(_ data: Dataset, batchSize: Int, by judge: Step) -> Evaluation {
    var means = Means(metrics)
    for batch in data.batches(of: batchSize) {
      let (loss, output) = judge(batch.x, batch.y)
      means.add(loss: loss.scalar, output, batch.y)
    }
    return means.result
  }

  /// The model's outputs for all samples, batch by batch.
  public func predict(_ x: Tensor, batchSize: Int = 1024) -> Tensor {
    let model = compile { (x: Tensor) in self.model(x) }
    let outputs = Dataset(x, x).batches(of: batchSize).map { model($0.x) }
    return outputs.isEmpty ? model(x) : .concatenate(outputs)
  }
}

/// Why training can't go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// There is nothing to learn from.
  case noSamples
  /// There is nothing to judge by.
  case noValidationSamples
  /// The loss of a batch in that epoch (from 1) was infinite or NaN.
  case diverged(epoch: Int, loss: Double)

  /// What went wrong and what to do.
  public var description: String {
    switch self {
    case .noSamples: "the training data has no samples"
    case .noValidationSamples: "the validation data has no samples: leave it out, or give it some"
    case .diverged(let epoch, let loss):
      "the loss became \(loss.isNaN ? "NaN" : "\(loss)") in epoch \(epoch): lower the learning rate, or look for "
        + "missing, infinite or huge values in the data"
    }
  }
}

/// The mean loss and the metrics of the samples so far, gathered batch by batch.
private struct Means {
  let metrics: [Metric]
  var accumulators: [any MetricAccumulator]
  var count = 0
  var sum = 0.0

  init(_ metrics: [Metric]) {
    self.metrics = metrics
    accumulators = metrics.map { $0.makeAccumulator() }
  }

  mutating func add(loss: Double, _ output: Tensor, _ target: Tensor) {
    let size = target.shape[0]
    count += size
    sum += loss * Double(size)
    for index in accumulators.indices { accumulators[index].update(output, target, weights: nil) }
  }

  var loss: Double { sum / Double(count) }

  /// Metrics may have much to compute here: asked for once, at the end.
  var result: Evaluation {
    let results = zip(metrics, accumulators).map { ($0.name, $1.result) }
    return Evaluation(loss: loss, metrics: Dictionary(results, uniquingKeysWith: { $1 }))
  }
}
