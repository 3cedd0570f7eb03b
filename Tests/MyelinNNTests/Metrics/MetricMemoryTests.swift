import Myelin
import Testing

/// What a metric remembers can be saved in the midst of an epoch, and goes on with the same bits.
@Suite struct MetricMemoryTests {
  private func check(_ metrics: [Metric], _ batches: [(Tensor, Tensor, Tensor?)]) {
    for metric in metrics {
      for stop in 0...batches.count {
        var whole = metric.makeAccumulator()
        for (output, target, weights) in batches { whole.update(output, target, weights: weights) }
        var first = metric.makeAccumulator()
        for (output, target, weights) in batches[..<stop] { first.update(output, target, weights: weights) }
        var second = metric.makeAccumulator()
        let saved = first.memory
        #expect(saved != nil, "\(metric.name)")
        second.memory = saved
        for (output, target, weights) in batches[stop...] { second.update(output, target, weights: weights) }
        #expect(second.result == whole.result, "\(metric.name), stopped after \(stop) batches")
        #expect(second.memory == whole.memory, "\(metric.name), stopped after \(stop) batches")
      }
    }
  }

  @Test(arguments: [false, true]) func ofClasses(hasWeights: Bool) {
    let batches = withRandomSeed(1) {
      [5, 3, 7].map { count -> (Tensor, Tensor, Tensor?) in
        (
          .randomNormal([count, 3]), .randomIntegers([count], in: 0..<3),
          hasWeights ? .randomUniform([count], in: 0.5..<2) : nil
        )
      }
    }
    check(
      [
        .accuracy, .balancedAccuracy, .precision, .recall, .f1, .matthewsCorrelation, .cohensKappa, .topKAccuracy(2),
        .logLoss, .rocAUC, .brierScore,
      ], batches)
  }

  @Test(arguments: [false, true]) func ofNumbers(hasWeights: Bool) {
    let batches = withRandomSeed(1) {
      [5, 3, 7].map { count -> (Tensor, Tensor, Tensor?) in
        (
          .randomUniform([count, 2]), .randomUniform([count, 2]),
          hasWeights ? .randomUniform([count], in: 0.5..<2) : nil
        )
      }
    }
    check(
      [
        .meanAbsoluteError, .meanSquaredError, .rootMeanSquaredError, .meanAbsolutePercentageError,
        .meanSquaredLogError, .rSquared, .explainedVariance, .largestError, .medianAbsoluteError,
      ], batches)
  }
}
