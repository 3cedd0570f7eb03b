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
    if count > 0 {
      let (low, high) = (labels.min().elements(as: Int.self)[0], labels.max().elements(as: Int.self)[0])
      if low < 0 || high >= classes { stop("oneHot: classes run from \(low) to \(high), not within 0..<\(classes)") }
    }
    return (labels.unsqueezed(axis: -1) .== Tensor.arange(classes)).cast(to: type)
  }

  /// The indices that would sort the elements along an axis; equal elements keep their order, NaN comes last. int64.
  public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor {
    let axis = Shape.axis(axis, rank: rank, in: "argsort")
    let last = transposed(axis, -1)
    let length = shape[axis]
    func sort<Element: NumericElement>(_ element: Element.Type) -> Tensor {
      last.contiguous().withElements(of: element) { input in
        Tensor(shape: last.shape, of: Int.self) { output in
          for start in stride(from: 0, to: input.count, by: Swift.max(length, 1)) {
            let order = (0..<length).sorted { i, j in
              let (a, b) = (input[start + i], input[start + j])
              if a.isNotANumber || b.isNotANumber { return a.isNotANumber == b.isNotANumber ? i < j : b.isNotANumber }
              return a == b ? i < j : descending ? a > b : a < b
            }
            for (place, index) in order.enumerated() { output[start + place] = index }
          }
        }
      }
    }
    let keys = type == .bool ? cast(to: .int32) : self
    guard keys.type == type else { return keys.argsort(axis: axis, descending: descending) }
    return withNumericType("argsort") { sort($0) }.transposed(axis, -1)
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
