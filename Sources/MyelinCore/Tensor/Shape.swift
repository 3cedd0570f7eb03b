/// Arithmetic of shapes and strides.
enum Shape {
  /// The number of elements.
  static func count(_ shape: [Int]) -> Int {
    var count = 1
    for size in shape { count *= size }
    return count
  }

  /// The strides of elements in row-major order.
  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    var stride = 1
    for axis in shape.indices.reversed() {
      strides[axis] = stride
      stride *= max(shape[axis], 1)
    }
    return strides
  }

  /// Whether `strides` visit the elements in row-major order without gaps; axes of size 1 don't matter.
  static func isRowMajor(_ shape: [Int], strides: [Int]) -> Bool {
    var expected = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if shape[axis] == 0 { return true }
      if strides[axis] != expected { return false }
      expected *= shape[axis]
    }
    return true
  }

  /// The shape to which both broadcast, by NumPy's rule: aligned at the last axis, sizes agree or one is 1.
  static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
    if a == b || b.isEmpty { return a }
    if a.isEmpty { return b }
    let rank = max(a.count, b.count)
    var shape = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let left = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let right = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      if left == right || right == 1 {
        shape[axis] = left
      } else if left == 1 {
        shape[axis] = right
      } else {
        return nil
      }
    }
    return shape
  }

  /// The strides that repeat a tensor of `shape` and `strides` over `target`.
  static func broadcastStrides(_ shape: [Int], strides: [Int], to target: [Int]) -> [Int] {
    let lead = target.count - shape.count
    return target.indices.map { axis in
      axis < lead || (shape[axis - lead] == 1 && target[axis] != 1) ? 0 : strides[axis - lead]
    }
  }

  /// The axes along which a tensor of `shape` was repeated to become `target`, as axes of `target`.
  static func broadcastAxes(_ shape: [Int], to target: [Int]) -> [Int] {
    let lead = target.count - shape.count
    return target.indices.filter { $0 < lead || (shape[$0 - lead] == 1 && target[$0] != 1) }
  }

  /// The axis counted from the front, for one that may be negative (−1 is the last), or a stop that names the operation.
  static func axis(_ axis: Int, rank: Int, in operation: String) -> Int {
    let resolved = axis < 0 ? axis + rank : axis
    guard resolved >= 0 && resolved < rank else {
      stop("\(operation): axis \(axis) is out of range for a tensor with \(rank) \(rank == 1 ? "axis" : "axes")")
    }
    return resolved
  }

  /// All axes, or those of `axes` counted from the front, in order; a stop if one appears twice.
  static func axes(_ axes: [Int]?, rank: Int, in operation: String) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    let resolved = axes.map { axis($0, rank: rank, in: operation) }.sorted()
    for (left, right) in zip(resolved, resolved.dropFirst()) where left == right {
      stop("\(operation): axis \(left) appears twice in \(axes)")
    }
    return resolved
  }
}

/// Stops the program because it was written wrongly, with a message that survives release builds.
func stop(_ message: String) -> Never { fatalError(message) }
