import Glibc
import Myelin
import Synchronization
import TestSupport
import Testing

/// What shards, parts and sources of one's own may not break.
@Suite struct SharedOutTests {
  /// Classes of equal size must not come in a fixed turn, of which a shard would meet a part only.
  @Test(arguments: [2, 3, 10]) func everyShardMeetsEveryClass(shards: Int) throws {
    let data = Dataset(.arange(3000), Tensor((0..<3000).map { $0 % 10 }))
    for sampler in [Sampler.stratified(), .balanced(), .stratified(by: (0..<3000).map { $0 % 10 })] {
      for index in 0..<shards {
        let loader = DataLoader(data, batchSize: 64, sampler: sampler, shard: Shard(index, of: shards), seed: 5)
        var counts = [Int](repeating: 0, count: 10)
        for label in try loader.batches().targets().flatMap({ $0 }) { counts[label] += 1 }
        let expected = Double(3000 / shards / 10)
        #expect(counts.allSatisfy { abs(Double($0) - expected) < 5 * expected.squareRoot() })
      }
    }
  }

  @Test func samplersAreKnownByWhatTheyAreNotByName() throws {
    let backwards = Sampler("sequential") { count, _ in (0..<count).reversed() }
    #expect(try DataLoader(numbered(4), batchSize: 4, sampler: backwards).batches().targets() == [[3, 2, 1, 0]])
    #expect(Sampler.stratified(by: [0, 1]).description != Sampler.stratified(by: [1, 0]).description)
    #expect(Sampler.balanced(by: [0, 1]).description != Sampler.balanced(by: [1, 0]).description)
    #expect(Sampler.stratified().description == "stratified")
  }

  @Test func sourcesThatGiveAnotherNumberOfSamplesAreErrors() throws {
    let images = Dataset(.ones([8, 4, 4]), .arange(8))
    let fewer = images.map { $0.taking(Tensor([0] as [Int])) }
    let more = images.map { _ in Dataset(.ones([9, 4, 4]), .arange(9)) }
    for source in [fewer, more] {
      let users: [any SampleSource] = [
        source, source.augmented(by: .horizontalFlip(probability: 1)), ConcatenatedSource([source, images]),
        ZippedSource(source, images) { a, b in Dataset(b.x, a.y) },
      ]
      for user in users {
        #expect(throws: (any Error).self) { try DataLoader(user, batchSize: 5, sampler: .shuffled).batches().all() }
      }
      #expect(throws: (any Error).self) { _ = try source.targets() }
    }
  }

  /// Judged are images of the size that is trained on.
  @Test func validationSplitsKeepTheCrop() throws {
    let images = withRandomSeed(1) { Dataset(.randomNormal([40, 6, 6]), .arange(40) % 2) }
    let trainer = Trainer(
      withRandomSeed(2) {
        Sequential {
          Flatten(); Dense(16, 2)
        }
      }, loss: softmaxCrossEntropy, optimizer: SGD())
    let loader = DataLoader(images, batchSize: 8, augmentations: [.crop(height: 4, width: 4, margin: 1)])
    let history = try trainer.fit(loader, validationSplit: 0.25, epochs: 2, seed: 3)
    #expect(history.epochs.allSatisfy { $0.validationLoss?.isFinite == true })
  }

  @Test func partsOfImagesHaveTheSamplesAxes() throws {
    for (sample, shape, expected) in [
      ([6, 6], [6, 6, 1], [4, 3]), ([36], [6, 6], [12]), ([6, 6, 1], nil, [4, 3, 1]), ([6, 6], nil, [4, 3]),
      ([6, 12], [6, 6, 2], [4, 6]),
    ] as [([Int], [Int]?, [Int])] {
      let images = Dataset(.ones([3] + sample), .arange(3))
      let loader = DataLoader(images, batchSize: 3, augmentations: [.crop(height: 4, width: 3, shape: shape)])
      #expect(try loader.batches().all()[0].x.shape == [3] + expected)
    }
  }

  @Test func listsOfWholeSourcesAreNotForParts() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let trainer = Trainer(Sequential { Dense(2, 1) }, loss: meanSquaredError, optimizer: SGD())
      try trainer.fit(
        DataLoader(exclusiveOr, batchSize: 2, sampler: .weighted([1, 1, 1, 1])), validationSplit: 0.5)
    }
    #expect(message(result).contains("has a number for each sample"))
  }
}

/// Streams that draw.
extension SharedOutTests {
  @Test func whatStreamsDrawDependsOnSeedAndEpoch() throws {
    let noisy = NumberStream(count: 50).map { batch in
      Dataset(batch.x + Tensor.randomNormal(batch.x.shape), batch.y)
    }
    func epoch(_ number: Int, from first: Int = 0, prefetch: Int, seed: Int = 4) throws -> [Dataset] {
      try DataLoader(streaming: noisy, batchSize: 7, prefetch: prefetch, seed: seed)
        .batches(epoch: number, from: first).all()
    }
    let expected = try epoch(1, prefetch: 0)
    func isEqual(_ other: [Dataset]) -> Bool {
      other.count == expected.count && zip(expected, other).allSatisfy { $0.isIdentical(to: $1) }
    }
    for _ in 0..<3 {
      #expect(try isEqual(epoch(1, prefetch: 0)))
      #expect(try isEqual(epoch(1, prefetch: 2)))
      // What is drawn around the batches changes nothing, nor do they.
      let (outer, drawn) = try withRandomSeed(Int.random(in: 0..<1000)) {
        (try epoch(1, prefetch: 2), Tensor.randomNormal([1]))
      }
      #expect(isEqual(outer) && drawn.count == 1)
    }
    #expect(try zip(expected[3...], epoch(1, from: 3, prefetch: 2)).allSatisfy { $0.isIdentical(to: $1) })
    #expect(try !isEqual(epoch(2, prefetch: 0)) && !isEqual(epoch(1, prefetch: 0, seed: 5)))
    let before = withRandomSeed(9) { Tensor.randomNormal([3]) }
    let after = try withRandomSeed(9) {
      _ = try epoch(0, prefetch: 0)
      return Tensor.randomNormal([3])
    }
    #expect(before.isIdentical(to: after))
  }

  @Test func roomGrowsWithTheStream() throws {
    let wide = NumberStream(count: 5000)
    for (batchSize, buffer) in [(Int.max, 0), (3000, 1_000_000_000), (1 << 40, 1 << 40)] {
      let targets = try DataLoader(streaming: wide, batchSize: batchSize, shuffleBuffer: buffer, seed: 1)
        .batches().targets()
      #expect(targets.flatMap { $0 }.sorted() == Array(0..<5000))
    }
  }

  /// The task isn't in the way of others while it waits.
  @MainActor @Test func waitingForABatchLetsOthersRun() async throws {
    let gate = Gate()
    let slow = FunctionSource(count: 2) { place, _ in
      gate.wait()
      return (Tensor(Double(place)), Tensor(Double(place)))
    }
    let opener = Task { @MainActor in gate.open() }
    var count = 0
    for try await batch in DataLoader(slow, batchSize: 1, sampler: .sequential, prefetch: 1).batches() {
      count += batch.count
    }
    await opener.value
    #expect(count == 2)
  }

  @Test func waitingEndsWithTheTask() async throws {
    let gate = Gate()
    let slow = FunctionSource(count: 2) { place, _ in
      gate.wait()
      return (Tensor(Double(place)), Tensor(Double(place)))
    }
    let task = Task {
      for try await _ in DataLoader(slow, batchSize: 1, sampler: .sequential, prefetch: 1).batches() {}
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    gate.open()
  }
}

/// Holds threads until it is opened.
private final class Gate: Sendable {
  private let isOpen = Mutex(false)

  func open() { isOpen.withLock { $0 = true } }

  func wait() {
    while !isOpen.withLock({ $0 }) { usleep(1000) }
  }
}
