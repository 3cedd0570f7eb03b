import Myelin
import Testing

/// Scores of rankings and probabilities are scikit-learn's.
@Suite struct ScoreMetricsTests {
  @Test func twoClassesEqualScikitLearn() throws {
    for problem in try MetricsFixture.load().binaryScores {
      let labels = problem.labelTensor
      let scores = try #require(problem.scores).tensor
      let weights = problem.weightTensor
      let curve = Metrics.rocCurve(labels: labels, scores: scores, weights: weights)
      #expect(agree(Metrics.rocAUC(labels: labels, scores: scores, weights: weights), try problem["auc"]))
      #expect(agree(curve.area, try problem["auc"]))
      #expect(agree(Metrics.averagePrecision(labels: labels, scores: scores, weights: weights), try problem["ap"]))
      for k in [1, 2] {
        let accuracy = Metrics.topKAccuracy(labels: labels, scores: scores, k: k, weights: weights)
        #expect(agree(accuracy, try problem["top_\(k)"]))
      }
      for limit in [0.1, 0.5] {
        #expect(agree(curve.area(upTo: limit), try problem["auc_\(limit)"]))
      }
      for drops in [false, true] {
        let name = drops ? "True" : "False"
        let roc = Metrics.rocCurve(
          labels: labels, scores: scores, droppingIntermediate: drops, weights: weights)
        let expected = problem.expected["roc_" + name]?.lists ?? []
        #expect(agree(roc.falsePositiveRates, expected[0]))
        #expect(agree(roc.truePositiveRates, expected[1]))
        #expect(agree(roc.thresholds, expected[2]))
        let recalls = Metrics.precisionRecallCurve(
          labels: labels, scores: scores, droppingIntermediate: drops, weights: weights)
        let other = problem.expected["pr_" + name]?.lists ?? []
        #expect(agree(recalls.precisions, other[0]))
        #expect(agree(recalls.recalls, other[1]))
        #expect(agree(recalls.thresholds, other[2]))
      }
      guard problem.expected["log"] != nil else { continue }
      #expect(agree(Metrics.logLoss(labels: labels, probabilities: scores, weights: weights), try problem["log"]))
      #expect(agree(Metrics.brierScore(labels: labels, probabilities: scores, weights: weights), try problem["brier"]))
      for bins in [3, 5, 10] {
        for (name, kind) in [("uniform", CalibrationCurve.Bins.uniform), ("quantile", .quantile)] {
          guard let expected = problem.expected["calibration_\(bins)_\(name)"]?.lists else { continue }
          let curve = Metrics.calibrationCurve(labels: labels, probabilities: scores, bins: bins, kind: kind)
          #expect(agree(curve.positiveShares, expected[0]))
          #expect(agree(curve.meanProbabilities, expected[1]))
        }
      }
    }
  }

  @Test func severalClassesEqualScikitLearn() throws {
    for problem in try MetricsFixture.load().classScores {
      let labels = problem.labelTensor
      let scores = try #require(problem.scores).tensor
      let weights = problem.weightTensor
      let averages: [(String, Metrics.ClassAverage)] = [("macro", .macro), ("weighted", .weighted), ("micro", .micro)]
      for (name, average) in averages {
        let area = Metrics.rocAUC(labels: labels, scores: scores, average: average, weights: weights)
        #expect(agree(area, try problem["ovr_" + name]))
        let precision = Metrics.averagePrecision(labels: labels, scores: scores, average: average, weights: weights)
        #expect(agree(precision, try problem["ap_" + name]))
        if average == .micro { continue }
        let pairs = Metrics.rocAUC(labels: labels, scores: scores, multiClass: .oneVersusOne, average: average)
        #expect(agree(pairs, try problem["ovo_" + name]))
      }
      #expect(agree(Metrics.logLoss(labels: labels, probabilities: scores, weights: weights), try problem["log"]))
      #expect(agree(Metrics.brierScore(labels: labels, probabilities: scores, weights: weights), try problem["brier"]))
      for k in [1, 2, 3] {
        #expect(
          agree(Metrics.topKAccuracy(labels: labels, scores: scores, k: k, weights: weights), try problem["top_\(k)"]))
      }
      // One-hot rows say the same.
      let rows = labels.oneHot(classes: scores.shape[1])
      #expect(agree(Metrics.rocAUC(labels: rows, scores: scores, weights: weights), try problem["ovr_macro"]))
    }
  }

  /// The example of a network that says 0.8 and 0.6 and is right half of the time.
  @Test func calibrationError() {
    let binary = Metrics.expectedCalibrationError(
      labels: Tensor([1, 0, 1, 1]), probabilities: Tensor([0.8, 0.8, 0.6, 0.6], type: .float64), bins: 10)
    #expect(agree(binary, 0.5 * 0.3 + 0.5 * 0.4))
    let classes = Metrics.expectedCalibrationError(
      labels: Tensor([0, 1]), probabilities: Tensor([[0.7, 0.2, 0.1], [0.6, 0.3, 0.1]], type: .float64), bins: 5)
    #expect(agree(classes, 0.5 * 0.3 + 0.5 * 0.6))
    let curve = Metrics.calibrationCurve(
      labels: Tensor([1, 0]), probabilities: Tensor([0.9, 0.3], type: .float64), bins: 2)
    #expect(curve.counts == [1, 1])
    #expect(agree(curve.largestError, 0.3))
  }

  @Test func infiniteLossStaysFinite() {
    #expect(Metrics.logLoss(labels: Tensor([1, 0]), probabilities: Tensor([0.0, 1.0])) < 40)
    #expect(Metrics.rocAUC(labels: Tensor([1, 0]), scores: Tensor([Double.nan, 1])).isNaN)
  }

  @Test func mistakesAreNamed() async {
    let logits = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.logLoss(labels: Tensor([0, 1]), probabilities: [2, -1])
    }
    #expect(message(logits).contains("2.0 is no probability; apply sigmoid()"))
    let columns = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.topKAccuracy(labels: Tensor([0, 5]), scores: [[1, 2, 3], [1, 2, 3]])
    }
    #expect(message(columns).contains("the label 5 is none of the classes of the scores' 3 columns"))
    let rows = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.rocAUC(labels: Tensor([0, 2]), scores: [[1, 2, 3], [1, 2, 3]])
    }
    #expect(message(rows).contains("apply softmax() to logits"))
  }
}
