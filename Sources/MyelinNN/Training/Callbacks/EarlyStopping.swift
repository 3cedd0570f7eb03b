extension Callback {
  /// Stops when the epochs don't get better any more.
  ///
  /// - Parameters:
  ///   - patience: How many epochs without improvement are allowed.
  ///   - monitoring: What tells how good an epoch is; by default the loss, on the validation data if there are any.
  ///   - minimumChange: How much better an epoch must be than the best one to count as an improvement.
  ///   - restoringBest: Whether the model gets back the parameters and buffers of its best epoch in the end.
  public static func earlyStopping(
    patience: Int, monitoring monitor: Monitor = .loss, minimumChange: Double = 0, restoringBest: Bool = true
  ) -> Callback {
    Callback { EarlyStopping(patience, monitor, minimumChange: minimumChange, restoresBest: restoringBest) }
  }
}

/// Remembers the best epoch and its parameters.
private final class EarlyStopping: TrainingObserver {
  private let patience: Int
  private let monitor: Monitor
  private let minimumChange: Double
  private let restoresBest: Bool
  private var best: (epoch: Int, value: Double, tensors: [String: Tensor])

  init(_ patience: Int, _ monitor: Monitor, minimumChange: Double, restoresBest: Bool) {
    self.patience = patience
    self.monitor = monitor
    self.minimumChange = minimumChange
    self.restoresBest = restoresBest
    best = (0, monitor.worst, [:])
  }

  func trainingBegan(_ state: TrainingState) throws {
    monitor.check(state)
    // What comes out of a checkpoint may be anything.
    guard best.value != monitor.worst else { return }
    let present = state.modelTensors
    let fits =
      state.history.epochs.indices.contains(best.epoch)
      && (!restoresBest || present.allSatisfy { name, value in best.tensors[name]?.shape == value.shape })
    guard fits else { throw ResumeError("what early stopping remembers of the best epoch doesn't fit the model") }
  }

  func epochEnded(_ state: TrainingState) throws {
    guard let last = state.history.epochs.last else { return }
    let value = monitor.value(of: last)
    if monitor.isBetter(value, than: best.value, by: minimumChange) {
      best = (state.epoch, value, restoresBest ? state.modelTensors : [:])
    } else if state.epoch - best.epoch >= patience {
      state.stops = true
    }
  }

  func trainingEnded(_ state: TrainingState) throws {
    // `state.epoch` is also the epoch that an error cut short, which may have changed the parameters.
    guard restoresBest, best.value != monitor.worst, best.epoch != state.epoch else { return }
    state.modelTensors = best.tensors
    state.history.restoredEpoch = best.epoch
  }

  var memory: ObserverMemory {
    get {
      ObserverMemory(numbers: ["epoch": Double(best.epoch), "value": best.value], tensors: best.tensors)
    }
    set {
      guard let epoch = newValue.numbers["epoch"].flatMap(Int.init(exactly:)), let value = newValue.numbers["value"]
      else { return }
      best = (epoch, value, newValue.tensors)
    }
  }
}
