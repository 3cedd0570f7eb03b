import Foundation
import MyelinCore

/// J. Friedman's three regression problems, whose targets depend on the features in curved ways.
///
/// 1. y = 10 sin(π x₀ x₁) + 20 (x₂ − ½)² + 10 x₃ + 5 x₄, of five or more features uniform over 0…1; the others don't
///    matter.
/// 2. y = √(x₀² + (x₁ x₂ − 1/(x₁ x₃))²), of four features: x₀ in 0…100, x₁ in 40π…560π, x₂ in 0…1, x₃ in 1…11.
/// 3. y = arctan((x₁ x₂ − 1/(x₁ x₃)) / x₀), of the same.
///
/// Sources: J. Friedman, "Multivariate adaptive regression splines", The Annals of Statistics 19(1), 1991; scikit-learn,
/// `make_friedman1`, `make_friedman2` and `make_friedman3`.
public struct Friedman: SampleGenerator {
  /// Which of the problems.
  public enum Problem: Int, Sendable, CaseIterable {
    /// Sine, square and lines.
    case first = 1
    /// A root.
    case second
    /// An arc tangent.
    case third
  }

  /// Which of the problems.
  public var problem: Problem
  /// The number of samples.
  public var samples: Int
  /// The number of features of the first problem, 5 or more; the others have 4.
  public var features: Int
  /// The standard deviation of what is added to the targets.
  public var noise: Double

  /// One of the problems.
  public init(_ problem: Problem, samples: Int = 100, features: Int = 10, noise: Double = 0) {
    (self.problem, self.samples, self.features, self.noise) = (problem, samples, features, noise)
  }

  /// Makes the samples and their numbers.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    let width = problem == .first ? features : 4
    guard width >= (problem == .first ? 5 : 4) else { throw GeneratorError("features", features, "5 or more") }
    try GeneratorError.check(samples: samples, width: width)
    try GeneratorError.check(noise: noise)
    var values = random.uniform(count: samples * width)
    if problem != .first {
      for row in stride(from: 0, to: values.count, by: 4) {
        values[row] *= 100
        values[row + 1] = values[row + 1] * (520 * .pi) + 40 * .pi
        values[row + 3] = values[row + 3] * 10 + 1
      }
    }
    let targets = stride(from: 0, to: values.count, by: width).map { row in
      target(values[row..<row + width]) + noise * random.standardNormal()
    }
    return GeneratedSamples(features: values, featureCount: width, targets: .numbers(targets, perSample: 1))
  }

  private func target(_ row: ArraySlice<Double>) -> Double {
    let x = Array(row)
    if problem == .first {
      let middle = x[2] - 0.5
      return 10 * sin(.pi * x[0] * x[1]) + 20 * (middle * middle) + 10 * x[3] + 5 * x[4]
    }
    let reactance = x[1] * x[2] - 1 / (x[1] * x[3])
    return problem == .second ? (x[0] * x[0] + reactance * reactance).squareRoot() : atan(reactance / x[0])
  }
}
