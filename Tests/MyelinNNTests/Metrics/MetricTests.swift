import Myelin
import Testing

/// A metric is that of all samples, however they are cut into batches.
@Suite struct MetricTests {
  @Test func meansDontDependOnBatches() {
    let output = Tensor.randomNormal([10, 3])
    let target = Tensor.randomIntegers([10], in: 0..<3)
    let values = Tensor.randomNormal([10, 3])
    for (metric, target) in [
      (Metric.accuracy, target), (.meanAbsoluteError, values), (.meanSquaredError, values),
      (Metric(name: "own") { output, _ in output.mean().scalar }, values),
    ] {
      for weights in [nil, Tensor.randomUniform([10])] {
        var accumulator = metric.makeAccumulator()
        for range in [0..<4, 4..<8, 8..<10] {
          accumulator.update(output[range], target[range], weights: weights.map { $0[range] })
        }
        let whole = metric.compute(output, target, weights: weights)
        #expect(abs(accumulator.result - whole) < 1e-6)
      }
    }
  }

  @Test func weightsCountSamples() {
    let output: Tensor = [[1, 0], [0, 1], [1, 0]]
    let labels = Tensor([0, 0, 0])
    #expect(Metric.accuracy.compute(output, labels, weights: [1, 2, 1]) == 0.5)
    #expect(Metric.meanAbsoluteError.compute([1, 2], [1, 4], weights: [3, 1]) == 0.5)
    #expect(Metric.meanSquaredError.compute([1, 2], [1, 4], weights: [3, 1]) == 1)
    let own = Metric(name: "own") { output, target in (output - target).mean().scalar }
    #expect(own.compute([1, 2], [1, 4], weights: [3, 1]) == -0.5)
  }

  @Test func thresholdOfProbabilities() {
    #expect(Metric.accuracy(threshold: 0.5).compute([0.4, 0.6], [0, 1]) == 1)
    #expect(Metric.accuracy.compute([0.4, 0.6], [0, 1]) == 0.5)
  }

  @Test func nothingSeenIsNaN() {
    #expect(Metric.accuracy.makeAccumulator().result.isNaN)
  }

  @Test func ownAccumulator() {
    struct LargestError: MetricAccumulator {
      var result = 0.0
      mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
        result = max(result, (output - target).abs().max().scalar)
      }
    }
    let metric = Metric(name: "largestError", accumulator: { LargestError() })
    #expect(metric.compute([1, 5], [2, 2]) == 3)
  }

  @Test func weightsThatDontFit() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metric.accuracy.compute([1, 2], [1, 2], weights: [1])
    }
    #expect(message(result).contains("2 samples need as many weights, got a tensor of shape [1]"))
  }
}
