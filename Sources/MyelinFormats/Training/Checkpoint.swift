import MyelinFiles
import MyelinNN

extension Callback {
  /// Writes a checkpoint now and then: all that it takes to go on with `fit(_:…resumingFrom:)` as if the run had never
  /// stopped, with the same bits.
  ///
  /// A checkpoint holds the parameters and buffers, the optimizer's state, the state of the random source, the position in
  /// the data, the history, and what early stopping and other callbacks remember. `Module.load(from:)` reads the parameters
  /// out of it. The file is replaced whole or not at all, so whenever the process is killed, there is a sound one.
  ///
  /// ```swift
  /// try trainer.fit(
  ///   train, epochs: 100, seed: 1, callbacks: [.checkpoint(to: path, every: .steps(500))], resumingFrom: path)
  /// ```
  ///
  /// A run that is cancelled writes a checkpoint of where it stopped, unless `bestOnly`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - every: How often it is written; by default after every epoch.
  ///   - bestOnly: Whether only epochs are written that are better than all before.
  ///   - monitoring: What tells how good an epoch is; by default the loss, on the validation data if there are any.
  public static func checkpoint(
    to path: String, every interval: Interval = .epochs(1), bestOnly: Bool = false, monitoring monitor: Monitor = .loss
  ) -> Callback {
    let interval = interval.checked(in: "checkpoint")
    if bestOnly, case .steps = interval {
      fatalError("checkpoint: only whole epochs can be the best: give `bestOnly` an interval of epochs")
    }
    return Callback { Checkpoint(path, interval, monitor, bestOnly: bestOnly) }
  }
}

private final class Checkpoint: TrainingObserver {
  private let path: String
  private let interval: Interval
  private let monitor: Monitor
  private let bestOnly: Bool
  private var best: Double

  init(_ path: String, _ interval: Interval, _ monitor: Monitor, bestOnly: Bool) {
    (self.path, self.interval, self.monitor, self.bestOnly) = (path, interval, monitor, bestOnly)
    best = monitor.worst
  }

  /// The others must have done their part: what they remember is written.
  var comesLast: Bool { true }

  func trainingBegan(_ state: TrainingState) throws {
    if bestOnly { monitor.check(state) }
  }

  func batchEnded(_ state: TrainingState) throws {
    if interval.isDue(afterStep: state.step) { try write(state) }
  }

  func epochEnded(_ state: TrainingState) throws {
    guard let epoch = state.history.epochs.last else { return }
    if bestOnly {
      let value = monitor.value(of: epoch)
      // NaN is no improvement either.
      guard monitor.isBetter(value, than: best) else { return }
      best = value
    }
    // The end of the run is always worth a checkpoint: resuming it then does nothing.
    let isLast = state.stops || state.epoch == state.epochs - 1
    if interval.isDue(afterEpoch: state.epoch) || isLast { try write(state) }
  }

  func trainingCancelled(_ state: TrainingState) throws {
    if !bestOnly { try write(state) }
  }

  private func write(_ state: TrainingState) throws { try CheckpointFile.write(state.snapshot(), to: path) }

  var memory: ObserverMemory {
    get { ObserverMemory(numbers: ["best": best]) }
    set { best = newValue.numbers["best"] ?? best }
  }
}
