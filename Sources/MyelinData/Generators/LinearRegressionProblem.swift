import MyelinCore

/// Targets that are linear in some of the features, with normal noise: y = X·coefficients + bias + noise.
///
/// Source: scikit-learn, `sklearn.datasets.make_regression`.
public struct LinearRegressionProblem: SampleGenerator {
  /// The number of samples.
  public var samples: Int
  /// The number of features.
  public var features: Int
  /// The number of features that matter; all if there are fewer.
  public var informative: Int
  /// The number of targets of each sample.
  public var targets: Int
  /// What is added to every target.
  public var bias: Double
  /// About how many singular vectors explain most of the features, which then depend on each other as a
  /// ``LowRankMatrix`` does; nil for independent ones.
  public var effectiveRank: Int?
  /// The relative weight of the other singular vectors, 0 to 1; without an effective rank it has no effect.
  public var tailStrength: Double
  /// The standard deviation of what is added to the targets.
  public var noise: Double
  /// Whether samples and features are put in random order.
  public var shuffle: Bool

  /// A problem with scikit-learn's defaults.
  public init(
    samples: Int = 100, features: Int = 100, informative: Int = 10, targets: Int = 1, bias: Double = 0,
    effectiveRank: Int? = nil, tailStrength: Double = 0.5, noise: Double = 0, shuffle: Bool = true
  ) {
    (self.samples, self.features, self.informative, self.targets) = (samples, features, informative, targets)
    (self.bias, self.effectiveRank, self.tailStrength) = (bias, effectiveRank, tailStrength)
    (self.noise, self.shuffle) = (noise, shuffle)
  }

  /// Makes the samples and their numbers.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try makeSamplesAndCoefficients(using: &random).samples
  }

  /// Makes the samples, and tells the coefficients (`coef=True`): row by row, one for every feature and target.
  public func makeSamplesAndCoefficients(
    using random: inout NumPyRandomState
  ) throws(GeneratorError) -> (samples: GeneratedSamples, coefficients: [Double]) {
    try check()
    var values =
      if let effectiveRank {
        try LowRankMatrix(
          samples: samples, features: features, effectiveRank: effectiveRank, tailStrength: tailStrength
        ).makeMatrix(using: &random)
      } else {
        random.standardNormal(count: samples * features)
      }
    var coefficients = [Double](repeating: 0, count: features * targets)
    for index in 0..<min(informative, features) * targets { coefficients[index] = 100 * random.uniform() }
    var numbers: [Double] = []
    numbers.reserveCapacity(samples * targets)
    for row in 0..<samples {
      for target in 0..<targets {
        var sum = 0.0
        for feature in 0..<features {
          sum.addProduct(values[row * features + feature], coefficients[feature * targets + target])
        }
        numbers.append(sum + bias)
      }
    }
    if noise > 0 { for index in numbers.indices { numbers[index] += noise * random.standardNormal() } }
    var made = GeneratedSamples(
      features: values, featureCount: features, targets: .numbers(numbers, perSample: targets))
    guard shuffle else { return (made, coefficients) }
    made.shuffle(using: &random)
    let order = random.permutation(features)
    values = made.features
    for row in 0..<samples {
      for (place, feature) in order.enumerated() {
        made.features[row * features + place] = values[row * features + feature]
      }
    }
    return (made, order.flatMap { coefficients[$0 * targets..<($0 + 1) * targets] })
  }

  private func check() throws(GeneratorError) {
    try GeneratorError.check(samples: samples, width: features)
    guard informative >= 0 else { throw GeneratorError("informative", informative, "0 or more") }
    guard targets >= 1, targets <= GeneratorError.elementLimit / max(samples, features) else {
      throw GeneratorError("targets", targets, "1 or more, and no more than memory holds")
    }
    guard (0...1).contains(tailStrength) else { throw GeneratorError("tailStrength", tailStrength, "from 0 to 1") }
    guard bias.isFinite else { throw GeneratorError("bias", bias, "finite") }
    try GeneratorError.check(noise: noise)
  }
}
