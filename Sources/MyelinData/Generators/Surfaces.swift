import Foundation
import MyelinCore

/// Points on a surface that is bent like the letter S, with their place along the curve.
///
/// Source: scikit-learn, `sklearn.datasets.make_s_curve`.
public struct SCurve: SampleGenerator {
  /// The number of samples.
  public var samples: Int
  /// The standard deviation of what is added to the features.
  public var noise: Double

  /// An S of so many samples.
  public init(samples: Int = 100, noise: Double = 0) { (self.samples, self.noise) = (samples, noise) }

  /// Makes the samples: three features, and the place along the curve.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: 6)
    try GeneratorError.check(noise: noise)
    let places = random.uniform(count: samples).map { 3 * .pi * ($0 - 0.5) }
    let heights = random.uniform(count: samples).map { 2 * $0 }
    let depths = places.map { ($0 < 0 ? -1 : $0 > 0 ? 1 : 0) * (cos($0) - 1) }
    return surface([places.map { sin($0) }, heights, depths], places, noise: noise, &random)
  }
}

/// Points on a rolled-up surface, with their place along the roll.
///
/// Source: scikit-learn, `sklearn.datasets.make_swiss_roll`; S. Marsland, "Machine Learning: An Algorithmic Perspective",
/// 2014.
public struct SwissRoll: SampleGenerator {
  /// The number of samples.
  public var samples: Int
  /// The standard deviation of what is added to the features.
  public var noise: Double
  /// Whether the roll has a hole.
  public var hole: Bool

  /// A roll of so many samples.
  public init(samples: Int = 100, noise: Double = 0, hole: Bool = false) {
    (self.samples, self.noise, self.hole) = (samples, noise, hole)
  }

  /// Makes the samples: three features, and the place along the roll.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: 6)
    try GeneratorError.check(noise: noise)
    var (places, heights): ([Double], [Double])
    if hole {
      // Nine patches of the surface without the one in the middle.
      let patches = (0..<9).filter { $0 != 4 }
      let chosen = random.integers(in: 0..<8, count: samples).map { patches[$0] }
      places = zip(chosen, random.uniform(count: samples)).map { .pi * (1.5 + Double($0 / 3)) + $1 * .pi }
      heights = zip(chosen, random.uniform(count: samples)).map { Double($0 % 3 * 7) + $1 * 7 }
    } else {
      places = random.uniform(count: samples).map { 1.5 * .pi * (1 + 2 * $0) }
      heights = random.uniform(count: samples).map { 21 * $0 }
    }
    return surface([places.map { $0 * cos($0) }, heights, places.map { $0 * sin($0) }], places, noise: noise, &random)
  }
}

/// Samples of coordinates, to which noise is added axis by axis.
private func surface(
  _ axes: [[Double]], _ places: [Double], noise: Double, _ random: inout NumPyRandomState
) -> GeneratedSamples {
  var features = [Double](repeating: 0, count: 3 * places.count)
  for (axis, values) in axes.enumerated() {
    for (sample, value) in values.enumerated() {
      features[3 * sample + axis] = value + noise * random.standardNormal()
    }
  }
  return GeneratedSamples(features: features, featureCount: 3, targets: .numbers(places, perSample: 1))
}
