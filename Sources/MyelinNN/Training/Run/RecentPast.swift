/// A place in the run not long ago from which the last steps can be made once more, to see what made a loss infinite or NaN.
final class RecentPast {
  /// How many steps are made before a newer place is remembered: a copy of everything costs too much for each of them.
  private static let distance = 1024
  /// A model with more elements is not kept twice in memory for the sake of a message.
  private static let elementLimit = 1 << 24

  private(set) var snapshot: TrainingSnapshot?
  private var rates: [(step: Int, rate: Double)] = []
  private var next: Int

  init(elementCount: Int) { next = elementCount <= Self.elementLimit ? 0 : .max }

  /// Whether a newer place is to be remembered before a step.
  func isDue(before step: Int) -> Bool { step >= next }

  /// Remembers a place before a step.
  func begin(_ snapshot: TrainingSnapshot, at step: Int) {
    self.snapshot = snapshot
    rates = []
    next = step + Self.distance
  }

  /// Remembers that the learning rate was changed before a step.
  func note(_ rate: Double, before step: Int) {
    if snapshot != nil { rates.append((step, rate)) }
  }

  /// The learning rate that was set before a step, if any was.
  func rate(before step: Int) -> Double? { rates.last { $0.step == step }?.rate }
}
