/// How often something happens during training.
public enum Interval: Sendable, Hashable {
  /// After every so many epochs.
  case epochs(Int)
  /// After every so many steps, counted over all epochs.
  case steps(Int)

  /// Stops unless the number is positive.
  package func checked(in name: String) -> Interval {
    switch self {
    case .epochs(let count), .steps(let count):
      guard count > 0 else { fatalError("\(name): the interval \(count) is not positive") }
    }
    return self
  }

  /// Whether it is time after the last step.
  package func isDue(afterStep step: Int) -> Bool {
    if case .steps(let count) = self { step % count == 0 } else { false }
  }

  /// Whether it is time after an epoch, which counts from 0.
  package func isDue(afterEpoch epoch: Int) -> Bool {
    if case .epochs(let count) = self { (epoch + 1) % count == 0 } else { false }
  }
}
