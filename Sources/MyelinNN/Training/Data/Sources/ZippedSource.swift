import MyelinCore

/// Samples made of two sources that have as many: images and masks, say.
///
/// ```swift
/// let pairs = ZippedSource(photos, masks) { photos, masks in Dataset(photos.x, masks.x) }
/// ```
public struct ZippedSource: SampleSource {
  private let first: any SampleSource
  private let second: any SampleSource
  private let combine: @Sendable (_ first: Dataset, _ second: Dataset) throws -> Dataset

  /// Two sources of as many samples.
  ///
  /// - Parameter combine: Makes a batch of those of the sources.
  public init(
    _ first: some SampleSource, _ second: some SampleSource,
    combine: @escaping @Sendable (_ first: Dataset, _ second: Dataset) throws -> Dataset
  ) {
    guard first.count == second.count else {
      fatalError("ZippedSource: one source has \(first.count) samples, the other \(second.count)")
    }
    (self.first, self.second, self.combine) = (first, second, combine)
  }

  /// The number of samples.
  public var count: Int { first.count }
  /// Whether one of them does.
  public var prefersPrefetching: Bool { first.prefersPrefetching || second.prefersPrefetching }

  /// The samples at the request's places, combined.
  public func batch(for request: BatchRequest) throws -> Dataset {
    try combine(
      first.checkedBatch(for: request.withRandomNumbers(of: 1)),
      second.checkedBatch(for: request.withRandomNumbers(of: 2)))
  }
}
