import Synchronization

/// A tensor that is trained: a reference to a value that changes while its shape and type stay.
///
/// Copies of a model refer to the same variables. Reading and writing are safe from several threads.
public final class Variable: Sendable {
  private struct State {
    var value: Tensor
    var name: String?
  }

  private let state: Mutex<State>

  /// A variable with its first value.
  public init(_ value: Tensor, name: String? = nil) {
    state = Mutex(State(value: value.detached(), name: name))
  }

  /// The current value. While a gradient at this variable is taken, it is watched.
  ///
  /// A new value must have the shape of the old one; it is converted to its type, and gradients don't flow into it.
  public var value: Tensor {
    get {
      if let watched = GradientScope.current.watched[ObjectIdentifier(self)] { return watched }
      return state.withLock { $0.value }
    }
    set {
      let stored = newValue.detached()
      state.withLock { state in
        guard stored.shape == state.value.shape else {
          stop(
            "parameter \(state.name ?? "without a name"): a value of shape \(stored.shape) can't replace one of shape "
              + "\(state.value.shape)")
        }
        state.value = stored.type == state.value.type ? stored : withoutGradient { stored.cast(to: state.value.type) }
      }
    }
  }

  /// What messages and files call the variable: its path in the model, such as `layers.0.weight`.
  public var name: String? {
    get { state.withLock { $0.name } }
    set { state.withLock { $0.name = newValue } }
  }
}

extension Variable: CustomStringConvertible {
  /// The name, the shape, the type and the values.
  public var description: String {
    let value = self.value
    return "Parameter '\(name ?? "unnamed")' shape=\(value.shape) type=\(value.type.rawValue) values=\n\(value)"
  }
}

/// The value of a function of variables with one result, and its gradients in the order of the variables.
///
/// - Parameter function: A loss, computed by reading the variables; its result must have one element.
public func valueWithGradient(
  at variables: [Variable], of function: () throws -> Tensor
) rethrows -> (value: Tensor, gradient: [Tensor]) {
  try differentiate(at: variables.map(\.value), in: "gradient") { leaves in
    var scope = GradientScope.nested()
    for (variable, leaf) in zip(variables, leaves) { scope.watched[ObjectIdentifier(variable)] = leaf }
    return try GradientScope.$current.withValue(scope) { try function() }
  }
}
