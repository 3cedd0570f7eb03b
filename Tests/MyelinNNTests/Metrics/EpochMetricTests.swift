import Myelin
import Testing

/// Metrics for the trainer are those of all batches together.
@Suite struct EpochMetricTests {
  private let sizes = [0..<7, 7..<14, 14..<21, 21..<25]

  private func check(_ metric: Metric, _ output: Tensor, _ target: Tensor, _ expected: Double, weights: Tensor? = nil) {
    var accumulator = metric.makeAccumulator()
    for range in sizes { accumulator.update(output[range], target[range], weights: weights.map { $0[range] }) }
    #expect((accumulator.result - expected).magnitude < 1e-6, "\(metric.name)")
  }

  @Test(arguments: [false, true]) func severalClasses(isWeighted: Bool) {
    withRandomSeed(3) {
      let logits = Tensor.randomNormal([25, 3])
      let labels = Tensor.concatenate([.arange(3), Tensor.randomIntegers([22], in: 0..<3)])
      let weights = isWeighted ? Tensor.randomUniform([25]) : nil
      let predictions = logits.argmax(axis: -1)
      let matrix = Metrics.confusionMatrix(labels: labels, predictions: predictions, weights: weights)
      let probabilities = logits.cast(to: .float64).softmax()
      for target in [labels, labels.reshaped(to: [25, 1]), labels.oneHot(classes: 3)] {
        check(.accuracy, logits, target, matrix.accuracy, weights: weights)
        check(.balancedAccuracy, logits, target, matrix.balancedAccuracy(), weights: weights)
        check(.precision, logits, target, matrix.precision(average: .macro), weights: weights)
        check(.recall(average: .weighted), logits, target, matrix.recall(average: .weighted), weights: weights)
        check(.f1, logits, target, matrix.fBeta(average: .macro), weights: weights)
        check(.fBeta(2, average: .micro), logits, target, matrix.fBeta(beta: 2, average: .micro), weights: weights)
        check(.matthewsCorrelation, logits, target, matrix.matthewsCorrelation, weights: weights)
        check(.cohensKappa, logits, target, matrix.cohensKappa(), weights: weights)
        check(
          .topKAccuracy(2), logits, target,
          Metrics.topKAccuracy(labels: labels, scores: logits, k: 2, weights: weights), weights: weights)
        let area = Metrics.rocAUC(labels: labels, scores: probabilities, weights: weights)
        check(.rocAUC, logits, target, area, weights: weights)
        check(.rocAUC(outputs: .probabilities), probabilities, target, area, weights: weights)
        check(
          .averagePrecision, logits, target,
          Metrics.averagePrecision(labels: labels, scores: probabilities, weights: weights), weights: weights)
        check(
          .logLoss, logits, target, Metrics.logLoss(labels: labels, probabilities: probabilities, weights: weights),
          weights: weights)
        check(
          .brierScore, logits, target,
          Metrics.brierScore(labels: labels, probabilities: probabilities, weights: weights), weights: weights)
        if !isWeighted {
          check(
            .expectedCalibrationError, logits, target,
            Metrics.expectedCalibrationError(labels: labels, probabilities: probabilities))
        }
      }
    }
  }

  @Test func oneOutput() {
    withRandomSeed(4) {
      let logits = Tensor.randomNormal([25, 1]) * 30
      let labels = Tensor.randomIntegers([25, 1], in: 0..<2)
      let predictions = (logits .> 0).cast(to: .int64)
      let matrix = Metrics.confusionMatrix(labels: labels, predictions: predictions)
      for target in [labels, 2 * labels - 1, labels.cast(to: .float32).flattened()] {
        check(.precision, logits, target, matrix.precision())
        check(.recall, logits, target, matrix.recall())
        check(.f1, logits, target, matrix.fBeta())
        check(.f1(threshold: 0.5), logits.sigmoid(), target, matrix.fBeta())
        check(.rocAUC, logits, target, Metrics.rocAUC(labels: labels, scores: logits))
        check(.averagePrecision, logits, target, Metrics.averagePrecision(labels: labels, scores: logits))
        let probabilities = logits.cast(to: .float64).sigmoid()
        check(.logLoss, logits, target, Metrics.logLoss(labels: labels, probabilities: probabilities))
        check(
          .brierScore(outputs: .probabilities), probabilities, target,
          Metrics.brierScore(labels: labels, probabilities: probabilities))
      }
    }
  }

  @Test(arguments: [false, true]) func numbers(isWeighted: Bool) {
    withRandomSeed(5) {
      let target = Tensor.randomUniform([25, 2]) + 1
      let output = target + 0.3 * Tensor.randomNormal([25, 2])
      let weights = isWeighted ? Tensor.randomUniform([25]) : nil
      let errors = Metrics.regressionErrors(targets: target, predictions: output, weights: weights)
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
      check(.meanAbsoluteError, output, target, mean(errors.meanAbsoluteErrors), weights: weights)
      check(.meanSquaredError, output, target, mean(errors.meanSquaredErrors), weights: weights)
      check(.rootMeanSquaredError, output, target, mean(errors.rootMeanSquaredErrors), weights: weights)
      check(.meanAbsolutePercentageError, output, target, mean(errors.meanAbsolutePercentageErrors), weights: weights)
      check(.meanSquaredLogError, output, target, mean(errors.meanSquaredLogErrors), weights: weights)
      check(.rSquared, output, target, mean(errors.rSquareds()), weights: weights)
      check(.explainedVariance, output, target, mean(errors.explainedVariances()), weights: weights)
      check(.largestError, output, target, errors.largestErrors.max() ?? 0, weights: weights)
      check(
        .medianAbsoluteError, output, target,
        Metrics.medianAbsoluteError(targets: target, predictions: output, weights: weights), weights: weights)
    }
  }

  /// A network that has come apart must not stop the program with its metrics.
  @Test func notANumberStaysOne() {
    let output = Tensor([Float.nan, 1, 2])
    let target: Tensor = [0, 1, 1]
    for metric in [
      Metric.rocAUC, .averagePrecision, .logLoss, .brierScore, .rootMeanSquaredError, .expectedCalibrationError,
    ] {
      #expect(metric.compute(output, target).isNaN, "\(metric.name)")
    }
  }

  @Test func trainerReportsTheEpoch() throws {
    let model = Sequential { Dense(2, 3) }
    let x = Tensor.randomNormal([50, 2])
    let labels = Tensor.concatenate([.arange(3), Tensor.randomIntegers([47], in: 0..<3)])
    let trainer = Trainer(
      model, loss: softmaxCrossEntropy, optimizer: SGD(learningRate: 0), metrics: [.f1, .rocAUC, .logLoss])
    let history = try trainer.fit(Dataset(x, labels), epochs: 1, batchSize: 8)
    let logits = model(x)
    for metric in trainer.metrics {
      let reported = try #require(history.epochs[0].metrics[metric.name])
      #expect((reported - metric.compute(logits, labels)).magnitude < 1e-6, "\(metric.name)")
    }
  }
}
