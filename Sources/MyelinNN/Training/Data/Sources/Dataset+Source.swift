import MyelinCore

extension Dataset: SampleSource {
  /// The samples at the request's places, copied.
  public func batch(for request: BatchRequest) -> Dataset { mapTensors(request.rows) }

  /// The targets of all samples.
  public func targets() -> Tensor { y }

  /// Copying rows takes less time than handing them over.
  public var prefersPrefetching: Bool { false }

  /// The same data with the elements in row-major order, so that rows can be copied as they are.
  var packed: Dataset { mapTensors { $0.packed() } }

  /// The data with another tensor for each of its tensors.
  func mapTensors(_ transform: (Tensor) throws -> Tensor) rethrows -> Dataset {
    Dataset(
      try transform(x), try transform(y), weights: try weights.map(transform), more: try more.mapValues(transform))
  }

  /// All tensors, in an order that depends on the names of `more` alone.
  var tensors: [Tensor] {
    [x, y] + (weights.map { [$0] } ?? []) + more.keys.sorted().compactMap { more[$0] }
  }

  /// The data with other tensors, in the order of `tensors`.
  func replacing(tensors new: [Tensor]) -> Dataset {
    let start = weights == nil ? 2 : 3
    let named = Dictionary(uniqueKeysWithValues: zip(more.keys.sorted(), new.dropFirst(start)))
    return Dataset(new[0], new[1], weights: weights == nil ? nil : new[2], more: named)
  }
}
