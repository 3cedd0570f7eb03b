import MyelinCore

/// A regression problem in which four of the features matter: y is normal around x₀ + 2x₁ − 2x₂ − 1.5x₃ with the standard
/// deviation 1; all features are normal.
///
/// Sources: G. Celeux, M. El Anbari, J.-M. Marin, C. Robert, "Regularization in regression", 2009; scikit-learn,
/// `sklearn.datasets.make_sparse_uncorrelated`.
public struct SparseUncorrelated: SampleGenerator {
  /// The number of samples.
  public var samples: Int
  /// The number of features, 4 or more.
  public var features: Int

  /// A problem with scikit-learn's defaults.
  public init(samples: Int = 100, features: Int = 10) { (self.samples, self.features) = (samples, features) }

  /// Makes the samples and their numbers.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    guard features >= 4 else { throw GeneratorError("features", features, "4 or more") }
    try GeneratorError.check(samples: samples, width: features)
    let values = random.standardNormal(count: samples * features)
    let targets = stride(from: 0, to: values.count, by: features).map { row in
      let mean = values[row] + 2 * values[row + 1] - 2 * values[row + 2] - 1.5 * values[row + 3]
      return mean + random.standardNormal()
    }
    return GeneratedSamples(features: values, featureCount: features, targets: .numbers(targets, perSample: 1))
  }
}
