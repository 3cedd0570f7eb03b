import MyelinCore

/// One normal distribution, divided into classes by the distance from its middle: shells of equal numbers.
///
/// Source: scikit-learn, `sklearn.datasets.make_gaussian_quantiles`; J. Zhu et al., "Multi-class AdaBoost", 2009.
public struct GaussianQuantiles: SampleGenerator {
  /// The middle of the distribution, one number for each feature; nil for the origin.
  public var mean: [Double]?
  /// The variance of every feature.
  public var variance: Double
  /// The number of samples, as many as classes or more.
  public var samples: Int
  /// The number of features.
  public var features: Int
  /// The number of classes.
  public var classes: Int
  /// Whether the samples are put in random order; from the middle outwards otherwise.
  public var shuffle: Bool

  /// A problem with scikit-learn's defaults.
  public init(
    mean: [Double]? = nil, variance: Double = 1, samples: Int = 100, features: Int = 2, classes: Int = 3,
    shuffle: Bool = true
  ) {
    (self.mean, self.variance, self.samples) = (mean, variance, samples)
    (self.features, self.classes, self.shuffle) = (features, classes, shuffle)
  }

  /// Makes the samples and their classes, the innermost first.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: features)
    guard classes >= 1, classes <= samples else {
      throw GeneratorError("classes", classes, "from 1 to the number of samples, \(samples)")
    }
    guard variance >= 0, variance.isFinite else {
      throw GeneratorError("variance", variance, "finite and not negative")
    }
    let mean = mean ?? [Double](repeating: 0, count: features)
    guard mean.count == features, mean.allSatisfy(\.isFinite) else {
      throw GeneratorError("mean", "\(mean.count) numbers", "finite, one number for each of \(features) features")
    }
    let deviation = variance.squareRoot()
    let rows = (0..<samples).map { _ in mean.map { random.standardNormal() * deviation + $0 } }
    // From the rounded features, as in scikit-learn: a huge mean leaves little of the distances, and changes the order.
    let distances = rows.map { row in zip(row, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let order = rows.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    let step = samples / classes
    var made = GeneratedSamples(
      features: order.flatMap { rows[$0] }, featureCount: features,
      targets: .classes((0..<samples).map { min($0 / step, classes - 1) }))
    if shuffle { made.shuffle(using: &random) }
    return made
  }
}
