/// A walk over several tensors of one shape in row-major order, row by row.
///
/// Neighbouring axes that every operand visits as one are merged first, so that contiguous operands are a
/// single row and a kernel's inner loop is as long as it can be.
struct StridedLoop {
  /// The merged sizes; the last one is the length of a row.
  private(set) var shape: [Int]
  /// For every operand, its strides along the merged axes.
  private(set) var strides: [[Int]]

  /// A loop over `shape` where operand `k` has `strides[k]`.
  init(shape: [Int], strides: [[Int]]) {
    var mergedShape: [Int] = []
    var mergedStrides = [[Int]](repeating: [], count: strides.count)
    for axis in shape.indices where shape[axis] != 1 {
      let size = shape[axis]
      if let last = mergedShape.indices.last,
        strides.indices.allSatisfy({ mergedStrides[$0][last] == strides[$0][axis] * size })
      {
        mergedShape[last] *= size
        for operand in strides.indices { mergedStrides[operand][last] = strides[operand][axis] }
      } else {
        mergedShape.append(size)
        for operand in strides.indices { mergedStrides[operand].append(strides[operand][axis]) }
      }
    }
    if mergedShape.isEmpty {
      mergedShape = [1]
      mergedStrides = mergedStrides.map { _ in [1] }
    }
    self.shape = mergedShape
    self.strides = mergedStrides
  }

  /// Calls `body` for every row with its place in row-major order, every operand's offset, the row's length and
  /// every operand's step from one element to the next.
  @inline(__always)
  func forEachRow(_ body: (_ position: Int, _ offsets: [Int], _ length: Int, _ steps: [Int]) -> Void) {
    let length = shape[shape.count - 1]
    if shape.contains(0) { return }
    let steps = strides.map { $0[shape.count - 1] }
    let outer = Array(shape.dropLast())
    var offsets = [Int](repeating: 0, count: strides.count)
    var index = [Int](repeating: 0, count: outer.count)
    var position = 0
    while true {
      body(position, offsets, length, steps)
      position += length
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        for operand in strides.indices { offsets[operand] += strides[operand][axis] }
        if index[axis] < outer[axis] { break }
        for operand in strides.indices { offsets[operand] -= strides[operand][axis] * outer[axis] }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
