import MyelinCore

/// The samples of several sources one behind the other: PyTorch's `ConcatDataset`.
///
/// ```swift
/// let all = ConcatenatedSource([summer, winter])
/// ```
public struct ConcatenatedSource: SampleSource {
  /// The sources in order.
  public let parts: [any SampleSource]
  /// The place behind the last of each.
  private let ends: [Int]

  /// Sources whose samples have one shape and type.
  public init(_ parts: [any SampleSource]) {
    if parts.isEmpty { fatalError("ConcatenatedSource: there are no sources") }
    self.parts = parts
    var end = 0
    ends = parts.map { part in
      end += part.count
      return end
    }
  }

  /// The number of samples of all.
  public var count: Int { ends[ends.count - 1] }
  /// Whether any of them does.
  public var prefersPrefetching: Bool { parts.contains(where: \.prefersPrefetching) }

  /// The samples at the request's places, each from its source.
  public func batch(for request: BatchRequest) throws -> Dataset {
    var rows = [[Int]](repeating: [], count: parts.count)
    var places = rows
    for (row, place) in request.places.enumerated() {
      let part = self.part(of: place)
      rows[part].append(row)
      places[part].append(place - (ends[part] - parts[part].count))
    }
    let used = parts.indices.filter { !rows[$0].isEmpty }
    var result: SampleRows?
    for part in used {
      let batch = try parts[part].checkedBatch(for: request.forwarded(rows: rows[part], places: places[part]))
      if used.count == 1 { return batch }
      let samples = SampleRows(batch)
      var target = result.take() ?? SampleRows(like: samples, count: request.count, buffers: request.buffers)
      try target.check(samples)
      for (from, to) in rows[part].enumerated() { target.copy(from..<from + 1, of: samples, to: to) }
      result = target
    }
    guard let result else { return try parts[0].batch(for: request.forwarded(rows: [], places: [])) }
    return result.dataset
  }

  private func part(of place: Int) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= place { low = middle + 1 } else { high = middle }
    }
    guard low < ends.count, place >= 0 else {
      fatalError("ConcatenatedSource: there is no sample \(place) among \(count)")
    }
    return low
  }

  /// The targets of all, one behind the other.
  public func targets() throws -> Tensor {
    // A source without samples needn't know what they would be like.
    let filled = parts.filter { $0.count > 0 }
    return try filled.isEmpty ? parts[0].targets() : .concatenate(filled.map { try $0.targets() })
  }
}
