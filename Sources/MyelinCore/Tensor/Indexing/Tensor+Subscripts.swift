extension Tensor {
  /// The selected elements; see ``TensorIndex`` for what may stand between the brackets.
  ///
  /// ```swift
  /// x[0]                                    // the first row
  /// x[1..<5, ...]                           // four rows
  /// x[..., -1]                              // the last column
  /// x[stride(from: 5, through: 1, by: -2)]  // rows 5, 3 and 1
  /// x[x .> 0]                               // the positive elements
  /// x[[2, 0, 2]]                            // rows 2, 0 and 2
  /// x[0, 1..<3] = Tensor(7)                 // assignment; other copies of x keep their values
  /// ```
  ///
  /// Integers, ranges and strides give views, without copying. Gradients flow through reading and through assignment. What
  /// is assigned is broadcast to the selection and converted to this tensor's type; where an index names a place twice, the
  /// last value stays.
  public subscript(_ indices: any TensorIndex...) -> Tensor {
    get { self[indices: indices] }
    set { self[indices: indices] = newValue }
  }

  /// The elements that a list of indices selects.
  subscript(indices indices: [any TensorIndex]) -> Tensor {
    get { Indexing(indices, shape: shape).apply(to: self) }
    set { assign(newValue, at: Indexing(indices, shape: shape)) }
  }

  private mutating func assign(_ value: Tensor, at indexing: Indexing) {
    let value = value.cast(to: type)
    // An assignment that is differentiated or compiled must be an operation.
    let isWatched = ((self.isWatched || value.isWatched) && GradientScope.isRecording) || isSymbolic || value.isSymbolic
    if indexing.isBasic, !isWatched {
      let target = indexing.arranged
      guard Shape.broadcast(value.shape, target) == target else { stopAssignment(value.shape, target) }
      overwrite(indexing.slice, with: value.detached().expanded(to: target).reshaped(to: indexing.slice.shape))
      return
    }
    // Where every selected element lies in row-major order, and the last value for each of them.
    let places = indexing.apply(to: Tensor.arange(count).reshaped(to: shape))
    guard Shape.broadcast(value.shape, places.shape) == places.shape else { stopAssignment(value.shape, places.shape) }
    var last: [Int: Int] = [:]
    for (source, place) in places.elements(as: Int.self).enumerated() { last[place] = source }
    let pairs = last.sorted { $0.key < $1.key }
    let values = value.expanded(to: places.shape).flattened().taking(Tensor(pairs.map(\.value)))
    if isWatched {
      let targets = Tensor(pairs.map(\.key))
      let put = Tensor.apply(PutAdd(axis: 0, size: count), values, targets)
      let isPut = Tensor.apply(PutAdd(axis: 0, size: count), Tensor.ones([pairs.count], type: .int64), targets) .> 0
      self = Tensor.select(isPut, put, flattened()).reshaped(to: shape)
    } else {
      write(values.contiguous(), at: pairs.map(\.key))
    }
  }

  private mutating func write(_ values: Tensor, at places: [Int]) {
    func write<Element: TensorElement>(_ element: Element.Type) {
      values.withElements(of: element) { input in
        withMutableElements(of: element) { output in
          for (index, place) in places.enumerated() { output[place] = input[index] }
        }
      }
    }
    type.withElementType { write($0) }
  }

  private func stopAssignment(_ value: [Int], _ target: [Int]) -> Never {
    stop("assignment: values of shape \(value) don't fit into a selection of shape \(target)")
  }
}
