extension Callback {
  /// Sets the optimizer's learning rate before every epoch, which counts from 0.
  ///
  /// ```swift
  /// .learningRate(perEpoch: { epoch in 0.1 * pow(0.5, Double(epoch)) })
  /// ```
  public static func learningRate(perEpoch rate: @escaping @Sendable (_ epoch: Int) -> Double) -> Callback {
    Callback { EpochLearningRate(rate) }
  }

  /// Sets the optimizer's learning rate before every step, which counts from 0 over all epochs.
  public static func learningRate(perStep rate: @escaping @Sendable (_ step: Int) -> Double) -> Callback {
    Callback { StepLearningRate(rate) }
  }

  /// Lowers the optimizer's learning rate when the epochs don't get better any more: η ← max(factor · η, minimum).
  ///
  /// As PyTorch's `ReduceLROnPlateau` with `threshold_mode="abs"` and Keras' callback of that name.
  ///
  /// - Parameters:
  ///   - monitoring: What tells how good an epoch is; by default the loss, on the validation data if there are any.
  ///   - factor: What the rate is multiplied with, below 1.
  ///   - patience: How many epochs without improvement are allowed; the rate falls with the next one.
  ///   - minimumChange: How much better an epoch must be than the best one to count as an improvement.
  ///   - cooldown: For how many epochs after a change none is counted as without improvement.
  ///   - minimum: What the rate doesn't fall below.
  public static func reduceLearningRateOnPlateau(
    monitoring monitor: Monitor = .loss, factor: Double = 0.1, patience: Int = 10, minimumChange: Double = 1e-4,
    cooldown: Int = 0, minimum: Double = 0
  ) -> Callback {
    guard factor > 0, factor < 1 else {
      fatalError("reduceLearningRateOnPlateau: the factor \(factor) is not within 0…1")
    }
    return Callback {
      Plateau(
        monitor, factor: factor, patience: patience, minimumChange: minimumChange, cooldown: cooldown, minimum: minimum)
    }
  }
}

private final class EpochLearningRate: TrainingObserver {
  private let rate: @Sendable (Int) -> Double
  init(_ rate: @escaping @Sendable (Int) -> Double) { self.rate = rate }
  func epochBegan(_ state: TrainingState) throws { state.learningRate = rate(state.epoch) }
}

private final class StepLearningRate: TrainingObserver {
  private let rate: @Sendable (Int) -> Double
  init(_ rate: @escaping @Sendable (Int) -> Double) { self.rate = rate }
  func trainingBegan(_ state: TrainingState) throws { state.learningRate = rate(state.step) }
  func batchEnded(_ state: TrainingState) throws { state.learningRate = rate(state.step) }
}

private final class Plateau: TrainingObserver {
  private let monitor: Monitor
  private let factor: Double
  private let patience: Int
  private let minimumChange: Double
  private let cooldown: Int
  private let minimum: Double
  private var best: Double
  private var badEpochs = 0
  private var restingEpochs = 0

  init(_ monitor: Monitor, factor: Double, patience: Int, minimumChange: Double, cooldown: Int, minimum: Double) {
    self.monitor = monitor
    self.factor = factor
    self.patience = patience
    self.minimumChange = minimumChange
    self.cooldown = cooldown
    self.minimum = minimum
    best = monitor.worst
  }

  func epochEnded(_ state: TrainingState) throws {
    guard let last = state.history.epochs.last else { return }
    let value = monitor.value(of: last)
    if monitor.isBetter(value, than: best, by: minimumChange) {
      (best, badEpochs) = (value, 0)
    } else {
      badEpochs += 1
    }
    if restingEpochs > 0 { (restingEpochs, badEpochs) = (restingEpochs - 1, 0) }
    if badEpochs > patience {
      state.learningRate = max(factor * state.learningRate, minimum)
      (restingEpochs, badEpochs) = (cooldown, 0)
    }
  }

  var memory: ObserverMemory {
    get {
      ObserverMemory(numbers: [
        "best": best, "badEpochs": Double(badEpochs), "restingEpochs": Double(restingEpochs),
      ])
    }
    set {
      best = newValue.numbers["best"] ?? best
      badEpochs = newValue.numbers["badEpochs"].flatMap(Int.init(exactly:)) ?? 0
      restingEpochs = newValue.numbers["restingEpochs"].flatMap(Int.init(exactly:)) ?? 0
    }
  }
}
