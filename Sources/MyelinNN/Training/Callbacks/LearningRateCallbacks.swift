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
  /// As PyTorch's `ReduceLROnPlateau` with `threshold_mode="abs"` and Keras' callback of that name. It can watch any metric; to
  /// watch the loss, the optimizer's own schedule `.onPlateau` does as well.
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
    let plateau = Plateau(
      factor: factor, patience: patience, goal: monitor.direction == .lowest ? .minimize : .maximize,
      threshold: .absolute(minimumChange), cooldown: cooldown, minimum: minimum)
    return Callback { PlateauLearningRate(monitor, plateau) }
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

private final class PlateauLearningRate: TrainingObserver {
  private let monitor: Monitor
  private let plateau: Plateau
  private let state: Variable

  init(_ monitor: Monitor, _ plateau: Plateau) {
    (self.monitor, self.plateau, state) = (monitor, plateau, plateau.makeState())
  }

  func trainingBegan(_ state: TrainingState) throws { monitor.check(state) }

  func epochEnded(_ state: TrainingState) throws {
    guard let last = state.history.epochs.last else { return }
    if plateau.isReached(with: monitor.value(of: last), self.state) {
      state.learningRate = plateau.lowered(state.learningRate)
    }
  }

  var memory: ObserverMemory {
    get { ObserverMemory(tensors: ["plateau": state.value]) }
    set {
      if let value = newValue.tensors["plateau"], value.shape == state.value.shape { state.value = value }
    }
  }
}
