import MyelinCore

extension SampleSource {
  /// A source whose batches go through a closure; what happens at random belongs into ``augmented(by:)``.
  public func map(_ transform: @escaping @Sendable (Dataset) throws -> Dataset) -> MappedSource {
    MappedSource(self, transform)
  }

  /// A source whose samples are changed at random in training.
  ///
  /// ```swift
  /// let train = images.augmented(by: .horizontalFlip(), .shift(upTo: 2))
  /// ```
  public func augmented(by augmentations: Augmentation...) -> AugmentedSource {
    AugmentedSource(self, augmentations)
  }

  /// The first `fraction` of the samples, rounded to whole ones, and the others.
  ///
  /// - Parameter shuffled: Whether the samples are put in random order first.
  public func split(
    fraction: Double, shuffled: Bool = true, from source: RandomSource = .current
  ) -> (SubsetSource, SubsetSource) {
    guard fraction >= 0, fraction <= 1 else { fatalError("split: the fraction \(fraction) is not within 0…1") }
    let order =
      shuffled ? Tensor.randomPermutation(count, from: source).elements(as: Int.self) : Array(0..<count)
    let size = Int((Double(count) * fraction).rounded())
    return (SubsetSource(self, places: Array(order[..<size])), SubsetSource(self, places: Array(order[size...])))
  }
}
