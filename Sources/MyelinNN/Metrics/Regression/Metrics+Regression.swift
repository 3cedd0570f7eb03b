/// Scores of predicted numbers.
///
/// Targets and predictions have one shape, `[n]` or `[n, outputs]`. NaN among them makes the result NaN.
extension Metrics {
  /// How the numbers of several outputs become one.
  public enum OutputAverage: Sendable, Hashable {
    /// Their mean.
    case uniform
    /// Their mean, each output counting as much as its weight says.
    case weights([Double])
    /// Their mean, each output counting as much as its targets vary.
    case variance

    func callAsFunction(_ values: [Double], _ errors: RegressionErrors, in operation: String) -> Double {
      switch self {
      case .uniform: return values.reduce(0, +) / Double(values.count)
      case .weights(let weights):
        guard weights.count == values.count else {
          fatalError("\(operation): \(values.count) outputs need as many weights, got \(weights.count)")
        }
        return Metrics.average(values, weights)
      case .variance:
        let variances = errors.targetVariances
        return variances.contains { $0 != 0 }
          ? Metrics.average(values, variances) : values.reduce(0, +) / Double(values.count)
      }
    }
  }

  /// What predictions miss, output by output: all measures of one pass over the data.
  public static func regressionErrors(targets: Tensor, predictions: Tensor, weights: Tensor? = nil) -> RegressionErrors
  {
    var errors = RegressionErrors()
    errors.add(targets: targets, predictions: predictions, weights: weights)
    return errors
  }

  /// The mean of |t − p|.
  ///
  /// - Parameters:
  ///   - targets: The true numbers.
  ///   - predictions: The predicted ones.
  ///   - outputs: How the numbers of several outputs become one.
  ///   - weights: How much every sample counts.
  public static func meanAbsoluteError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.meanAbsoluteErrors, errors, in: "meanAbsoluteError")
  }

  /// The mean of (t − p)².
  public static func meanSquaredError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.meanSquaredErrors, errors, in: "meanSquaredError")
  }

  /// The square root of the mean of (t − p)²; of several outputs the roots are averaged.
  public static func rootMeanSquaredError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.rootMeanSquaredErrors, errors, in: "rootMeanSquaredError")
  }

  /// The mean of |t − p| / max(|t|, 2⁻⁵²): 1 means 100 %. Targets near 0 make it huge.
  public static func meanAbsolutePercentageError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.meanAbsolutePercentageErrors, errors, in: "meanAbsolutePercentageError")
  }

  /// The mean of (log(1 + t) − log(1 + p))²: for numbers that grow exponentially. NaN if a number is −1 or less.
  public static func meanSquaredLogError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.meanSquaredLogErrors, errors, in: "meanSquaredLogError")
  }

  /// 1 − Σ (t − p)² / Σ (t − t̄)², the coefficient of determination: 1 is perfect, 0 as good as predicting the mean.
  ///
  /// NaN for fewer than two samples.
  ///
  /// - Parameters:
  ///   - targets: The true numbers.
  ///   - predictions: The predicted ones.
  ///   - outputs: How the numbers of several outputs become one.
  ///   - finite: Whether constant targets give 1 (if predicted exactly) or 0 instead of NaN or −∞.
  ///   - weights: How much every sample counts.
  public static func rSquared(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, finite: Bool = true, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.rSquareds(finite: finite), errors, in: "rSquared")
  }

  /// 1 − Var(t − p) / Var(t): R² that forgives an error that is the same for all samples.
  public static func explainedVariance(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, finite: Bool = true, weights: Tensor? = nil
  ) -> Double {
    let errors = regressionErrors(targets: targets, predictions: predictions, weights: weights)
    return outputs(errors.explainedVariances(finite: finite), errors, in: "explainedVariance")
  }

  /// The largest |t − p|, of all outputs.
  public static func largestError(targets: Tensor, predictions: Tensor) -> Double {
    let largest = regressionErrors(targets: targets, predictions: predictions).largestErrors
    return largest.contains { $0.isNaN } ? .nan : largest.max() ?? .nan
  }

  /// The median of |t − p|, which outliers don't move.
  ///
  /// With weights it is the value where half of the weight is reached, or the mean of two if it is reached exactly between.
  ///
  /// - Parameters:
  ///   - targets: The true numbers.
  ///   - predictions: The predicted ones.
  ///   - outputs: How the numbers of several outputs become one; not `variance`.
  ///   - weights: How much every sample counts.
  public static func medianAbsoluteError(
    targets: Tensor, predictions: Tensor, outputs: OutputAverage = .uniform, weights: Tensor? = nil
  ) -> Double {
    let columns = RegressionColumns(targets, predictions, weights)
    let medians = zip(columns.targets, columns.predictions).map { targets, predictions in
      let errors = zip(targets, predictions).map { ($0 - $1).magnitude }
      return weights == nil ? median(errors) : median(errors, columns.weights)
    }
    if outputs == .variance { fatalError("medianAbsoluteError: outputs can't be averaged by their variance") }
    return outputs(medians, RegressionErrors(), in: "medianAbsoluteError")
  }

  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty, !values.contains(where: \.isNaN) else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  static func median(_ values: [Double], _ weights: [Double]) -> Double {
    guard !values.contains(where: \.isNaN) else { return .nan }
    let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
    let half = 0.5 * order.reduce(0) { $0 + weights[$1] }
    var sum = 0.0
    for (rank, index) in order.enumerated() {
      sum += weights[index]
      guard sum >= half else { continue }
      let isBetween = sum - half <= .ulpOfOne && rank + 1 < order.count
      return isBetween ? (values[index] + values[order[rank + 1]]) / 2 : values[index]
    }
    return order.last.map { values[$0] } ?? .nan
  }
}
