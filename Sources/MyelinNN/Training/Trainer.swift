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
  func lossValue(_ output: Tensor, _ target: Tensor, _ weights: Tensor?) -> Tensor {
    guard let weights else { return loss(output, target) }
    return withSampleWeights(weights) { loss(output, target) }
  }
}
