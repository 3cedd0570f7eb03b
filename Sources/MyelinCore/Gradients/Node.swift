/// How a tensor came from watched ones: the primitive and its inputs.
///
/// Nodes form a graph that points from results to what they were computed from. It is immutable, so tensors that
/// carry nodes can be shared between threads.
final class Node: @unchecked Sendable {
  /// The operation, or `nil` for a watched tensor itself.
  let primitive: (any Primitive)?
  /// The operation's inputs with their own nodes. Emptied only in `deinit`.
  private(set) var inputs: [Tensor]
  /// The result, without its node (which would keep itself alive).
  let output: Tensor
  /// Larger than the order of every input's node: descending order is an order of differentiation.
  let order: Int

  /// The node of an operation's result.
  init(primitive: any Primitive, inputs: [Tensor], output: Tensor) {
    self.primitive = primitive
    self.inputs = inputs
    self.output = output
    order = 1 + inputs.reduce(0) { max($0, $1.node?.order ?? 0) }
  }

  /// The node of a tensor that is being watched; `source` may be watched itself by an outer gradient.
  init(watching source: Tensor) {
    primitive = source.node == nil ? nil : Identity()
    inputs = source.node == nil ? [] : [source]
    output = source.detached()
    order = 1 + (source.node?.order ?? 0)
  }

  /// Releases a long chain of nodes one after another: left to itself, each would release the next from within its own
  /// `deinit`, and a chain of a hundred thousand operations would overflow the stack.
  deinit {
    var waiting = inputs.compactMap(\.node)
    inputs = []
    while var node = waiting.popLast() {
      if isKnownUniquelyReferenced(&node) {
        waiting.append(contentsOf: node.inputs.compactMap(\.node))
        node.inputs = []
      }
    }
  }
}

/// The input itself: what joins an inner gradient's watched tensor to the outer gradient's.
struct Identity: Primitive {
  var name: String { "identity" }
  func evaluate(_ inputs: [Tensor]) -> Tensor { inputs[0].detached() }
  func derivative(_ cotangent: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor?] { [cotangent] }
}
