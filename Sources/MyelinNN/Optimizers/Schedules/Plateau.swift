/// When training counts as stuck, and how the learning rate falls then: what `LearningRateSchedule.onPlateau` is made of.
///
/// The defaults are those of PyTorch's `ReduceLROnPlateau`.
public struct Plateau: Sendable, Hashable {
  /// Which metrics are good.
  public enum Goal: Sendable, Hashable {
    /// Small ones: losses.
    case minimize
    /// Large ones: accuracies.
    case maximize
  }

  /// How much better than the best so far a metric must be to count as progress.
  public enum Threshold: Sendable, Hashable {
    /// By a share of the best.
    case relative(Double)
    /// By so much.
    case absolute(Double)
  }

  /// What the learning rate is multiplied by.
  public let factor: Double
  /// How many epochs without progress are allowed.
  public let patience: Int
  /// What counts as progress.
  public let threshold: Threshold
  /// How many epochs after a fall don't count.
  public let cooldown: Int
  /// The learning rate that isn't fallen below.
  public let minimum: Double
  /// The smallest fall that is worth it.
  public let smallestChange: Double
  /// Which metrics are good.
  public let goal: Goal

  /// A fall by `factor` after more than `patience` epochs without progress.
  public init(
    factor: Double = 0.1, patience: Int = 10, goal: Goal = .minimize, threshold: Threshold = .relative(1e-4),
    cooldown: Int = 0, minimum: Double = 0, smallestChange: Double = 1e-8
  ) {
    guard factor < 1, factor >= 0 else { fatalError("Plateau: the factor \(factor) must be at least 0 and below 1") }
    guard patience >= 0, cooldown >= 0 else {
      fatalError("Plateau: neither the patience \(patience) nor the cooldown \(cooldown) may be negative")
    }
    (self.factor, self.patience, self.goal, self.threshold) = (factor, patience, goal, threshold)
    (self.cooldown, self.minimum, self.smallestChange) = (cooldown, minimum, smallestChange)
  }

  /// A variable for the best metric, the epochs without progress since, and those left to cool down.
  func makeState() -> Variable {
    Variable(
      Tensor([goal == .minimize ? Double.infinity : -.infinity, 0, 0], type: .float64), name: "schedule.plateau")
  }

  /// Whether the learning rate must fall, now that the metric of another epoch is known.
  func isReached(with metric: Double, _ state: Variable) -> Bool {
    let values = state.value.scalars
    var (best, idle, cooling) = (values[0], values[1], values[2])
    if isProgress(metric, from: best) { (best, idle) = (metric, 0) } else { idle += 1 }
    if cooling > 0 { (cooling, idle) = (cooling - 1, 0) }
    let isReached = idle > Double(patience)
    if isReached { (cooling, idle) = (Double(cooldown), 0) }
    state.value = Tensor([best, idle, cooling], type: .float64)
    return isReached
  }

  private func isProgress(_ metric: Double, from best: Double) -> Bool {
    switch (goal, threshold) {
    case (.minimize, .relative(let share)): metric < best * (1 - share)
    case (.minimize, .absolute(let change)): metric < best - change
    case (.maximize, .relative(let share)): metric > best * (1 + share)
    case (.maximize, .absolute(let change)): metric > best + change
    }
  }

  /// What a learning rate falls to.
  func lowered(_ rate: Double) -> Double {
    let lower = max(rate * factor, minimum)
    return rate - lower > smallestChange ? lower : rate
  }
}
