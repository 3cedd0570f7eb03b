import Synchronization

/// How a tensor came from watched ones.
///
/// Nodes form a graph that points from results to what they were computed from. It is immutable, so tensors that
/// carry nodes can be shared between threads.
class Node: @unchecked Sendable {
  /// The operation's inputs with their own nodes. Emptied only in `deinit`.
  fileprivate(set) final var inputs: Operands
  /// Larger than the number of every input's node: descending numbers are an order of differentiation.
  final let number = Node.nextNumber()
  /// What the tensors that are watched together have in common; 0 for an operation's result.
  final let group: Int
  /// The groups that this node may depend on, a bit for each. Every 64th group has the same bit, which costs time and
  /// nothing else.
  final let groups: UInt64

  fileprivate init(inputs: Operands, group: Int) {
    self.inputs = inputs
    self.group = group
    var groups: UInt64 = group == 0 ? 0 : 1 << UInt64(group & 63)
    inputs.forEachNode { groups |= $1.groups }
    self.groups = groups
  }

  /// The vector-Jacobian products of the operation with the `cotangent` of its result, for every input; `nil` for those
  /// without a derivative.
  ///
  /// - Parameter recording: Whether the products are recorded as functions of the inputs.
  func derivatives(_ cotangent: Tensor, recording: Bool) -> [Tensor?] { fatalError("an abstract node") }

  /// A number for tensors that are watched together.
  static func newGroup() -> Int { nextNumber() }

  private static let numbers = Atomic(0)

  private static func nextNumber() -> Int { numbers.wrappingAdd(1, ordering: .relaxed).newValue }

  /// Releases a long chain of nodes one after another: left to itself, each would release the next from within its own
  /// `deinit`, and a chain of a hundred thousand operations would overflow the stack.
  deinit {
    var next: Node?
    var others: [Node] = []
    takeInputs(next: &next, others: &others)
    while var node = next ?? others.popLast() {
      next = nil
      if isKnownUniquelyReferenced(&node) { node.takeInputs(next: &next, others: &others) }
    }
  }

  /// Empties `inputs`, after moving those nodes among them that have inputs to where the caller releases them.
  private final func takeInputs(next: inout Node?, others: inout [Node]) {
    inputs.forEachNode { _, node in
      if case .none = node.inputs { return }
      if next == nil { next = node } else { others.append(node) }
    }
    inputs = .none
  }
}

/// The node of an operation's result.
final class OperationNode<Operation: Primitive>: Node, @unchecked Sendable {
  private let operation: Operation
  /// The result, without its node (which would keep itself alive).
  private let output: Tensor

  init(_ operation: Operation, inputs: Operands, output: Tensor) {
    self.operation = operation
    self.output = output
    super.init(inputs: inputs, group: 0)
  }

  override func derivatives(_ cotangent: Tensor, recording: Bool) -> [Tensor?] {
    guard recording else { return operation.derivative(cotangent, inputs: inputs.detached(), output: output) }
    var output = output
    output.node = self
    return operation.derivative(cotangent, inputs: inputs, output: output)
  }
}

/// The node of a tensor that is being watched, which may be watched itself by an outer gradient.
final class WatchedNode: Node, @unchecked Sendable {
  /// - Parameter group: A number from `newGroup`, the same for all tensors that are watched together.
  init(_ source: Tensor, group: Int) {
    super.init(inputs: source.node == nil ? .none : .one(source), group: group)
  }

  /// What joins an inner gradient's watched tensor to the outer gradient's: the identity.
  override func derivatives(_ cotangent: Tensor, recording: Bool) -> [Tensor?] { inputs.isEmpty ? [] : [cotangent] }
}
