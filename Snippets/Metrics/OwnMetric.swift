// A metric of your own, and the choices that the library's have.

import Myelin

/// The largest error of an epoch.
struct LargestError: MetricAccumulator {
  var result = 0.0
  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    result = max(result, (output - target).abs().max().scalar)
  }
}
let largest = Metric(name: "largest", accumulator: { LargestError() })
print("largest error:", largest.compute([1, 2, 3], [1, 2.5, 5]))

let labels: Tensor = [0, 0, 1, 2, 2, 2]
let predictions: Tensor = [0, 1, 1, 2, 2, 0]
let average: Metrics.Average = .macro
let nothing: Metrics.ZeroDivision = .nan
print("recall:", Metrics.recall(labels: labels, predictions: predictions, average: average, zeroDivision: nothing))
let matrix: ConfusionMatrix = Metrics.confusionMatrix(labels: labels, predictions: predictions)
print(matrix.normalized(over: .labels))

let report: ClassificationReport = Metrics.classificationReport(labels: labels, predictions: predictions)
print("recalls:", report.classes.map(\.scores.recall), "on average:", report.macroAverage.recall)

let (found, scores): (Tensor, Tensor) = ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
let roc: ROCCurve = Metrics.rocCurve(labels: found, scores: scores)
let precisionRecall: PrecisionRecallCurve = Metrics.precisionRecallCurve(labels: found, scores: scores)
let calibration: CalibrationCurve = Metrics.calibrationCurve(labels: found, probabilities: scores, bins: 2)
print("areas:", roc.area, precisionRecall.averagePrecision, "calibration error:", calibration.expectedError)

let errors: RegressionErrors = Metrics.regressionErrors(targets: [1, 2, 3], predictions: [1, 2.5, 5])
print("errors:", errors.meanAbsoluteErrors, errors.rSquareds())
