import MyelinCore

/// Ten normal features, and two classes that a sphere divides: class 1 where Σ xᵢ² > 9.34, about half of the samples, and
/// class 0 within (−1 in scikit-learn).
///
/// Sources: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", second edition, example 10.2;
/// scikit-learn, `sklearn.datasets.make_hastie_10_2`.
public struct Hastie: SampleGenerator {
  /// The number of samples.
  public var samples: Int

  /// A problem with scikit-learn's default: 12,000 samples.
  public init(samples: Int = 12_000) { self.samples = samples }

  /// Makes the samples and their classes.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: 10)
    let values = random.standardNormal(count: samples * 10)
    let classes = stride(from: 0, to: values.count, by: 10).map { row in
      let squares = values[row..<row + 10].map { $0 * $0 }
      // NumPy's order of adding ten numbers.
      let pairs = stride(from: 0, to: 8, by: 2).map { squares[$0] + squares[$0 + 1] }
      return (pairs[0] + pairs[1]) + (pairs[2] + pairs[3]) + squares[8] + squares[9] > 9.34 ? 1 : 0
    }
    return GeneratedSamples(features: values, featureCount: 10, targets: .classes(classes))
  }
}
