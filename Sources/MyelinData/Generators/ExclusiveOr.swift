import MyelinCore

/// Points in the plane whose class is 1 where exactly one coordinate is positive: a problem that no line solves.
///
/// With more than two features the class is their parity: 1 where an odd number of them is positive.
///
/// ```swift
/// let (x, y) = try ExclusiveOr(samples: 300).samples(seed: 0)
/// ```
///
/// The features are standard normal, row by row; `noise` is added to them when the classes are settled, so that points
/// cross the borders. Source: scikit-learn's example "Non-linear SVM", whose points these are for the same seed.
public struct ExclusiveOr: SampleGenerator {
  /// The number of samples.
  public var samples: Int
  /// The number of features, 2 or more.
  public var features: Int
  /// The standard deviation of what is added to the features; nil for nothing.
  public var noise: Double?

  /// A problem of two features without noise, of 100 samples unless told otherwise.
  public init(samples: Int = 100, features: Int = 2, noise: Double? = nil) {
    (self.samples, self.features, self.noise) = (samples, features, noise)
  }

  /// Makes the samples and their classes.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    guard features >= 2 else { throw GeneratorError("features", features, "2 or more") }
    try GeneratorError.check(samples: samples, width: features)
    try GeneratorError.check(noise: noise)
    let values = random.standardNormal(count: samples * features)
    let classes = stride(from: 0, to: values.count, by: features).map { row in
      values[row..<row + features].count { $0 > 0 } % 2
    }
    var made = GeneratedSamples(features: values, featureCount: features, targets: .classes(classes))
    made.addNoise(noise, using: &random)
    return made
  }
}
