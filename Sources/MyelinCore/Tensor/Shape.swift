/// Arithmetic of shapes and strides.
enum Shape {
  /// The number of elements.
  static func count(_ shape: [Int]) -> Int {
    var count = 1
    // By index: an iterator allocates in builds that aren't optimized, and replays count.
    for index in 0..<shape.count { count *= shape[index] }
    return count
  }

  /// What is left of a shape when some of its axes disappear.
  static func removing(_ axes: [Int], from shape: [Int]) -> [Int] {
    if axes.count == shape.count { return [] }
    var kept: [Int] = []
    kept.reserveCapacity(shape.count - axes.count)
    for axis in 0..<shape.count where !axes.contains(axis) { kept.append(shape[axis]) }
    return kept
  }

  /// The shape with the size 1 at some of its axes.
  static func flattening(_ axes: [Int], of shape: [Int]) -> [Int] {
    var flat = shape
    for axis in axes where flat[axis] != 1 { flat[axis] = 1 }
    return flat
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
    if spreads(b, over: a) { return a }
    if spreads(a, over: b) { return b }
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

  /// Whether broadcasting a tensor of `shape` to `target` changes nothing about the target.
  private static func spreads(_ shape: [Int], over target: [Int]) -> Bool {
    let lead = target.count - shape.count
    guard lead >= 0 else { return false }
    for axis in 0..<shape.count where shape[axis] != 1 && shape[axis] != target[axis + lead] { return false }
    return true
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

  /// The first few axes, for every small number of them: lists that take no memory each time.
  private static let firstAxes: [[Int]] = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]
  private static let singleAxes: [[Int]] = [[0], [1], [2], [3]]

  /// A list of one axis.
  static func single(_ axis: Int) -> [Int] { axis >= 0 && axis < singleAxes.count ? singleAxes[axis] : [axis] }

  /// All axes, or those of `axes` counted from the front, in order; a stop if one appears twice.
  static func axes(_ axes: [Int]?, rank: Int, in operation: String) -> [Int] {
    if let axes, axes.count == 1 {
      let resolved = axis(axes[0], rank: rank, in: operation)
      return resolved == axes[0] ? axes : [resolved]
    }
    guard let axes else { return rank < firstAxes.count ? firstAxes[rank] : Array(0..<rank) }
    let resolved = axes.map { axis($0, rank: rank, in: operation) }.sorted()
    for (left, right) in zip(resolved, resolved.dropFirst()) where left == right {
      stop("\(operation): axis \(left) appears twice in \(axes)")
    }
    return resolved
  }
}

/// Stops the program because it was written wrongly, with a message that survives release builds; it names the layer that is
/// running.
func stop(_ message: String) -> Never {
  let path = AmbientState.layerPath
  fatalError(path.isEmpty ? message : "\(message) (in \(path))")
}
