/// Reverse-mode differentiation of a recorded graph.
enum Backward {
  /// The vector-Jacobian products of `outputs` with their `cotangents`, at the watched `leaves`.
  ///
  /// - Parameters:
  ///   - leaves: Tensors that are watched together, in the order in which they began to be.
  ///   - recording: Whether the products are themselves recorded, because an outer gradient needs them.
  /// - Returns: For every leaf a tensor of its shape and type, or `nil` where no output depends on it.
  static func products(
    of outputs: [Tensor], with cotangents: [Tensor], at leaves: [Node], recording: Bool
  ) -> [Tensor?] {
    let path = GraphPath(from: outputs, to: leaves)
    var cotangents = zip(outputs, cotangents).reduce(into: Cotangents(path)) { $0.add($1.1, to: $1.0.node) }
    for place in path.nodes.indices where !path.isLeaf(path.nodes[place]) {
      guard let cotangent = cotangents.values[place].take() else { continue }
      let derivatives = path.nodes[place].derivatives(cotangent, recording: recording)
      for (index, input) in path.nodes[place].inputs.enumerated() {
        if let derivative = derivatives[index] { cotangents.add(derivative, to: input.node) }
      }
    }
    return leaves.map { leaf in path.place(of: leaf).flatMap { cotangents.values[$0] } }
  }
}

/// The cotangents that are known so far, for every node of a path.
private struct Cotangents {
  let path: GraphPath
  var values: [Tensor?]

  init(_ path: GraphPath) {
    self.path = path
    values = Array(repeating: nil, count: path.nodes.count)
  }

  /// Adds to the cotangent of a node; nothing happens if the node isn't on the path.
  mutating func add(_ cotangent: Tensor, to node: Node?) {
    guard let node, let place = path.place(of: node) else { return }
    values[place] = values[place].take().map { $0 + cotangent } ?? cotangent
  }
}

/// The nodes between outputs and leaves, every node before those that it was computed from.
private struct GraphPath {
  private(set) var nodes: [Node] = []
  private let group: Int
  private let lowest: Int

  init(from outputs: [Tensor], to leaves: [Node]) {
    guard let first = leaves.first else {
      (group, lowest) = (0, 0)
      return
    }
    (group, lowest) = (first.group, first.number)
    var waiting = NodeHeap()
    for output in outputs { visit(output.node, &waiting) }
    while let node = waiting.popLatest() {
      if let last = nodes.last, last === node { continue }
      nodes.append(node)
      if !isLeaf(node) { node.inputs.forEachNode { _, source in visit(source, &waiting) } }
    }
  }

  /// Notes a node to be visited, if a leaf may lie behind it.
  private func visit(_ node: Node?, _ waiting: inout NodeHeap) {
    guard let node, node.number >= lowest, node.groups & 1 << UInt64(group & 63) != 0 else { return }
    waiting.push(node)
  }

  /// Whether this is one of the leaves.
  func isLeaf(_ node: Node) -> Bool { node.group == group }

  /// The place of a node in `nodes`, by bisection.
  func place(of node: Node) -> Int? {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].number > node.number { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low] === node ? low : nil
  }
}

/// A heap of nodes from which the latest comes first.
private struct NodeHeap {
  private var nodes: [Node] = []

  mutating func push(_ node: Node) {
    nodes.append(node)
    var place = nodes.count - 1
    while place > 0, nodes[(place - 1) / 2].number < nodes[place].number {
      nodes.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popLatest() -> Node? {
    guard let latest = nodes.first else { return nil }
    let last = nodes.removeLast()
    if nodes.isEmpty { return latest }
    nodes[0] = last
    var place = 0
    while true {
      var largest = place
      for child in [2 * place + 1, 2 * place + 2] where child < nodes.count {
        if nodes[child].number > nodes[largest].number { largest = child }
      }
      if largest == place { return latest }
      nodes.swapAt(place, largest)
      place = largest
    }
  }
}

extension Tensor {
  /// Copies of `tensors` that are watched together, from which gradients can be taken.
  static func watched(_ tensors: [Tensor], in operation: String) -> [Tensor] {
    let group = Node.newGroup()
    return tensors.map { tensor in
      guard tensor.type.isFloatingPoint else {
        stop(
          "\(operation): tensors of type \(tensor.type.rawValue) have no gradients; convert them with "
            + "cast(to: .float32)")
      }
      var copy = tensor
      copy.node = WatchedNode(tensor, group: group)
      return copy
    }
  }

  /// A watched copy of this tensor, from which gradients can be taken.
  func watched(in operation: String) -> Tensor { Tensor.watched([self], in: operation)[0] }

  /// The node that a watched tensor has.
  var leaf: Node {
    guard let node else { stop("gradient: the tensor isn't watched") }
    return node
  }
}
