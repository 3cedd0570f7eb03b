import Myelin
import Testing

/// Batches and splits hold every sample once, each with its target; metrics judge them.
@Suite struct DatasetTests {
  private let data = Dataset(Tensor.arange(20).reshaped(to: [10, 2]), Tensor.arange(10))

  private func targets(_ parts: some Sequence<Dataset>) -> [[Double]] { parts.map { $0.y.scalars } }

  @Test func batchesInOrder() {
    let batches = data.batches(of: 4)
    #expect(targets(batches) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    #expect(targets(data.batches(of: 4, droppingLast: true)) == [[0, 1, 2, 3], [4, 5, 6, 7]])
    #expect(targets(data.batches(of: 100)).count == 1)
    #expect(batches[2].x.isIdentical(to: Tensor([[16, 17], [18, 19]] as [[Int]])))
    #expect(Dataset(.zeros([0, 2]), .zeros([0])).batches(of: 3).isEmpty)
  }

  @Test func shuffledBatchesKeepSamplesAndTargetsTogether() {
    var seen: [Double] = []
    for batch in data.batches(of: 3, shuffled: true, from: RandomSource(seed: 1)) {
      #expect((batch.x[.all, 0] .== 2 * batch.y).all().scalar == 1)
      seen += batch.y.scalars
    }
    #expect(seen != data.y.scalars)
    #expect(seen.sorted() == data.y.scalars)
    let again = data.batches(of: 3, shuffled: true, from: RandomSource(seed: 1))
    #expect(again.flatMap(\.y.scalars) == seen)
  }

  @Test func splitsAreWhole() {
    let (first, second) = data.split(fraction: 0.75, from: RandomSource(seed: 1))
    #expect((first.count, second.count) == (8, 2))
    #expect((first.y.scalars + second.y.scalars).sorted() == data.y.scalars)
    let (none, all) = data.split(fraction: 0, shuffled: false)
    #expect((none.count, all.y.scalars) == (0, data.y.scalars))
  }

  @Test func accuracyOfClassesAndOfSigns() {
    let logits: Tensor = [[1, 3, 2], [5, 0, 1], [0, 0, 1], [2, 1, 0]]
    let labels = Tensor([1, 0, 2, 2] as [Int])
    #expect(Metric.accuracy.compute(logits, labels) == 0.75)
    #expect(Metric.accuracy.compute(logits, labels.reshaped(to: [4, 1])) == 0.75)
    #expect(Metric.accuracy.compute(logits, labels.oneHot()) == 0.75)
    #expect(Metric.accuracy.compute([[1], [-2], [3], [0]], [1, -1, -1, -1]) == 0.75)
    #expect(Metric.accuracy.compute([1, -2], Tensor([1, 0] as [Int])) == 1)
  }
}
