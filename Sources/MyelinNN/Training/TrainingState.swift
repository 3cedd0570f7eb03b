/// Where training stands.
public final class TrainingState {
  /// The parameters that are trained.
  public let variables: [Variable]
  /// The paths of `variables` in the model, such as `layers.0.weight`.
  public let names: [String]
  /// The model's buffers with their paths: what is saved with the parameters but not trained.
  public let buffers: [(name: String, variable: Variable)]
  /// The most epochs there will be.
  public let epochs: Int
  /// The number of batches in an epoch; 0 in the first pass over a stream, whose length nobody knows before its end.
  public internal(set) var batches: Int
  /// The epoch that runs, or that has ended last, from 0.
  public internal(set) var epoch = 0
  /// The number of batches of this epoch that are done.
  public internal(set) var batch = 0
  /// The number of steps that are done, over all epochs.
  public internal(set) var step = 0
  /// The loss of the last batch.
  public internal(set) var batchLoss = 0.0
  /// The mean loss of this epoch so far.
  public var loss: Double { means.loss }
  /// The epochs that are done.
  public internal(set) var history = History()
  /// Whether training ends after this epoch; an observer may set it.
  public var stops = false

  /// What is gathered over the epoch's batches.
  var means: Means
  /// Makes a snapshot of the run.
  var makeSnapshot: () -> TrainingSnapshot = { fatalError("TrainingState.snapshot: training hasn't begun") }
  /// Told of a new learning rate.
  var learningRateChanged: (Double) -> Void = { _ in }
  private let optimizer: any Optimizer

  init(
    parameters: [(name: String, variable: Variable)], buffers: [(name: String, variable: Variable)],
    optimizer: any Optimizer, means: Means, epochs: Int, batches: Int
  ) {
    (names, variables) = (parameters.map(\.name), parameters.map(\.variable))
    self.buffers = buffers
    self.optimizer = optimizer
    self.means = means
    (self.epochs, self.batches) = (epochs, batches)
  }

  /// The optimizer's learning rate, from which its schedule starts; a new one holds from the next step on.
  public var learningRate: Double {
    get { optimizer.learningRate }
    set {
      optimizer.learningRate = newValue
      learningRateChanged(newValue)
    }
  }

  /// The size of the next step: the learning rate as the optimizer's schedule changes it.
  public var currentLearningRate: Double { optimizer.currentLearningRate }

  /// The parameters and buffers by their paths; new values may be set.
  public var modelTensors: [String: Tensor] {
    get {
      Dictionary(modelVariables.map { ($0.name, $0.variable.value) }, uniquingKeysWith: { first, _ in first })
    }
    set {
      for (name, variable) in modelVariables {
        if let value = newValue[name] { variable.value = value }
      }
    }
  }

  /// The parameters and buffers with their paths.
  var modelVariables: [(name: String, variable: Variable)] { zip(names, variables).map { ($0, $1) } + buffers }

  /// All that it takes to go on from here as if nothing had happened.
  package func snapshot() -> TrainingSnapshot { makeSnapshot() }
}
