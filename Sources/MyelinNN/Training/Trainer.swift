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
  /// The loss of samples with weights, if the trainer was made with one.
  let weightedLoss: WeightedLoss?

  /// A trainer of `model`; the model's parameters are changed in place.
  public init(_ model: Model, loss: @escaping Loss, optimizer: any Optimizer, metrics: [Metric] = []) {
    self.model = model
    self.loss = loss
    self.optimizer = optimizer
    self.metrics = metrics
    weightedLoss = nil
  }

  /// A trainer for samples that don't count alike: those of a `Dataset` with weights, or with `classWeights`.
  ///
  /// ```swift
  /// let trainer = Trainer(
  ///   model, weightedLoss: { output, target, weights in
  ///     let losses = (output - target).squared().mean(axis: -1)
  ///     return (weights.map { losses * $0 } ?? losses).mean()
  ///   }, optimizer: Adam())
  /// ```
  public init(
    _ model: Model, weightedLoss: @escaping WeightedLoss, optimizer: any Optimizer, metrics: [Metric] = []
  ) {
    self.model = model
    loss = { output, target in weightedLoss(output, target, nil) }
    self.optimizer = optimizer
    self.metrics = metrics
    self.weightedLoss = weightedLoss
  }

  /// The model's loss and metrics on a data set; NaN for one without samples. Nothing is learnt.
  public func evaluate(_ data: Dataset, batchSize: Int = 1024) -> Evaluation {
    compiledEvaluation().evaluation(of: data, batchSize: batchSize, metrics)
  }

  /// The model's outputs for all samples, batch by batch.
  public func predict(_ x: Tensor, batchSize: Int = 1024) -> Tensor {
    let model = compile { (x: Tensor) in withMode(.inference) { self.model(x) } }
    let outputs = Dataset(x, x).batches(of: batchSize).map { model($0.x) }
    return outputs.isEmpty ? model(x) : .concatenate(outputs)
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
  private func lossValue(_ output: Tensor, _ target: Tensor, _ weights: Tensor?) -> Tensor {
    guard let weights else { return loss(output, target) }
    guard let weightedLoss else {
      fatalError(
        "Trainer: the samples have weights, but the loss takes none: make the trainer with `weightedLoss:` instead of "
          + "`loss:`")
    }
    return weightedLoss(output, target, weights)
  }
}

/// A loss of samples that don't count alike, by their weights `[samples]`: `nil` if all count 1.
public typealias WeightedLoss = @Sendable (_ output: Tensor, _ target: Tensor, _ weights: Tensor?) -> Tensor
