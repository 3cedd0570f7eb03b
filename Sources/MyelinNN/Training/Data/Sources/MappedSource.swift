import MyelinCore

/// A source whose batches are changed, always in the same way: scaled, say, or their targets made one-hot rows.
///
/// ```swift
/// let scaled = images.map { batch in Dataset(batch.x / 255, batch.y.oneHot(classes: 10)) }   // a MappedSource
/// ```
public struct MappedSource: SampleSource {
  private let base: any SampleSource
  private let transform: @Sendable (Dataset) throws -> Dataset

  /// A source whose batches go through a closure.
  public init(_ base: some SampleSource, _ transform: @escaping @Sendable (Dataset) throws -> Dataset) {
    (self.base, self.transform) = (base, transform)
  }

  /// The number of samples.
  public var count: Int { base.count }

  /// The samples at the request's places, changed.
  public func batch(for request: BatchRequest) throws -> Dataset { try transform(base.batch(for: request)) }
}
