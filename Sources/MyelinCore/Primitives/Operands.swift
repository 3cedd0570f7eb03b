/// The inputs of an operation: a collection that needs no memory of its own for up to three tensors.
enum Operands: RandomAccessCollection, Sendable {
  case none
  case one(Tensor)
  case two(Tensor, Tensor)
  case three(Tensor, Tensor, Tensor)
  case many([Tensor])

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .none: 0
    case .one: 1
    case .two: 2
    case .three: 3
    case .many(let tensors): tensors.count
    }
  }

  subscript(index: Int) -> Tensor {
    switch (self, index) {
    case (.one(let tensor), 0): tensor
    case (.two(let tensor, _), 0): tensor
    case (.two(_, let tensor), 1): tensor
    case (.three(let tensor, _, _), 0): tensor
    case (.three(_, let tensor, _), 1): tensor
    case (.three(_, _, let tensor), 2): tensor
    case (.many(let tensors), _): tensors[index]
    default: stop("operand \(index) of \(count)")
    }
  }

  /// The same tensors without the records of how they were computed.
  func detached() -> Operands {
    switch self {
    case .none: .none
    case .one(let a): .one(a.detached())
    case .two(let a, let b): .two(a.detached(), b.detached())
    case .three(let a, let b, let c): .three(a.detached(), b.detached(), c.detached())
    case .many(let tensors): .many(tensors.map { $0.detached() })
    }
  }

  /// Calls `body` with the place and the node of every input that has one.
  @inline(__always)
  func forEachNode(_ body: (Int, Node) -> Void) {
    switch self {
    case .none: break
    case .one(let a):
      if let node = a.node { body(0, node) }
    case .two(let a, let b):
      if let node = a.node { body(0, node) }
      if let node = b.node { body(1, node) }
    case .three(let a, let b, let c):
      if let node = a.node { body(0, node) }
      if let node = b.node { body(1, node) }
      if let node = c.node { body(2, node) }
    case .many(let tensors):
      for (index, tensor) in tensors.enumerated() { if let node = tensor.node { body(index, node) } }
    }
  }
}
