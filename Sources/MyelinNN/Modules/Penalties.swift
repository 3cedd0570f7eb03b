import MyelinCore

/// What `body` gives, and the sum of the penalties that layers ask for meanwhile: `nil` if none did.
///
/// Penalties draw weights and outputs to zero; a training step adds them to its loss. They are asked for by layers with a
/// `Regularizer`, and by your own layers with `addPenalty`, in training mode only.
///
/// ```swift
/// let gradient = withMode(.training) {
///   gradient(at: model) {
///     let (loss, penalty) = withPenalties { softmaxCrossEntropy(model(x), y) }
///     return penalty.map { loss + $0 } ?? loss
///   }
/// }
/// ```
///
/// With a compiled step, this stands inside of what is compiled. A program that is run within `body` adds nothing; nor do
/// penalties that an inner `withPenalties` has summed.
public func withPenalties<Result>(_ body: () throws -> Result) rethrows -> (result: Result, penalty: Tensor?) {
  let penalties = Penalties()
  let result = try AmbientState.withCollector(penalties, body)
  return (result, penalties.sum)
}

/// Adds a number to the loss of the training step that is running: to what the `withPenalties` around gives.
///
/// ```swift
/// addPenalty { 0.01 * hidden.squared().mean() }
/// ```
///
/// Does nothing in inference, or where nobody sums penalties.
///
/// - Parameter penalty: Computes a tensor with one element; called only if it counts.
public func addPenalty(_ penalty: () -> Tensor) {
  guard let penalties = Penalties.current else { return }
  penalties.add(penalty())
}

/// Adds the penalty of a variable to the loss of the training step that is running: once, however often it is asked for.
public func addPenalty(_ regularizer: Regularizer, of variable: Variable) {
  guard let penalties = Penalties.current else { return }
  guard penalties.variables.insert(ObjectIdentifier(variable)).inserted else { return }
  penalties.add(regularizer(variable.value))
}

/// The penalties of a step so far.
private final class Penalties {
  private(set) var sum: Tensor?
  /// Whose penalties are in the sum.
  var variables: Set<ObjectIdentifier> = []

  /// The penalties to add to, if they count here.
  static var current: Penalties? { Mode.current == .training ? AmbientState.collector as? Penalties : nil }

  func add(_ penalty: Tensor) {
    guard penalty.count == 1 else {
      fatalError("addPenalty: a penalty must be one number, got shape \(penalty.shape); reduce it with sum() or mean()")
    }
    let number = penalty.rank == 0 ? penalty : penalty.reshaped(to: [])
    sum = sum.map { $0 + number } ?? number
  }
}
