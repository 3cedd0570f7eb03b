/// Reverse-mode differentiation of a recorded graph.
enum Backward {
  /// The vector-Jacobian products of `outputs` with their `cotangents`, at the watched `leaves`.
  ///
  /// - Parameters:
  ///   - recording: Whether the products are themselves recorded, because an outer gradient needs them.
  /// - Returns: For every leaf a tensor of its shape and type, or `nil` where no output depends on it.
  static func products(
    of outputs: [Tensor], with cotangents: [Tensor], at leaves: [Node], recording: Bool
  ) -> [Tensor?] {
    let order = nodesThatReach(leaves, from: outputs)
    var cotangentOf: [ObjectIdentifier: Tensor] = [:]
    func add(_ cotangent: Tensor, to node: Node) {
      let key = ObjectIdentifier(node)
      cotangentOf[key] = cotangentOf[key].map { $0 + cotangent } ?? cotangent
    }

    let needed = Set(order.map { ObjectIdentifier($0) })
    let isLeaf = Set(leaves.map { ObjectIdentifier($0) })
    for (output, cotangent) in zip(outputs, cotangents) {
      if let node = output.node, needed.contains(ObjectIdentifier(node)) { add(cotangent, to: node) }
    }
    for node in order where !isLeaf.contains(ObjectIdentifier(node)) {
      guard let primitive = node.primitive,
        let cotangent = cotangentOf.removeValue(forKey: ObjectIdentifier(node))
      else { continue }
      let inputs = recording ? node.inputs : node.inputs.map { $0.detached() }
      var output = node.output
      if recording { output.node = node }
      let derivatives = primitive.derivative(cotangent, inputs: inputs, output: output)
      for (input, derivative) in zip(node.inputs, derivatives) {
        guard let source = input.node, let derivative, needed.contains(ObjectIdentifier(source)) else { continue }
        add(derivative, to: source)
      }
    }
    return leaves.map { cotangentOf[ObjectIdentifier($0)] }
  }

  /// The nodes on paths from `outputs` to `leaves`, every node before those that it was computed from.
  private static func nodesThatReach(_ leaves: [Node], from outputs: [Tensor]) -> [Node] {
    let lowest = leaves.map(\.order).min() ?? 0
    var seen: Set<ObjectIdentifier> = []
    var found: [Node] = []
    var waiting = outputs.compactMap(\.node)
    while let node = waiting.popLast() {
      guard node.order >= lowest, seen.insert(ObjectIdentifier(node)).inserted else { continue }
      found.append(node)
      for input in node.inputs { if let source = input.node { waiting.append(source) } }
    }
    found.sort { $0.order < $1.order }
    var reaches = Set(leaves.map { ObjectIdentifier($0) })
    let useful = found.filter { node in
      if reaches.contains(ObjectIdentifier(node)) { return true }
      let reached = node.inputs.contains { $0.node.map { reaches.contains(ObjectIdentifier($0)) } ?? false }
      if reached { reaches.insert(ObjectIdentifier(node)) }
      return reached
    }
    return useful.reversed()
  }
}

extension Tensor {
  /// A watched copy of this tensor, from which gradients can be taken.
  func watched(in operation: String) -> Tensor {
    guard type.isFloatingPoint else {
      stop("\(operation): tensors of type \(type.rawValue) have no gradients; convert them with cast(to: .float32)")
    }
    var copy = self
    copy.node = Node(watching: self)
    return copy
  }

  /// The node that a watched tensor has.
  var leaf: Node {
    guard let node else { stop("gradient: the tensor isn't watched") }
    return node
  }
}
