import MyelinCore

/// Some samples of a source, in an order of their own.
///
/// ```swift
/// let first = SubsetSource(images, places: Array(0..<1000))
/// let (training, validation) = images.split(fraction: 0.9)   // two of them
/// ```
public struct SubsetSource: SampleSource {
  /// What the samples are of.
  public let base: any SampleSource
  /// Their places in `base`.
  public let places: [Int]

  /// The samples at the given places of a source.
  public init(_ base: some SampleSource, places: [Int]) {
    if let wrong = places.first(where: { $0 < 0 || $0 >= base.count }) {
      fatalError("SubsetSource: there is no sample \(wrong) among \(base.count)")
    }
    (self.base, self.places) = (base, places)
  }

  /// The number of samples.
  public var count: Int { places.count }
  /// That of the base.
  public var prefersPrefetching: Bool { base.prefersPrefetching }

  /// The samples at the request's places, from the base.
  public func batch(for request: BatchRequest) throws -> Dataset {
    try base.batch(for: request.forwarded(places: request.places.map { places[$0] }))
  }

  /// The targets of these samples.
  public func targets() throws -> Tensor { try base.targets().taking(Tensor(shape: [places.count], places)) }
}
