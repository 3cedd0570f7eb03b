/// Operations that are computed together: a step of a program in the making.
final class Unit {
  enum Kind {
    /// Operations on a matrix of `rows` × `columns` elements, tile by tile.
    case tiles
    /// A matrix product alone.
    case product
    /// Elements copied to a buffer of their own.
    case copy
    /// Anything else, one operation.
    case other
  }

  /// How much of the matrix a value covers.
  enum Extent {
    /// An element for every place.
    case full
    /// An element for every row.
    case row
    /// The sums down the columns; known only after the last row.
    case columnSums
    /// The sum of everything; known only after the last row.
    case total
  }

  let kind: Kind
  let rows: Int
  private(set) var columns: Int
  /// How many loops come before: nothing is moved across a loop.
  let epoch: Int
  /// The values that are computed here, in order.
  var members: [Int]
  var extents: [Int: Extent] = [:]
  /// The matrix product whose blocks the tiles ride on.
  var product: Int?
  /// The unit that this one became a part of.
  var merged: Unit?

  init(_ kind: Kind, rows: Int = 1, columns: Int = 1, epoch: Int, members: [Int]) {
    (self.kind, self.rows, self.columns, self.epoch, self.members) = (kind, rows, columns, epoch, members)
  }

  /// The unit that this one is now.
  var final: Unit {
    var unit = self
    while let next = unit.merged { unit = next }
    return unit
  }

  /// Sees numbers, one for each row, as such beside a matrix of more columns.
  func widen(to columns: Int) {
    self.columns = columns
    extents = extents.mapValues { $0 == .full ? .row : $0 }
  }

  /// Takes `widen` back.
  func narrow() {
    columns = 1
    extents = extents.mapValues { $0 == .row ? .full : $0 }
  }

  var first: Int { members[0] }
  var last: Int { members[members.count - 1] }

  /// Whether every tile must have whole rows.
  func needsWholeRows(_ graph: Graph) -> Bool {
    members.contains { value in
      guard case .operation(let primitive, _) = graph.values[value].source else { return false }
      return extents[value] == .row && primitive.isRowReduction
        || primitive is Gather || primitive is ScatterAdd
    }
  }
}

extension Primitive {
  /// Whether each element of the result depends on the elements at its own place alone.
  var isElementwise: Bool {
    self is UnaryFunction || self is BinaryFunction || self is Comparison || self is Select || self is Cast
      || self is Materialize
  }

  fileprivate var isRowReduction: Bool { self is Sum || self is Extremum }
}

/// The elements in a buffer of their own, in row-major order: what the compiler puts where a view won't do.
struct Materialize: UnaryPrimitive {
  var name: String { "copy" }

  func result(of inputs: Operands) -> TensorDescription { inputs[0].layout }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { [cotangent] }

  func evaluate(_ x: Tensor) -> Tensor { x.contiguous().detached() }
}
