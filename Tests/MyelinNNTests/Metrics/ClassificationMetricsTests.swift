import Myelin
import Testing

/// Scores of decisions are scikit-learn's.
@Suite struct ClassificationMetricsTests {
  @Test func equalScikitLearn() throws {
    for problem in try MetricsFixture.load().decisions {
      let labels = problem.labelTensor
      let predictions = try #require(problem.predictions).tensor
      let weights = problem.weightTensor
      let matrix = Metrics.confusionMatrix(labels: labels, predictions: predictions, weights: weights)
      #expect(
        agree(Metrics.accuracy(labels: labels, predictions: predictions, weights: weights), try problem["accuracy"]))
      #expect(
        agree(
          Metrics.balancedAccuracy(labels: labels, predictions: predictions, weights: weights), try problem["balanced"])
      )
      #expect(agree(matrix.balancedAccuracy(adjusted: true), try problem["adjusted"]))
      #expect(
        agree(
          Metrics.matthewsCorrelation(labels: labels, predictions: predictions, weights: weights), try problem["mcc"]))
      #expect(agree(matrix.tensor.scalars, problem.expected["confusion"]?.numbers ?? []))
      for (name, sums) in [("true", ConfusionMatrix.Normalization.labels), ("pred", .predictions), ("all", .all)] {
        #expect(
          agree(matrix.normalized(over: sums).tensor.scalars, problem.expected["confusion_" + name]?.numbers ?? []))
      }
      for (name, disagreement) in [
        ("None", ConfusionMatrix.Disagreement.equal), ("linear", .linear), ("quadratic", .quadratic),
      ] {
        let kappa = Metrics.cohensKappa(
          labels: labels, predictions: predictions, disagreement: disagreement, weights: weights)
        #expect(agree(kappa, try problem["kappa_" + name]))
      }
      for (name, expected) in problem.expected {
        let parts = name.split(separator: "_").map(String.init)
        let zero: Metrics.ZeroDivision = parts.last == "1.0" ? .one : parts.last == "nan" ? .nan : .zero
        if parts[0] == "perClass" {
          checkClasses(expected.table, matrix, zero)
        } else if let average = averages[parts[0]] {
          let classes = parts.last == "subset" ? Array(matrix.classes.prefix(2)) : nil
          check(expected.table, labels, predictions, average, classes, zero, weights)
        }
      }
    }
  }

  private let averages: [String: Metrics.Average] = [
    "macro": .macro, "micro": .micro, "weighted": .weighted, "binary": .binary(),
  ]

  private func check(
    _ expected: [String: MetricsFixture.Value], _ labels: Tensor, _ predictions: Tensor, _ average: Metrics.Average,
    _ classes: [Int]?, _ zero: Metrics.ZeroDivision, _ weights: Tensor?
  ) {
    func fBeta(_ beta: Double) -> Double {
      Metrics.fBeta(
        labels: labels, predictions: predictions, beta: beta, average: average, classes: classes, zeroDivision: zero,
        weights: weights)
    }
    let found = [
      "precision": Metrics.precision(
        labels: labels, predictions: predictions, average: average, classes: classes, zeroDivision: zero,
        weights: weights),
      "recall": Metrics.recall(
        labels: labels, predictions: predictions, average: average, classes: classes, zeroDivision: zero,
        weights: weights),
      "f1": fBeta(1), "f2": fBeta(2), "fHalf": fBeta(0.5),
    ]
    for (name, value) in found {
      #expect(agree(value, expected[name]?.number ?? .signalingNaN), "\(name), \(average)")
    }
  }

  private func checkClasses(
    _ expected: [String: MetricsFixture.Value], _ matrix: ConfusionMatrix, _ zero: Metrics.ZeroDivision
  ) {
    #expect(agree(matrix.precisions(zeroDivision: zero), expected["precision"]?.numbers ?? []))
    #expect(agree(matrix.recalls(zeroDivision: zero), expected["recall"]?.numbers ?? []))
    #expect(agree(matrix.fBetas(zeroDivision: zero), expected["f1"]?.numbers ?? []))
    #expect(agree(matrix.fBetas(beta: 2, zeroDivision: zero), expected["f2"]?.numbers ?? []))
    #expect(agree(matrix.fBetas(beta: 0.5, zeroDivision: zero), expected["fHalf"]?.numbers ?? []))
  }

  @Test func extremeBetasArePrecisionAndRecall() {
    let matrix = Metrics.confusionMatrix(labels: Tensor([1, 1, 0, 0]), predictions: Tensor([1, 0, 1, 1]))
    #expect(matrix.fBeta(beta: 0) == matrix.precision())
    #expect(matrix.fBeta(beta: .infinity) == matrix.recall())
  }

  @Test func chosenClasses() {
    let matrix = Metrics.confusionMatrix(
      labels: Tensor([0, 1, 2, 2]), predictions: Tensor([0, 2, 2, 1]), classes: [2, 1, 7])
    #expect(matrix.rows == [[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(matrix.total == 3)
  }

  @Test func printing() {
    let matrix = Metrics.confusionMatrix(labels: Tensor([0, 0, 1, 12]), predictions: Tensor([0, 1, 1, 12]))
    #expect(
      matrix.description == """
        label \\ prediction  0  1  12
        ────────────────────────────
        0                   1  1   0
        1                   0  1   0
        12                  0  0   1
        """)
    #expect(matrix.normalized(over: .labels).description.contains("0                   0.5000  0.5000  0.0000"))
    let report = Metrics.classificationReport(labels: Tensor([0, 0, 1]), predictions: Tensor([0, 1, 1]))
    #expect(
      report.description == """
        class             precision  recall      F1  support
        ────────────────────────────────────────────────────
        0                    1.0000  0.5000  0.6667        2
        1                    0.5000  1.0000  0.6667        1
        macro average        0.7500  0.7500  0.6667        3
        weighted average     0.8333  0.6667  0.6667        3
        ────────────────────────────────────────────────────
        accuracy 0.6667
        """)
  }

  @Test func mistakesAreNamed() async {
    let oneHot = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.accuracy(labels: [[1, 0]], predictions: Tensor([0]))
    }
    #expect(message(oneHot).contains("labels must be class numbers of shape [n] or [n, 1], got shape [1, 2]"))
    let average = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metrics.precision(labels: Tensor([0, 1, 2]), predictions: Tensor([0, 1, 2]))
    }
    #expect(message(average).contains("choose .macro, .micro or .weighted"))
  }
}
