/// Where the elements of a value are: a view of the buffer of `root`.
struct Place: Hashable {
  /// The value that has a buffer of its own.
  var root: Int
  /// The first element, counted from the buffer's.
  var offset = 0
  var shape: [Int]
  var strides: [Int]

  /// All elements of a buffer in order.
  init(root: Int, shape: [Int]) {
    (self.root, self.shape, strides) = (root, shape, Shape.rowMajorStrides(shape))
  }

  var count: Int { Shape.count(shape) }

  /// Whether this is a run of neighbours from `offset`.
  var isContiguous: Bool { Shape.isRowMajor(shape, strides: strides) }

  /// Where the result of an operation is that only rearranges, or `nil` if elements must be moved.
  func viewed(by primitive: any Primitive) -> Place? {
    var view = self
    switch primitive {
    case let reshape as Reshape:
      guard let strides = Place.strides(of: shape, strides, as: reshape.shape) else { return nil }
      (view.shape, view.strides) = (reshape.shape, strides)
    case let permute as Permute:
      (view.shape, view.strides) = (permute.order.map { shape[$0] }, permute.order.map { strides[$0] })
    case let broadcast as Broadcast:
      view.strides = Shape.broadcastStrides(shape, strides: strides, to: broadcast.shape)
      view.shape = broadcast.shape
    case let slice as Slice:
      if !slice.shape.contains(0) { view.offset += zip(slice.starts, strides).reduce(0) { $0 + $1.0 * $1.1 } }
      view.strides = strides.indices.map { strides[$0] * slice.steps[$0] }
      view.shape = slice.shape
    default: return nil
    }
    return view
  }

  /// The strides of the same elements, in the same order, under another shape; `nil` if there are none.
  static func strides(of shape: [Int], _ strides: [Int], as target: [Int]) -> [Int]? {
    if Shape.count(shape) == 0 || Shape.isRowMajor(shape, strides: strides) { return Shape.rowMajorStrides(target) }
    let axes = shape.indices.filter { shape[$0] != 1 }
    var result = [Int](repeating: 0, count: target.count)
    var next = 0
    var axis = 0
    // Groups of axes of both shapes with one product; the old ones must be a single run.
    while axis < axes.count {
      var (old, new) = (shape[axes[axis]], 1)
      var last = axis
      let first = next
      while new != old {
        if new < old {
          guard next < target.count else { return nil }
          new *= target[next]
          next += 1
        } else {
          last += 1
          guard last < axes.count else { return nil }
          old *= shape[axes[last]]
        }
      }
      for place in axis..<last where strides[axes[place]] != strides[axes[place + 1]] * shape[axes[place + 1]] {
        return nil
      }
      var stride = strides[axes[last]]
      for place in (first..<next).reversed() {
        result[place] = stride
        stride *= target[place]
      }
      axis = last + 1
    }
    return result
  }

  /// The distances between neighbours down and across, when the elements are arranged, in order, as a matrix; `nil` if
  /// they aren't the same everywhere.
  func strides(rows: Int, columns: Int) -> (down: Int, across: Int)? {
    guard let strides = Place.strides(of: shape, strides, as: [rows, columns]) else { return nil }
    return (rows == 1 ? 0 : strides[0], columns == 1 ? 0 : strides[1])
  }
}

extension Place {
  /// How BLAS takes the matrices in the last two axes: rows a leading dimension apart, maybe transposed; `nil` if it can't.
  var matrix: (isTransposed: Bool, leadingDimension: Int)? {
    let rank = shape.count
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let (down, across) = (strides[rank - 2], strides[rank - 1])
    if across == 1 || columns == 1, down >= max(columns, 1) || rows == 1 { return (false, max(down, columns, 1)) }
    if down == 1 || rows == 1, across >= max(rows, 1) || columns == 1 { return (true, max(across, rows, 1)) }
    return nil
  }

  /// The strides of the axes in front of the matrices, repeated over a batch.
  func batchStrides(to batch: [Int]) -> [Int] {
    Shape.broadcastStrides(Array(shape.dropLast(2)), strides: Array(strides.dropLast(2)), to: batch)
  }
}
