import Synchronization

/// How a tensor came from watched ones.
///
/// A node belongs to the body of the operation's result, and to nobody else. So it lives no longer than that body, and
/// needn't keep it alive (which would keep both alive for ever) to know the result.
///
/// Nodes form a graph that points from results to what they were computed from. It is immutable, so tensors that
/// carry nodes can be shared between threads.
class Node: @unchecked Sendable {
  /// Larger than the number of every input's node: descending numbers are an order of differentiation.
  final let number: Int
  /// The groups that this node may depend on, a bit for each. Every 64th group has the same bit, which costs time and
  /// nothing else.
  final let groups: UInt64
  /// What the tensors that are watched together have in common; 0 for an operation's result.
  final let group: Int
  /// The length of the longest chain of nodes to this one.
  final let depth: Int

  @inline(__always)
  fileprivate init(_ origin: Origin, group: Int = 0) {
    number = Node.nextNumber()
    groups = origin.groups | (group == 0 ? 0 : 1 << UInt64(group & 63))
    depth = origin.depth + 1
    self.group = group
  }

  /// Adds what the `cotangent` of the result gives for the inputs to their cotangents.
  func goBack(_ cotangent: Tensor, to cotangents: inout Cotangents) {}

  /// A number for tensors that are watched together.
  static func newGroup() -> Int { nextNumber() }

  private static let numbers = Atomic(0)

  @inline(__always)
  private static func nextNumber() -> Int { numbers.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// What a node takes over from its inputs' nodes.
struct Origin {
  fileprivate private(set) var groups: UInt64 = 0
  fileprivate private(set) var depth = 0
  /// Whether all inputs' nodes have a depth in the same range as a node made of them: see `ReleaseQueue`.
  @inline(__always)
  var isNear: Bool { lowest == .max || lowest >> 7 == (depth + 1) >> 7 }

  private var lowest = Int.max

  @inline(__always)
  init() {}

  @inline(__always)
  init(_ tensor: Tensor) {
    guard let node = tensor.node else { return }
    (groups, depth) = node._withUnsafeGuaranteedRef { ($0.groups, $0.depth) }
    // A node without inputs ends every chain.
    lowest = depth > 1 ? depth : .max
  }

  @inline(__always)
  init(_ a: Tensor, _ b: Tensor) {
    let (a, b) = (Origin(a), Origin(b))
    groups = a.groups | b.groups
    depth = max(a.depth, b.depth)
    lowest = min(a.lowest, b.lowest)
  }

  fileprivate init(_ inputs: Operands) {
    for input in inputs {
      let origin = Origin(input)
      groups |= origin.groups
      depth = max(depth, origin.depth)
      lowest = min(lowest, origin.lowest)
    }
  }
}

/// The node of the result of an operation with one input.
final class UnaryNode<Operation: UnaryPrimitive>: Node, @unchecked Sendable {
  private let operation: Operation
  private let input: Tensor
  private let output: Unmanaged<TensorBody>

  init(_ operation: Operation, _ input: Tensor, output: Unmanaged<TensorBody>, _ origin: Origin) {
    (self.operation, self.input, self.output) = (operation, input, output)
    super.init(origin)
  }

  override func goBack(_ cotangent: Tensor, to cotangents: inout Cotangents) {
    guard cotangents.path.contains(input) else { return }
    cotangents.add(operation.derivative(cotangent, inputs: .one(input), output: Tensor(output)), to: input, nil)
  }
}

/// The node of the result of an operation with two inputs.
final class BinaryNode<Operation: BinaryPrimitive>: Node, @unchecked Sendable {
  private let operation: Operation
  private let first: Tensor
  private let second: Tensor
  private let output: Unmanaged<TensorBody>

  init(
    _ operation: Operation, _ first: Tensor, _ second: Tensor, output: Unmanaged<TensorBody>, _ origin: Origin
  ) {
    (self.operation, self.first, self.second, self.output) = (operation, first, second, output)
    super.init(origin)
  }

  override func goBack(_ cotangent: Tensor, to cotangents: inout Cotangents) {
    cotangents.add(
      operation.derivative(cotangent, inputs: .two(first, second), output: Tensor(output)), to: first, second)
  }
}

/// The node of the result of any operation. It can let its inputs go before it goes itself.
final class OperationNode<Operation: Primitive>: Node, @unchecked Sendable {
  private let operation: Operation
  /// The operation's inputs with their own nodes. Emptied only in `deinit`.
  private var inputs: Operands
  private let output: Unmanaged<TensorBody>
  private let isNear: Bool

  init(_ operation: Operation, inputs: Operands, output: Unmanaged<TensorBody>) {
    (self.operation, self.inputs, self.output) = (operation, inputs, output)
    let origin = Origin(inputs)
    isNear = origin.isNear
    super.init(origin)
  }

  override func goBack(_ cotangent: Tensor, to cotangents: inout Cotangents) {
    let derivatives = operation.derivative(cotangent, inputs: inputs, output: Tensor(output))
    switch derivatives {
    case .many(let derivatives):
      for (index, derivative) in derivatives.enumerated() {
        if let derivative { cotangents.add(derivative, toReached: inputs[index]) }
      }
    default: cotangents.add(derivatives, to: inputs.first, inputs.dropFirst().first)
    }
  }

  deinit {
    if !isNear { ReleaseQueue.release(&inputs) }
  }
}

/// The node of a tensor that is being watched, which may be watched itself by an outer gradient.
final class WatchedNode: Node, @unchecked Sendable {
  /// The tensor, if an outer gradient watches it. Emptied only in `deinit`.
  private var source: Operands
  private let isNear: Bool

  /// - Parameter group: A number from `newGroup`, the same for all tensors that are watched together.
  @inline(__always)
  init(_ source: Tensor, group: Int) {
    self.source = source.isWatched ? .one(source) : .none
    let origin = Origin(source)
    isNear = origin.isNear
    super.init(origin, group: group)
  }

  /// What joins an inner gradient's watched tensor to the outer gradient's: the identity.
  override func goBack(_ cotangent: Tensor, to cotangents: inout Cotangents) {
    if case .one(let source) = source { cotangents.add(cotangent, toReached: source) }
  }

  deinit {
    if !isNear { ReleaseQueue.release(&source) }
  }
}

/// Inputs of nodes that are being released, one after another.
///
/// Left to itself, each node would release the next from within its own `deinit`, and a chain of a hundred thousand
/// operations would overflow the stack. So a node of a depth in another range of 128 than an input's is an
/// `OperationNode`, which hands its inputs over to the queue.
private final class ReleaseQueue {
  private var waiting: [Operands] = []

  /// Empties `inputs`, now or when those who release at the moment are done.
  static func release(_ inputs: inout Operands) {
    let state = GradientScope.state
    if let queue = state.pointee.released {
      Unmanaged<ReleaseQueue>.fromOpaque(queue)._withUnsafeGuaranteedRef { $0.waiting.append(inputs) }
      inputs = .none
      return
    }
    let queue = ReleaseQueue()
    state.pointee.released = Unmanaged.passUnretained(queue).toOpaque()
    inputs = .none
    while queue.waiting.popLast() != nil {}
    state.pointee.released = nil
  }
}
