extension Tensor {
  /// The slices along `axis` that `indices` names, in its order. NumPy's `take`: the axis is replaced by the shape of
  /// `indices`. Negative indices count from the end.
  public func taking(_ indices: Tensor, axis: Int = 0) -> Tensor {
    let axis = Shape.axis(axis, rank: rank, in: "take")
    let taken = Tensor.apply(Take(axis: axis), self, indices.flattened())
    return taken.reshaped(to: Array(shape[..<axis]) + indices.shape + shape[(axis + 1)...])
  }

  /// One element per index: for axis 1, `output[i, j] = self[i, indices[i, j]]`. PyTorch's `gather`.
  public func gather(_ indices: Tensor, axis: Int) -> Tensor {
    .apply(Gather(axis: Shape.axis(axis, rank: rank, in: "gather")), self, indices)
  }

  /// A copy with `values` added at the places that `indices` names: for axis 1, `output[i, indices[i, j]] += values[i, j]`.
  /// PyTorch's `scatter_add`.
  public func scatterAdd(_ indices: Tensor, _ values: Tensor, axis: Int) -> Tensor {
    let type = self.type.promoted(with: values.type)
    let axis = Shape.axis(axis, rank: rank, in: "scatterAdd")
    return .apply(ScatterAdd(axis: axis), cast(to: type), indices, values.cast(to: type))
  }

  /// Rows of zeros with a one at each index: shape `[…, classes]`.
  ///
  /// - Parameter classes: The number of classes; by default one more than the largest index.
  public func oneHot(classes: Int? = nil, type: DType = .float32) -> Tensor {
    guard self.type.isInteger || self.type == .bool else {
      stop("oneHot: the classes must be integers, got \(self.type.rawValue)")
    }
    let labels = cast(to: .int64)
    let classes = classes ?? (count == 0 ? 0 : Int(labels.max().scalar) + 1)
    return (labels.checkedIndices(below: classes, in: "oneHot").unsqueezed(axis: -1) .== Tensor.arange(classes)).cast(
      to: type)
  }

  /// The indices that would sort the elements along an axis; equal elements keep their order, NaN comes last. int64.
  public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor {
    let axis = Shape.axis(axis, rank: rank, in: "argsort")
    let keys = type == .bool ? cast(to: .int32) : self
    return Tensor.apply(ArgumentSort(isDescending: descending), keys.transposed(axis, -1)).transposed(axis, -1)
  }

  /// The elements in order along an axis; NaN comes last.
  public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
    gather(argsort(axis: axis, descending: descending), axis: axis)
  }

  /// The `count` largest (or smallest) elements along an axis in order, and their indices.
  public func topK(_ count: Int, axis: Int = -1, largest: Bool = true) -> (values: Tensor, indices: Tensor) {
    let axis = Shape.axis(axis, rank: rank, in: "topK")
    guard count >= 0, count <= shape[axis] else {
      stop("topK: \(count) elements asked for along an axis of size \(shape[axis])")
    }
    let indices = argsort(axis: axis, descending: largest).sliced(axis: axis, from: 0, count: count)
    return (gather(indices, axis: axis), indices)
  }
}
