/// A number of an epoch by which it is judged: what early stopping, the best checkpoint and a plateau look at.
///
/// ```swift
/// .earlyStopping(patience: 3, monitoring: .highest("accuracy"))
/// ```
public struct Monitor: Sendable, Hashable {
  /// Which of two numbers is the better one.
  public enum Direction: Sendable, Hashable {
    /// The lower one.
    case lowest
    /// The higher one.
    case highest
  }

  private enum Quantity: Hashable {
    case loss
    case trainingLoss
    case metric(String)
  }

  private let quantity: Quantity
  /// Which of two numbers is the better one.
  public let direction: Direction

  /// The loss on the validation data if there are any, else on the training data: the lower the better.
  public static let loss = Monitor(quantity: .loss, direction: .lowest)

  /// The loss on the training data: the lower the better.
  public static let trainingLoss = Monitor(quantity: .trainingLoss, direction: .lowest)

  /// The metric of that name, on the validation data if there are any: the higher the better.
  public static func highest(_ metric: String) -> Monitor { Monitor(quantity: .metric(metric), direction: .highest) }

  /// The metric of that name, on the validation data if there are any: the lower the better.
  public static func lowest(_ metric: String) -> Monitor { Monitor(quantity: .metric(metric), direction: .lowest) }

  /// The number of an epoch.
  public func value(of epoch: History.Epoch) -> Double {
    switch quantity {
    case .loss: return epoch.validationLoss ?? epoch.loss
    case .trainingLoss: return epoch.loss
    case .metric(let name):
      let metrics = epoch.validationMetrics ?? epoch.metrics
      guard let value = metrics[name] else { stopWithout(name, among: Array(metrics.keys)) }
      return value
    }
  }

  /// Stops if training won't measure the number: better before the first epoch than after it.
  package func check(_ state: TrainingState) {
    if case .metric(let name) = quantity, !state.means.names.contains(name) {
      stopWithout(name, among: state.means.names)
    }
  }

  private func stopWithout(_ name: String, among names: [String]) -> Never {
    let known = names.sorted().map { "'\($0)'" }.joined(separator: ", ")
    fatalError(
      "monitoring: there is no metric '\(name)' among \(known.isEmpty ? "none" : known): "
        + "give it to the trainer's `metrics`")
  }

  /// Whether a number is better than another by more than `change`. NaN is never better.
  public func isBetter(_ value: Double, than other: Double, by change: Double = 0) -> Bool {
    direction == .lowest ? value < other - change : value > other + change
  }

  /// A number that every other is better than.
  public var worst: Double { direction == .lowest ? .infinity : -.infinity }
}
