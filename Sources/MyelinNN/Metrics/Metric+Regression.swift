/// Metrics of predicted numbers, of the whole epoch: targets and outputs have one shape.
extension Metric {
  /// The square root of the mean of (output − target)².
  public static let rootMeanSquaredError = errors("rootMeanSquaredError") { $0.rootMeanSquaredErrors }

  /// The mean of |output − target| / |target|: 1 means 100 %.
  public static let meanAbsolutePercentageError = errors("meanAbsolutePercentageError") {
    $0.meanAbsolutePercentageErrors
  }

  /// The mean of (log(1 + target) − log(1 + output))²; NaN if a number is −1 or less.
  public static let meanSquaredLogError = errors("meanSquaredLogError") { $0.meanSquaredLogErrors }

  /// The share of the targets' variance that is explained: 1 is perfect, 0 as good as predicting the mean.
  public static let rSquared = errors("rSquared") { $0.rSquareds() }

  /// R² that forgives an error that is the same for all samples.
  public static let explainedVariance = errors("explainedVariance") { $0.explainedVariances() }

  /// The largest |output − target|.
  public static let largestError = errors("largestError", combining: { $0.max() ?? .nan }, { $0.largestErrors })

  /// The median of |output − target|. It keeps all errors until the end.
  public static let medianAbsoluteError = Metric(name: "medianAbsoluteError") { MedianAccumulator() }

  private static func errors(
    _ name: String,
    combining: @escaping @Sendable ([Double]) -> Double = { $0.reduce(0, +) / Double($0.count) },
    _ values: @escaping @Sendable (RegressionErrors) -> [Double]
  ) -> Metric {
    Metric(name: name) { RegressionAccumulator { combining(values($0)) } }
  }
}

private struct RegressionAccumulator: MetricAccumulator {
  let score: @Sendable (RegressionErrors) -> Double
  private var errors = RegressionErrors()

  init(_ score: @escaping @Sendable (RegressionErrors) -> Double) { self.score = score }

  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    errors.add(targets: target, predictions: output, weights: weights)
  }

  var result: Double { errors.count == 0 ? .nan : score(errors) }

  var memory: [Double]? {
    get { errors.numbers }
    set { newValue.map { errors.numbers = $0 } }
  }
}

private struct MedianAccumulator: MetricAccumulator {
  private var errors: [[Double]] = []
  private var weights: [Double] = []
  private var isWeighted = false

  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    let columns = RegressionColumns(target, output, weights)
    if errors.isEmpty { errors = columns.targets.map { _ in [] } }
    for (place, (targets, outputs)) in zip(columns.targets, columns.predictions).enumerated() {
      errors[place] += zip(targets, outputs).map { ($0 - $1).magnitude }
    }
    self.weights += columns.weights
    isWeighted = isWeighted || weights != nil
  }

  var result: Double {
    let medians = errors.map { isWeighted ? Metrics.median($0, weights) : Metrics.median($0) }
    return medians.reduce(0, +) / Double(medians.count)
  }

  /// Whether there are weights, the number of samples, their weights, and the errors of each output.
  var memory: [Double]? {
    get { [isWeighted ? 1 : 0, Double(weights.count)] + weights + errors.flatMap { $0 } }
    set {
      guard let newValue, newValue.count >= 2, let count = Int(exactly: newValue[1]), count >= 0,
        newValue.count >= 2 + count
      else { return }
      isWeighted = newValue[0] == 1
      weights = Array(newValue[2..<2 + count])
      errors =
        count == 0
        ? []
        : stride(from: 2 + count, to: newValue.count - count + 1, by: count).map {
          Array(newValue[$0..<$0 + count])
        }
    }
  }
}
