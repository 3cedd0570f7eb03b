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

  @inline(__always)
  subscript(index: Int) -> Tensor {
    switch self {
    case .one(let a):
      if index == 0 { return a }
    case .two(let a, let b):
      if index < 2 { return index == 0 ? a : b }
    case .three(let a, let b, let c):
      if index < 3 { return index == 0 ? a : index == 1 ? b : c }
    case .many(let tensors): return tensors[index]
    case .none: break
    }
    stop("an operation has no operand \(index)")
  }

  /// Whether an input stands for a value that a compiled program will compute.
  var containSymbols: Bool {
    switch self {
    case .none: false
    case .one(let a): a.isSymbolic
    case .two(let a, let b): a.isSymbolic || b.isSymbolic
    case .three(let a, let b, let c): a.isSymbolic || b.isSymbolic || c.isSymbolic
    case .many(let tensors): tensors.contains { $0.isSymbolic }
    }
  }
}
