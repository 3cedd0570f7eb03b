import Myelin
import Testing

/// Which samples come, and how often.
@Suite struct SamplerTests {
  private func epoch(_ sampler: Sampler, _ count: Int, batchSize: Int = 10, seed: Int = 1, epoch: Int = 0) throws
    -> [[Int]]
  {
    try DataLoader(Dataset(.arange(count), .arange(count)), batchSize: batchSize, sampler: sampler, seed: seed).batches(
      epoch: epoch
    ).targets()
  }

  @Test func weightedSamplesComeInProportion() throws {
    let weights = [0.0, 1, 2, 3, 0, 4]
    let drawn = try epoch(.weighted(weights, count: 40_000), 6, batchSize: 40_000)[0]
    for (place, weight) in weights.enumerated() {
      let expected = 40_000 * weight / 10
      let found = Double(drawn.count { $0 == place })
      // Within five standard deviations.
      #expect(abs(found - expected) <= 5 * (expected * (1 - weight / 10)).squareRoot())
    }
  }

  /// The probability that a sample is drawn first, and that a pair is, are those of draws one after the other.
  @Test func withoutReplacementEachDrawIsAmongThoseThatAreLeft() throws {
    let weights = [1.0, 2, 3, 4]
    var pairs: [[Int]: Double] = [:]
    let rounds = 2000
    for number in 0..<rounds {
      let drawn = try epoch(.weighted(weights, count: 2, replacement: false), 4, epoch: number)[0]
      #expect(Set(drawn).count == 2)
      pairs[drawn, default: 0] += 1
    }
    for a in 0..<4 {
      for b in 0..<4 where a != b {
        let probability = weights[a] / 10 * weights[b] / (10 - weights[a])
        let found = pairs[[a, b]] ?? 0
        #expect(
          abs(found - probability * Double(rounds)) <= 5
            * (Double(rounds) * probability * (1 - probability)).squareRoot())
      }
    }
    #expect(try epoch(.weighted([0, 1, 1, 5], count: 3, replacement: false), 4)[0].sorted() == [1, 2, 3])
  }

  @Test func stratifiedBatchesKeepTheProportions() throws {
    let classes = (0..<200).map { $0 < 20 ? 0 : $0 < 80 ? 1 : 2 }
    for seed in 0..<5 {
      let batches = try epoch(.stratified(by: classes), 200, batchSize: 20, seed: seed)
      #expect(batches.flatMap { $0 }.sorted() == Array(0..<200))
      for batch in batches {
        for (name, share) in [(0, 2.0), (1, 6), (2, 12)] {
          #expect(abs(Double(batch.count { classes[$0] == name }) - share) <= 1)
        }
      }
    }
    #expect(try epoch(.stratified(by: classes), 200, seed: 1) != epoch(.stratified(by: classes), 200, seed: 2))
  }

  @Test func classesFollowFromTheTargets() throws {
    let labels = (0..<40).map { $0 % 5 == 0 ? 1 : 0 }
    for y in [Tensor(labels), Tensor(labels).oneHot(classes: 2), Tensor(labels) * 2 - 1] {
      let loader = DataLoader(Dataset(.arange(40), y), batchSize: 10, sampler: .stratified(), seed: 1)
      for batch in try loader.batches().all() {
        #expect(abs(batch.x.scalars.count { labels[Int($0)] == 1 } - 2) <= 1)
      }
    }
    let numbers = DataLoader(Dataset(.arange(3), [0.5, 1, 2] as Tensor), sampler: .stratified())
    #expect(throws: TrainingError.self) { try numbers.batches().next() }
  }

  @Test func balancedBatchesHaveEveryClassAsOften() throws {
    let classes = (0..<50).map { $0 < 5 ? 0 : $0 < 20 ? 1 : 2 }
    let batches = try epoch(.balanced(by: classes), 50, batchSize: 9)
    let all = batches.flatMap { $0 }
    #expect(all.count == 90 && Set(all).count == 50)
    for name in 0..<3 { #expect(all.count { classes[$0] == name } == 30) }
    for batch in batches {
      for name in 0..<3 { #expect(abs(batch.count { classes[$0] == name } - 3) <= 1) }
    }
    #expect(try epoch(.balanced(by: classes, count: 10), 50, batchSize: 20)[0].count == 10)
  }

  @Test func oneOfYourOwn() throws {
    let backwards = Sampler("backwards") { count, _ in (0..<count).reversed() }
    #expect(try epoch(backwards, 5, batchSize: 2) == [[4, 3], [2, 1], [0]])
    let loader = DataLoader(numbered(5), batchSize: 2, sampler: backwards)
    #expect(loader.batchCount == nil && loader.sampleCount == 5)
  }
}
