import Myelin
import Testing

/// Scores of predicted numbers are scikit-learn's.
@Suite struct RegressionMetricsTests {
  @Test func equalScikitLearn() throws {
    for (index, problem) in try MetricsFixture.load().regressions.enumerated() {
      let targets = try #require(problem.targets).tensor
      let predictions = try #require(problem.predictions).tensor
      let weights = problem.weightTensor
      let shares = Array([0.2, 0.5, 0.3].prefix(targets.shape[1]))
      let errors = Metrics.regressionErrors(targets: targets, predictions: predictions, weights: weights)
      let raw = [
        "mae": errors.meanAbsoluteErrors, "mse": errors.meanSquaredErrors, "rmse": errors.rootMeanSquaredErrors,
        "mape": errors.meanAbsolutePercentageErrors, "msle": errors.meanSquaredLogErrors, "r2": errors.rSquareds(),
        "explained": errors.explainedVariances(),
      ]
      for (name, values) in raw {
        guard let expected = problem.expected[name + "_raw"] else {
          #expect(values.contains { $0.isNaN })
          continue
        }
        #expect(agree(values, expected.numbers), "\(name) of problem \(index)")
      }
      for (suffix, average) in [("", Metrics.OutputAverage.uniform), ("_shares", .weights(shares))] {
        for (name, function) in functions {
          guard let expected = problem.expected[name + suffix]?.number else { continue }
          #expect(
            agree(function(targets, predictions, average, weights), expected), "\(name)\(suffix) of problem \(index)")
        }
      }
      for name in ["r2", "explained"] {
        let function = try #require(functions[name])
        #expect(agree(function(targets, predictions, .variance, weights), try problem[name + "_variance"]))
      }
      if let expected = problem.expected["r2_infinite"] {
        #expect(agree(errors.rSquareds(finite: false), expected.numbers))
      }
      if let expected = problem.expected["explained_infinite"] {
        #expect(agree(errors.explainedVariances(finite: false), expected.numbers))
      }
    }
  }

  private let functions: [String: (Tensor, Tensor, Metrics.OutputAverage, Tensor?) -> Double] = [
    "mae": { Metrics.meanAbsoluteError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "mse": { Metrics.meanSquaredError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "rmse": { Metrics.rootMeanSquaredError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "mape": { Metrics.meanAbsolutePercentageError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "msle": { Metrics.meanSquaredLogError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "median": { Metrics.medianAbsoluteError(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "r2": { Metrics.rSquared(targets: $0, predictions: $1, outputs: $2, weights: $3) },
    "explained": { Metrics.explainedVariance(targets: $0, predictions: $1, outputs: $2, weights: $3) },
  ]

  /// Sums of squares would cancel here: the spread is 10¹⁶ times smaller than the squares.
  @Test func batchesLoseNoDigits() {
    let targets = Tensor((0..<40).map { 1e8 + Double($0 % 7) }, type: .float64)
    let predictions = targets + Tensor((0..<40).map { Double($0 % 3) * 0.5 }, type: .float64)
    var errors = RegressionErrors()
    for start in stride(from: 0, to: 40, by: 8) {
      errors.add(targets: targets[start..<start + 8], predictions: predictions[start..<start + 8])
    }
    #expect(agree(errors.rSquareds()[0], Metrics.rSquared(targets: targets, predictions: predictions)))
    #expect(
      agree(errors.explainedVariances()[0], Metrics.explainedVariance(targets: targets, predictions: predictions)))
  }

  @Test func shapesMustAgree() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.rSquared(targets: [1, 2], predictions: [[1, 2], [3, 4]])
    }
    #expect(message(result).contains("targets of shape [2] and predictions of shape [2, 2] must have one shape"))
    #expect(Metrics.largestError(targets: [[1], [2]], predictions: [1, 5]) == 3)
  }
}
