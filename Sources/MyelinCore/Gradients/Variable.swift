import Synchronization

/// A tensor that is trained: a reference to a value that changes while its shape and type stay.
///
/// Copies of a model refer to the same variables. Reading and writing are safe from several threads; a step of a compiled
/// program that changes several variables is seen as a whole.
public final class Variable: @unchecked Sendable {
  // Guarded by `guardian`.
  private var current: Tensor
  private var currentName: String?
  private let guardian = Lock()
  private let isRetired = Atomic(false)

  /// The shape and type, which never change.
  let layout: TensorDescription

  /// Programs lock several variables in the order of these numbers, so that no two wait for each other.
  let number = Variable.numbers.wrappingAdd(1, ordering: .relaxed).newValue
  private static let numbers = Atomic(0)

  /// How many variables have been retired: a change tells programs to look whether one of theirs is among them.
  static let retiredCount = Atomic(0)

  /// A variable with its first value.
  public init(_ value: Tensor, name: String? = nil) {
    if value.isSymbolic {
      stop("Variable: made while `compile` records, it would be made once and not at every call; make it outside")
    }
    current = value.detached()
    currentName = name
    layout = value.layout
  }

  /// The current value. While a gradient at this variable is taken, it is watched.
  ///
  /// A new value must have the shape of the old one; it is converted to its type, and gradients don't flow into it.
  public var value: Tensor {
    get { GradientScope.value(of: self) ?? stored }
    set {
      guard newValue.hasShape(layout.shape) else {
        stop(
          "parameter \(name ?? "without a name"): a value of shape \(newValue.shape) can't replace one of shape "
            + "\(layout.shape)")
      }
      var stored = newValue.detached()
      if stored.type != layout.type { stored = stored.cast(to: layout.type) }
      if GradientScope.state.pointee.isCompiling, let recording = Recording.current {
        recording.write(stored, to: self)
      } else {
        // What was there is released after the lock.
        guardian.withLock { swap(&current, &stored) }
      }
    }
  }

  /// The value as it is in memory, whatever is being recorded or watched.
  package var stored: Tensor { guardian.withLock { current } }

  /// Says that others have taken this variable's place: programs that use it are recorded anew.
  package func retire() {
    if !isRetired.exchange(true, ordering: .relaxed) {
      Variable.retiredCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Whether others have taken this variable's place.
  var hasRetired: Bool { isRetired.load(ordering: .relaxed) }

  /// Where the variable was in the last list of variables that a gradient was taken at: a guess that saves a search.
  var likelyPlace: Int {
    get { place.load(ordering: .relaxed) }
    set { place.store(newValue, ordering: .relaxed) }
  }
  private let place = Atomic(0)

  /// Locks the variable and gives the address of its elements, which are nobody else's until `endExclusiveAccess`.
  func beginExclusiveAccess() -> UnsafeMutableRawPointer {
    guardian.lock()
    return current.exclusiveStart()
  }

  /// Unlocks the variable.
  func endExclusiveAccess() { guardian.unlock() }

  /// What messages and files call the variable: its path in the model, such as `layers.0.weight`.
  public var name: String? {
    get { guardian.withLock { currentName } }
    set { guardian.withLock { currentName = newValue } }
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
  let group = Node.newGroup()
  let leaves = variables.map { $0.value.watched(in: "gradient", group: group) }
  return try differentiate(atWatched: leaves, in: "gradient") { leaves in
    try GradientScope.nested(watching: WatchedVariables(variables, leaves), function)
  }
}
