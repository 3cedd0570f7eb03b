/// Trains a model: batches, epochs, validation, metrics and what happens beside.
///
/// Steps, evaluations and predictions are compiled (see `compile`): the model and the loss are run with tensors that have no
/// values yet, so they must not read any.
///
/// The loss of a batch should be a mean over its samples: then the losses in reports don't depend on the size of batches. Where
/// samples don't count alike (a `Dataset` with weights, or `classWeights`), the loss sees their weights by `withSampleWeights`;
/// metrics count all samples alike. Penalties of layers (see `withPenalties`) are part of the loss in training.
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

  /// The model's loss and metrics on a data set; NaN for one without samples. Nothing is learnt.
  public func evaluate(_ data: Dataset, batchSize: Int = 1024) -> Evaluation {
    guard batchSize > 0 else { fatalError("evaluate: batches of \(batchSize) samples are none") }
    let program = compiledEvaluation()
    var means = Means(metrics)
    for batch in data.batches(of: batchSize) {
      let (loss, output) = program(batch)
      means.add(loss: loss.scalar, output, batch.y)
    }
    return means.result
  }

  /// The model's loss and metrics on samples that needn't be in memory; NaN if there are none. Nothing is learnt, and nothing
  /// augmented.
  ///
  /// - Parameters:
  ///   - data: A source, a stream, or a loader, which then says how large batches are.
  ///   - batchSize: How many samples are read at a time.
  /// - Throws: What reading throws.
  public func evaluate(_ data: any BatchSource, batchSize: Int = 1024) throws -> Evaluation {
    try compiledEvaluation().evaluation(of: data.loader(batchSize: batchSize, shuffled: false), metrics)
  }

  /// The model's outputs for all samples, batch by batch.
  public func predict(_ x: Tensor, batchSize: Int = 1024) -> Tensor {
    let model = compile { (x: Tensor) in withMode(.inference) { self.model(x) } }
    let outputs = Dataset(x, x).batches(of: batchSize).map { model($0.x) }
    return outputs.isEmpty ? model(x) : .concatenate(outputs)
  }

  /// The model's outputs for all samples of a source or a stream, in their order; for those of a loader in the order in which it
  /// reads them.
  ///
  /// - Throws: What reading throws.
  public func predict(_ data: any BatchSource, batchSize: Int = 1024) throws -> Tensor {
    var outputs: [Tensor] = []
    try predict(data, batchSize: batchSize) { output, _ in outputs.append(output) }
    return outputs.isEmpty ? .zeros([0]) : .concatenate(outputs)
  }

  /// The model's outputs batch by batch, for data of which memory can't hold all outputs.
  ///
  /// ```swift
  /// try trainer.predict(rows) { output, batch in try file.append(output.argmax(axis: 1)) }
  /// ```
  ///
  /// - Parameters:
  ///   - data: A source, a stream, or a loader, which then says how large batches are.
  ///   - batchSize: How many samples are read at a time.
  ///   - body: Takes the outputs of a batch, and the batch.
  /// - Throws: What reading and the body throw.
  public func predict(
    _ data: any BatchSource, batchSize: Int = 1024, _ body: (_ output: Tensor, _ batch: Dataset) throws -> Void
  ) throws {
    let model = compile { (x: Tensor) in withMode(.inference) { self.model(x) } }
    let loader = data.loader(batchSize: batchSize, shuffled: false)
    let batches = loader.batches(epoch: 0, from: 0, isTraining: false, random: RandomSource(seed: 0))
    while let batch = try batches.next() { try body(model(batch.x), batch) }
  }

  /// One step of training, compiled.
  func compiledStep() -> BatchProgram {
    let variables = model.namedParameters.map(\.variable)
    return BatchProgram(mode: .training) { x, y, weights in
      var output = x
      let (loss, gradients) = valueWithGradient(at: variables) {
        let (loss, penalty) = withPenalties {
          output = model(x)
          return lossValue(output, y, weights)
        }
        return penalty.map { loss + $0 } ?? loss
      }
      withoutGradient { optimizer.update(variables, along: gradients) }
      return (loss, output)
    }
  }

  /// The loss of a batch without learning, compiled.
  func compiledEvaluation() -> BatchProgram {
    BatchProgram(mode: .inference) { x, y, weights in
      let output = model(x)
      return (lossValue(output, y, weights), output)
    }
  }

  /// The loss of a batch.
  func lossValue(_ output: Tensor, _ target: Tensor, _ weights: Tensor?) -> Tensor {
    guard let weights else { return loss(output, target) }
    return withSampleWeights(weights) { loss(output, target) }
  }
}
