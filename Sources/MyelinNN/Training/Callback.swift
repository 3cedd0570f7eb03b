/// What happens beside training: progress, stopping, saving.
public struct Callback: Sendable {
  /// Makes the observer of one call of `fit`.
  let makeObserver: @Sendable () -> any TrainingObserver

  /// A callback whose observer is made anew for every call of `fit`.
  public init(_ makeObserver: @escaping @Sendable () -> any TrainingObserver) { self.makeObserver = makeObserver }

  /// A callback that runs after every epoch.
  public static func afterEpoch(_ body: @escaping @Sendable (TrainingState) throws -> Void) -> Callback {
    Callback { AfterEpoch(body) }
  }

  /// Shows how training goes on the standard error: a bar on a terminal; elsewhere a line per epoch, or ten lines in all
  /// if there are more than 20 epochs.
  public static let progressBar = Callback { ProgressBar() }

  /// Stops when the loss (on the validation data, if there are any) hasn't fallen for `patience` epochs.
  ///
  /// - Parameters:
  ///   - patience: How many epochs without improvement are allowed.
  ///   - minimumChange: How much lower the loss must be to count as an improvement.
  ///   - restoringBest: Whether the model gets back the parameters of its best epoch in the end.
  public static func earlyStopping(
    patience: Int, minimumChange: Double = 0, restoringBest: Bool = true
  ) -> Callback {
    Callback { EarlyStopping(patience: patience, minimumChange: minimumChange, restoresBest: restoringBest) }
  }
}

/// Observes one call of `fit`. Every method has an empty default.
public protocol TrainingObserver: AnyObject {
  /// Called before the first epoch.
  func trainingBegan(_ state: TrainingState) throws
  /// Called after every batch.
  func batchEnded(_ state: TrainingState) throws
  /// Called after every epoch, when its numbers are in the history.
  func epochEnded(_ state: TrainingState) throws
  /// Called after the last epoch, also if training ends with an error.
  func trainingEnded(_ state: TrainingState) throws
}

extension TrainingObserver {
  /// Does nothing.
  public func trainingBegan(_ state: TrainingState) throws {}
  /// Does nothing.
  public func batchEnded(_ state: TrainingState) throws {}
  /// Does nothing.
  public func epochEnded(_ state: TrainingState) throws {}
  /// Does nothing.
  public func trainingEnded(_ state: TrainingState) throws {}
}

/// Where training stands.
public final class TrainingState {
  /// The parameters that are trained.
  public let variables: [Variable]
  /// The paths of `variables` in the model, such as `layers.0.weight`.
  public let names: [String]
  /// The most epochs there will be.
  public let epochs: Int
  /// The number of batches in an epoch.
  public let batches: Int
  /// The epoch that runs, from 0.
  public internal(set) var epoch = 0
  /// The number of batches of this epoch that are done.
  public internal(set) var batch = 0
  /// The mean loss of this epoch so far.
  public internal(set) var loss = 0.0
  /// The epochs that are done.
  public internal(set) var history = History()
  /// Whether training ends after this epoch; an observer may set it.
  public var stops = false

  init(parameters: [(name: String, variable: Variable)], epochs: Int, batches: Int) {
    (names, variables) = (parameters.map(\.name), parameters.map(\.variable))
    (self.epochs, self.batches) = (epochs, batches)
  }
}

private final class AfterEpoch: TrainingObserver {
  let body: @Sendable (TrainingState) throws -> Void
  init(_ body: @escaping @Sendable (TrainingState) throws -> Void) { self.body = body }
  func epochEnded(_ state: TrainingState) throws { try body(state) }
}

/// Remembers the best epoch and its parameters.
private final class EarlyStopping: TrainingObserver {
  let patience: Int
  let minimumChange: Double
  let restoresBest: Bool
  var best = (epoch: 0, loss: Double.infinity, values: [Tensor]())

  init(patience: Int, minimumChange: Double, restoresBest: Bool) {
    (self.patience, self.minimumChange, self.restoresBest) = (patience, minimumChange, restoresBest)
  }

  func epochEnded(_ state: TrainingState) throws {
    guard let last = state.history.epochs.last else { return }
    let loss = last.validationLoss ?? last.loss
    if loss < best.loss - minimumChange {
      best = (state.epoch, loss, restoresBest ? state.variables.map(\.value) : [])
    } else if state.epoch - best.epoch >= patience {
      state.stops = true
    }
  }

  func trainingEnded(_ state: TrainingState) throws {
    // `state.epoch` is also the epoch that an error cut short, which may have changed the parameters.
    guard restoresBest, best.loss < .infinity, best.epoch != state.epoch else { return }
    for (variable, value) in zip(state.variables, best.values) { variable.value = value }
    state.history.restoredEpoch = best.epoch
  }
}
