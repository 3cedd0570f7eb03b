import Foundation
import MyelinCore

/// Two interleaving half circles: a problem of two classes that no line separates.
///
/// Source: scikit-learn, `sklearn.datasets.make_moons`.
public struct Moons: SampleGenerator {
  /// The numbers of samples on the outer half circle (class 0) and on the inner one (class 1).
  public var counts: (outer: Int, inner: Int)
  /// Whether the samples are put in random order.
  public var shuffle: Bool
  /// The standard deviation of what is added to the features; nil for nothing.
  public var noise: Double?

  /// Half circles with so many samples together, the inner one with one more if the number is odd.
  public init(samples: Int = 100, shuffle: Bool = true, noise: Double? = nil) {
    self.init(counts: (samples / 2, samples - samples / 2), shuffle: shuffle, noise: noise)
  }

  /// Half circles with so many samples each.
  public init(counts: (outer: Int, inner: Int), shuffle: Bool = true, noise: Double? = nil) {
    (self.counts, self.shuffle, self.noise) = (counts, shuffle, noise)
  }

  /// Makes the samples: two features and the classes 0 and 1.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try checkPair(counts, noise)
    let outer = evenly(counts.outer, to: .pi, includingEnd: true)
    let inner = evenly(counts.inner, to: .pi, includingEnd: true)
    let points = outer.flatMap { [cos($0), sin($0)] } + inner.flatMap { [1 - cos($0), 1 - sin($0) - 0.5] }
    return pair(points, counts, shuffle: shuffle, noise: noise, &random)
  }
}

/// A large circle that contains a smaller one: a problem of two classes that no line separates.
///
/// Source: scikit-learn, `sklearn.datasets.make_circles`.
public struct Circles: SampleGenerator {
  /// The numbers of samples on the outer circle (class 0) and on the inner one (class 1).
  public var counts: (outer: Int, inner: Int)
  /// Whether the samples are put in random order.
  public var shuffle: Bool
  /// The standard deviation of what is added to the features; nil for nothing.
  public var noise: Double?
  /// The radius of the inner circle, the outer one's being 1: 0 up to, but not, 1.
  public var factor: Double

  /// Circles with so many samples together, the inner one with one more if the number is odd.
  public init(samples: Int = 100, shuffle: Bool = true, noise: Double? = nil, factor: Double = 0.8) {
    self.init(counts: (samples / 2, samples - samples / 2), shuffle: shuffle, noise: noise, factor: factor)
  }

  /// Circles with so many samples each.
  public init(counts: (outer: Int, inner: Int), shuffle: Bool = true, noise: Double? = nil, factor: Double = 0.8) {
    (self.counts, self.shuffle, self.noise, self.factor) = (counts, shuffle, noise, factor)
  }

  /// Makes the samples: two features and the classes 0 and 1.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try checkPair(counts, noise)
    guard factor >= 0, factor < 1 else { throw GeneratorError("factor", factor, "from 0 up to, but not, 1") }
    let outer = evenly(counts.outer, to: 2 * .pi, includingEnd: false)
    let inner = evenly(counts.inner, to: 2 * .pi, includingEnd: false)
    let points = outer.flatMap { [cos($0), sin($0)] } + inner.flatMap { [cos($0) * factor, sin($0) * factor] }
    return pair(points, counts, shuffle: shuffle, noise: noise, &random)
  }
}

private func checkPair(_ counts: (outer: Int, inner: Int), _ noise: Double?) throws(GeneratorError) {
  try GeneratorError.check(samples: counts.outer, width: 4, atLeast: 0)
  try GeneratorError.check(samples: counts.inner, width: 4, atLeast: 0)
  guard counts.outer + counts.inner > 0 else { throw GeneratorError("samples", 0, "1 or more") }
  try GeneratorError.check(noise: noise)
}

/// Points of two classes, put in order and made noisy.
private func pair(
  _ points: [Double], _ counts: (outer: Int, inner: Int), shuffle: Bool, noise: Double?,
  _ random: inout NumPyRandomState
) -> GeneratedSamples {
  let classes = [Int](repeating: 0, count: counts.outer) + [Int](repeating: 1, count: counts.inner)
  var samples = GeneratedSamples(features: points, featureCount: 2, targets: .classes(classes))
  if shuffle { samples.shuffle(using: &random) }
  samples.addNoise(noise, using: &random)
  return samples
}

/// Numbers from 0 to `end` at equal distances, as NumPy's `linspace` gives them.
private func evenly(_ count: Int, to end: Double, includingEnd: Bool) -> [Double] {
  let step = end / Double(max(includingEnd ? count - 1 : count, 1))
  var values = (0..<count).map { Double($0) * step }
  if includingEnd, count > 1 { values[count - 1] = end }
  return values
}
