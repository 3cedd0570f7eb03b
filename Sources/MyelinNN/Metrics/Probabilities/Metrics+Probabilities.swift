import Glibc

/// Scores of probabilities.
extension Metrics {
  /// The mean of −log p at the true class: the cross entropy.
  ///
  /// Probabilities are limited to ε…1 − ε, with ε the distance of 1 to the next number of their type, so that the loss stays
  /// finite. NaN if a probability is.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - probabilities: `[n]` or `[n, 1]`, of the larger one of two classes; or `[n, classes]`, with rows that sum to 1.
  ///   - classes: All classes, ascending; by default those that occur, if they are as many as columns, else 0, 1, 2, ….
  ///   - weights: How much every sample counts.
  public static func logLoss(
    labels: Tensor, probabilities: Tensor, classes: [Int]? = nil, weights: Tensor? = nil
  ) -> Double {
    let losses = logLosses(labels, probabilities, classes)
    return average(losses, sampleWeights(weights, count: losses.count, in: "logLoss"))
  }

  static func logLosses(_ labels: Tensor, _ probabilities: Tensor, _ classes: [Int]?) -> [Double] {
    let epsilon = probabilities.type == .float64 ? Double.ulpOfOne : Double(Float.ulpOfOne)
    return samples(labels, probabilities, classes, in: "logLoss").map { sample in
      let likelihood = zip(sample.isOf, sample.probabilities).first { $0.0 }?.1 ?? 0
      return likelihood.isNaN ? .nan : -log(min(max(likelihood, epsilon), 1 - epsilon))
    }
  }

  /// The Brier score: the mean of Σ (p − t)² over classes, with t 1 for the true class and 0 for others.
  ///
  /// For two classes it is halved, and so the mean of (p − t)² of the positive one.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - probabilities: `[n]` or `[n, 1]`, of the larger one of two classes; or `[n, classes]`, with rows that sum to 1.
  ///   - isHalved: Whether the sum over classes is halved; by default for two classes only.
  ///   - classes: All classes, ascending; by default those that occur, if they are as many as columns, else 0, 1, 2, ….
  ///   - weights: How much every sample counts.
  public static func brierScore(
    labels: Tensor, probabilities: Tensor, isHalved: Bool? = nil, classes: [Int]? = nil, weights: Tensor? = nil
  ) -> Double {
    let losses = brierLosses(labels, probabilities, isHalved, classes)
    return average(losses, sampleWeights(weights, count: losses.count, in: "brierScore"))
  }

  static func brierLosses(_ labels: Tensor, _ probabilities: Tensor, _ isHalved: Bool?, _ classes: [Int]?) -> [Double] {
    samples(labels, probabilities, classes, in: "brierScore").map { sample in
      let sum = zip(sample.isOf, sample.probabilities).reduce(0.0) { sum, pair in
        let error = (pair.0 ? 1 : 0) - pair.1
        return sum + error * error
      }
      return isHalved ?? (sample.isOf.count < 3) ? sum / 2 : sum
    }
  }

  /// A sample's classes and their probabilities.
  private typealias Sample = (isOf: [Bool], probabilities: [Double])

  private static func samples(
    _ labels: Tensor, _ probabilities: Tensor, _ classes: [Int]?, in operation: String
  ) -> [Sample] {
    let problem = RankingProblem(labels, probabilities, classes, nil, in: operation)
    for column in problem.columns {
      if let wrong = column.first(where: { $0 < 0 || $0 > 1 }) {
        fatalError(
          "\(operation): \(wrong) is no probability; apply sigmoid() (one output per sample) or softmax() to logits")
      }
    }
    return (0..<problem.sampleCount).map { sample in
      let isOf = problem.isOf.map { $0[sample] }
      let row = problem.columns.map { $0[sample] }
      return row.count == 1 ? ([!isOf[0], isOf[0]], [1 - row[0], row[0]]) : (isOf, row)
    }
  }

  static func average(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}
