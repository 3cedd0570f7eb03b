/// Samples with features and class labels, made by
/// ``classificationSamples(samples:features:informative:redundant:repeated:classes:clustersPerClass:weights:flipY:classSeparation:hypercube:shift:scale:shuffle:seed:)``.
public struct ClassificationSamples: Sendable, Equatable {
  /// What a feature was made of.
  public enum FeatureRole: String, Sendable, Equatable {
    /// Drawn around the cluster's centre; it tells the classes apart.
    case informative
    /// A linear combination of the informative features.
    case redundant
    /// A copy of an informative or redundant feature.
    case repeated
    /// Noise that says nothing about the class.
    case random
  }

  /// The feature values row by row: sample `i`'s feature `j` is at `i * featureCount + j`.
  public let features: [Double]
  /// The class of each sample, from 0.
  public let labels: [Int]
  /// What each feature was made of (`feature_info` in Python).
  public let roles: [FeatureRole]

  /// The number of samples.
  public var count: Int { labels.count }
  /// The number of features of each sample.
  public var featureCount: Int { roles.count }

  /// The features of one sample.
  ///
  /// - Parameter index: which sample, `0..<count`; any other stops the program.
  public func row(_ index: Int) -> ArraySlice<Double> {
    guard labels.indices.contains(index) else {
      fatalError("ClassificationSamples.row(\(index)): there are \(count) samples")
    }
    return features[index * featureCount..<(index + 1) * featureCount]
  }
}
