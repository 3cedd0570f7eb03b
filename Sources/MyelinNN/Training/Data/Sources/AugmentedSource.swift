import MyelinCore

/// A source whose samples are changed at random in training.
///
/// ```swift
/// let train = AugmentedSource(images, [.horizontalFlip(), .rotation(upTo: 10)])
/// ```
public struct AugmentedSource: SampleSource {
  private let base: any SampleSource
  /// What is done, in order.
  public let augmentations: [Augmentation]

  /// A source with augmentations.
  public init(_ base: some SampleSource, _ augmentations: [Augmentation]) {
    (self.base, self.augmentations) = (base, augmentations)
  }

  /// The number of samples.
  public var count: Int { base.count }

  /// The samples at the request's places, changed as the request says.
  public func batch(for request: BatchRequest) throws -> Dataset {
    var batch = try base.checkedBatch(for: request.withRandomNumbers(of: -1))
    try augmentations.apply(to: &batch, request)
    return batch
  }

  /// The targets as they are without augmentation.
  public func targets() throws -> Tensor { try base.targets() }
}
