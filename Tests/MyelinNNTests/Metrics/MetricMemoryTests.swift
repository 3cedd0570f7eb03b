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

  /// Checkpoints come from outside: numbers that make no sense neither stop the program nor are taken over.
  @Test func nonsenseIsLeftAlone() {
    let sizes: [Double] = [4.6e18, -1, .nan, 0.5, 3]
    var nonsense: [[Double]] = [[], [0], [0, 1, 2, 0, 1, 7, 1, 0.5]]
    for first in sizes { nonsense += sizes.map { [0, first, $0] } }
    for metric in [Metric.rocAUC, .medianAbsoluteError, .recall, .rSquared] {
      for numbers in nonsense {
        var accumulator = metric.makeAccumulator()
        accumulator.memory = numbers
        _ = accumulator.result
      }
    }
    var accumulator = Metric.rocAUC.makeAccumulator()
    let empty = accumulator.memory
    accumulator.memory = [0, 1, 2, 0, 1, 7, 1, 0.5]  // label 7 of the classes 0 and 1
    #expect(accumulator.memory == empty)
    accumulator.memory = [0, 1, 2, 0, 1, 1, 1, 0.5]
    #expect(accumulator.memory == [0, 1, 2, 0, 1, 1, 1, 0.5])
  }
}
