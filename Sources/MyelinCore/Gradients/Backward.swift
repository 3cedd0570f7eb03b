/// Reverse-mode differentiation of a recorded graph.
enum Backward {
  /// The vector-Jacobian products of `output` with its `cotangent`, at watched tensors.
  ///
  /// Every node has a larger number than those that it was computed from. So a walk from the largest number down meets a
  /// node when all that adds to its cotangent has been met, and a table by number is all the order it needs.
  ///
  /// - Parameters:
  ///   - leaves: Tensors that are watched together, in the order in which they began to be.
  ///   - recording: Whether the products are themselves recorded, because an outer gradient needs them.
  /// - Returns: For every leaf a tensor of its shape and type; zeros where the output doesn't depend on it.
  static func products(
    of output: Tensor, with cotangent: Tensor, at leaves: [Tensor], recording: Bool
  ) -> [Tensor] {
    // Nodes and bodies are referred to unretained on the way back: all of them are kept by the output.
    defer { withExtendedLifetime(output) {} }
    guard let first = leaves.first?.node else { return [] }
    let path = first._withUnsafeGuaranteedRef { Path(group: $0.group, lowest: $0.number) }
    guard let node = output.node, path.contains(output) else { return leaves.map { zeros(like: $0) } }
    let count = node._withUnsafeGuaranteedRef { $0.number } - path.lowest + 1
    if count > sparseCount {
      var cotangents = Cotangents(path, entries: nil)
      cotangents.add(cotangent, to: node)
      while let (node, cotangent) = cotangents.sparse.popLatest() {
        node.goBack(cotangent, to: &cotangents)
      }
      return leaves.map { leaf in
        let product = leaf.nodeNumber.flatMap { cotangents.sparse.ofLeaves[$0] }
        return product.map { recording ? $0 : $0.detached() } ?? zeros(like: leaf)
      }
    }
    return withUnsafeTemporaryAllocation(of: Cotangents.Entry.self, capacity: count) { entries in
      entries.initialize(repeating: Cotangents.Entry(node: nil, cotangent: nil))
      defer { entries.deinitialize() }
      let start = entries.baseAddress.unsafelyUnwrapped
      var cotangents = Cotangents(path, entries: start)
      cotangents.add(cotangent, to: node)
      for place in stride(from: count - 1, through: 0, by: -1) {
        guard let node = start[place].node else { continue }
        node._withUnsafeGuaranteedRef { node in
          if path.isLeaf(node) { return }
          if let cotangent = start[place].cotangent.take() {
            node.goBack(cotangent, to: &cotangents)
          }
        }
      }
      return leaves.map { leaf in
        guard let number = leaf.nodeNumber, number - path.lowest < count,
          let product = start[number - path.lowest].cotangent.take()
        else { return zeros(like: leaf) }
        return recording ? product : product.detached()
      }
    }
  }

  private static func zeros(like leaf: Tensor) -> Tensor { .number(0, type: leaf.type, shape: leaf.shape) }

  /// From how many numbers on only those in use have places: other threads may have made millions in between.
  private static let sparseCount = 1 << 22
}

/// The nodes between an output and leaves.
struct Path {
  let group: Int
  let lowest: Int

  /// Whether a leaf may lie behind a node.
  @inline(__always)
  func contains(_ node: Node) -> Bool { node.number >= lowest && node.groups & 1 << UInt64(group & 63) != 0 }

  /// Whether a leaf may lie behind a tensor.
  @inline(__always)
  func contains(_ tensor: Tensor) -> Bool { tensor.node.map { $0._withUnsafeGuaranteedRef { contains($0) } } ?? false }

  /// Whether this is one of the leaves.
  @inline(__always)
  func isLeaf(_ node: Node) -> Bool { node.group == group }
}

/// The cotangents that are known so far.
struct Cotangents {
  struct Entry {
    var node: Unmanaged<Node>?
    var cotangent: Tensor?
  }

  let path: Path
  /// A place for every number from the lowest, or `nil` if these would be too many.
  private let entries: UnsafeMutablePointer<Entry>?
  fileprivate var sparse: SparseCotangents

  fileprivate init(_ path: Path, entries: UnsafeMutablePointer<Entry>?) {
    (self.path, self.entries) = (path, entries)
    sparse = SparseCotangents()
  }

  /// Adds to the cotangent of a node on the path.
  @inline(__always)
  mutating func add(_ cotangent: consuming Tensor, to node: Unmanaged<Node>) {
    guard let entries else {
      let node = node.takeUnretainedValue()
      return sparse.add(cotangent, to: node, isLeaf: path.isLeaf(node))
    }
    let entry = entries + (node._withUnsafeGuaranteedRef { $0.number } - path.lowest)
    if entry.pointee.node == nil {
      // There is nothing to be released.
      entry.initialize(to: Entry(node: node, cotangent: cotangent))
    } else if let known = entry.pointee.cotangent.take() {
      entry.pointee.cotangent = known + cotangent
    }
  }

  /// Adds to the cotangent of a tensor if that is on the path.
  @inline(__always)
  mutating func add(_ cotangent: consuming Tensor, toReached tensor: Tensor) {
    if let node = tensor.node, path.contains(tensor) { add(cotangent, to: node) }
  }

  /// Adds the derivatives for two inputs to their cotangents.
  @inline(__always)
  mutating func add(_ derivatives: consuming Derivatives, to first: Tensor?, _ second: Tensor?) {
    switch consume derivatives {
    case .none: break
    case .one(let derivative):
      if let first, let derivative { add(derivative, toReached: first) }
    case .two(let left, let right):
      if let first, let left { add(left, toReached: first) }
      if let second, let right { add(right, toReached: second) }
    case .many(let derivatives):
      if let first, let left = derivatives.first ?? nil { add(left, toReached: first) }
      if let second, derivatives.count > 1, let right = derivatives[1] { add(right, toReached: second) }
    }
  }
}

/// Cotangents by the numbers of their nodes.
private struct SparseCotangents {
  private(set) var ofLeaves: [Int: Tensor] = [:]
  private var waiting: [Int: (node: Node, cotangent: Tensor)] = [:]
  private var order = IndexHeap()

  mutating func add(_ cotangent: Tensor, to node: Node, isLeaf: Bool) {
    if isLeaf {
      ofLeaves[node.number] = ofLeaves[node.number].map { $0 + cotangent } ?? cotangent
    } else if let known = waiting[node.number] {
      waiting[node.number] = (node, known.cotangent + cotangent)
    } else {
      waiting[node.number] = (node, cotangent)
      order.insert(-node.number)
    }
  }

  mutating func popLatest() -> (Node, Tensor)? {
    order.popSmallest().flatMap { waiting.removeValue(forKey: -$0) }
  }
}

extension Tensor {
  /// The number of this tensor's node.
  @inline(__always)
  fileprivate var nodeNumber: Int? { node?._withUnsafeGuaranteedRef { $0.number } }

  /// Copies of `tensors` that are watched together, from which gradients can be taken.
  static func watched(_ tensors: [Tensor], in operation: String) -> [Tensor] {
    let group = Node.newGroup()
    return tensors.map { $0.watched(in: operation, group: group) }
  }

  /// A watched copy of this tensor, from which gradients can be taken.
  @inline(__always)
  func watched(in operation: String, group: Int = Node.newGroup()) -> Tensor {
    guard type.isFloatingPoint else {
      stop("\(operation): tensors of type \(type.rawValue) have no gradients; convert them with cast(to: .float32)")
    }
    return recorded(as: WatchedNode(self, group: group))
  }
}
