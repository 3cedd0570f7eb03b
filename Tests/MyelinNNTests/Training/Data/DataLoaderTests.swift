import Foundation
import Myelin
import Synchronization
import TestSupport
import Testing

/// Batches depend on the seed and the epoch, and on nothing else.
@Suite struct DataLoaderTests {
  private let images = withRandomSeed(1) { Dataset(.randomNormal([23, 4, 5]), .arange(23)) }

  @Test func tensorsInMemoryGiveTheBatchesOfTheirDataset() throws {
    let weighted = Dataset(
      images.x, images.y, weights: images.y.cast(to: .float32), more: ["age": 2 * images.y])
    for prefetch in [0, 2] {
      for (isShuffled, droppingLast) in [(false, false), (true, false), (true, true)] {
        let loader = DataLoader(
          weighted, batchSize: 5, sampler: isShuffled ? .shuffled : .sequential, droppingLast: droppingLast,
          prefetch: prefetch)
        let batches = try withRandomSeed(3) { try loader.batches().all() }
        let expected = withRandomSeed(3) {
          Array(weighted.batches(of: 5, shuffled: isShuffled, droppingLast: droppingLast))
        }
        #expect(areIdentical(batches, expected))
        #expect(loader.batchCount == expected.count)
        for batch in batches {
          #expect(batch.weights?.scalars == batch.y.scalars && batch["age"].scalars == (2 * batch.y).scalars)
        }
      }
    }
  }

  /// What the batches are made of is augmented, so that each draws random numbers.
  @Test(arguments: [1, 2, 4]) func batchesAreTheSameOnAnyNumberOfThreads(threads: Int) throws {
    let samplers: [Sampler] = [
      .sequential, .shuffled, .stratified(by: (0..<23).map { $0 % 3 }), .balanced(by: (0..<23).map { $0 % 4 }),
      .weighted((0..<23).map { Double($0) }), .weighted((0..<23).map { Double($0 + 1) }, count: 20, replacement: false),
    ]
    let drawn = FunctionSource(count: 23) { place, random in
      (.randomNormal([4, 5]) + Double(place), Tensor(random.draw { $0.uniform() }))
    }
    let augmentations: [Augmentation] = [
      .horizontalFlip(), .shift(upTo: 1), .noise(standardDeviation: 0.1),
      .batch("both") { batch, random in Dataset(batch.x + Tensor.randomNormal([1, 1, 1], from: random), batch.y) },
      .sample("one") { x, _ in x * Tensor.randomUniform([1]) },
    ]
    for sampler in samplers {
      for source in [images.map { $0 } as any SampleSource, images, drawn] {
        func loader(_ prefetch: Int, _ threads: Int) -> DataLoader {
          DataLoader(
            source, batchSize: 4, sampler: sampler, augmentations: augmentations, prefetch: prefetch, threads: threads,
            seed: 7)
        }
        let expected = try loader(0, 1).batches(epoch: 2).all()
        #expect(try areIdentical(expected, loader(5, threads).batches(epoch: 2).all()))
        #expect(try areIdentical(expected, loader(1, threads).batches(epoch: 2).all()))
        // From any batch on, in any order of asking.
        for first in [expected.count, 3, 0] {
          #expect(try areIdentical(Array(expected[first...]), loader(2, threads).batches(epoch: 2, from: first).all()))
        }
        #expect(try !areIdentical(expected, loader(0, 1).batches(epoch: 3).all()))
      }
    }
  }

  @Test func epochsDifferAndSeedsRepeat() throws {
    let loader = DataLoader(numbered(50), batchSize: 8, seed: 1)
    let first = try loader.batches(epoch: 0).targets()
    #expect(try loader.batches(epoch: 0).targets() == first)
    #expect(try loader.batches(epoch: 1).targets() != first)
    #expect(try DataLoader(numbered(50), batchSize: 8, seed: 2).batches(epoch: 0).targets() != first)
    #expect(first.flatMap { $0 }.sorted() == Array(0..<50) && first.map(\.count) == [8, 8, 8, 8, 8, 8, 2])
    // Without a seed every pass draws an order of its own.
    let free = DataLoader(numbered(50), batchSize: 8)
    let passes = try withRandomSeed(4) { try (free.batches().targets(), free.batches().targets()) }
    #expect(passes.0 != passes.1)
    #expect(try withRandomSeed(4) { try free.batches().targets() } == passes.0)
  }

  @Test func aLoopGoesOnFromASavedPosition() throws {
    for seed in [nil, 5] {
      let loader = DataLoader(images, batchSize: 3, augmentations: [.horizontalFlip()], prefetch: 2, seed: seed)
      let (expected, saved) = try withRandomSeed(9) {
        let batches = loader.batches(epoch: 1)
        var seen: [Dataset] = []
        var saved: [Data] = []
        repeat {
          saved.append(try JSONEncoder().encode(batches.position))
        } while try batches.next().map { seen.append($0) } != nil
        return (seen, saved)
      }
      for (index, data) in saved.enumerated() where index <= expected.count {
        let position = try JSONDecoder().decode(BatchPosition.self, from: data)
        #expect(position.batch == index && position.epoch == 1)
        #expect(try areIdentical(loader.batches(at: position).all(), Array(expected[index...])))
      }
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        BatchPosition.self,
        from: Data(#"{"epoch":0,"batch":-1,"isTraining":true,"random":{"seed":1,"stream":0,"position":0}}"#.utf8))
    }
  }

  @Test func asynchronousLoopsTakeThemToo() async throws {
    let loader = DataLoader(numbered(10), batchSize: 4, sampler: .sequential, prefetch: 1)
    var seen: [Double] = []
    for try await batch in loader.batches() { seen += batch.y.scalars }
    #expect(seen == (0..<10).map { Double($0) })
  }

  @Test func closuresTakeThemToo() throws {
    struct Stop: Error {}
    let batches = DataLoader(numbered(10), batchSize: 4, sampler: .sequential).batches()
    #expect(throws: Stop.self) { try batches.forEach { if $0.y.scalars == [4, 5, 6, 7] { throw Stop() } } }
    var seen: [[Double]] = []
    try batches.forEach { seen.append($0.y.scalars) }
    #expect(seen == [[8, 9]])
  }

  /// The memory of a batch is written over only if nobody has it any more.
  @Test func aBatchThatIsKeptStays() throws {
    let batches = DataLoader(images, batchSize: 2, sampler: .sequential, prefetch: 2).batches()
    var kept: [Dataset] = []
    while let batch = try batches.next() { if kept.count < 20, batch.y.scalars[0] != 4 { kept.append(batch) } }
    for batch in kept { #expect(batch.isIdentical(to: images.taking(batch.y))) }
  }

  @Test func shardsAreDisjointAndOfOneLength() throws {
    for count in [1, 2, 3, 4] {
      for remainder in [Shard.Remainder.dropped, .repeated, .kept] {
        let parts = try (0..<count).map { index in
          try DataLoader(
            numbered(23), batchSize: 4, shard: Shard(index, of: count, remainder: remainder), seed: 3
          ).batches(epoch: 1).targets()
        }
        let whole = try DataLoader(numbered(23), batchSize: 4, seed: 3).batches(epoch: 1).targets().flatMap { $0 }
        let all = parts.flatMap { $0.flatMap { $0 } }
        switch remainder {
        case .dropped:
          #expect(Set(parts.map { $0.flatMap { $0 }.count }) == [23 / count] && Set(all).count == all.count)
        case .repeated:
          #expect(Set(parts.map { $0.flatMap { $0 }.count }) == [(23 + count - 1) / count] && Set(all).count == 23)
        case .kept: #expect(all.sorted() == Array(0..<23))
        }
        // Dealt out in turns.
        for (index, part) in parts.enumerated() {
          for (place, sample) in part.flatMap({ $0 }).enumerated() {
            #expect(sample == whole[(place * count + index) % 23])
          }
        }
      }
    }
  }

  @Test func composedSourcesGiveTheRowsOfTheirParts() throws {
    let all = ConcatenatedSource([numbered(3), numbered(0), numbered(4)])
    let loader = DataLoader(all, batchSize: 3, sampler: .sequential)
    #expect(try loader.batches().targets() == [[0, 1, 2], [0, 1, 2], [3]])
    let mixed = try all.batch(for: BatchRequest(places: [6, 0, 4]))
    #expect(mixed.y.scalars == [3, 0, 1] && mixed.x.scalars == [3, -3, 0, 0, 1, -1])
    #expect(try all.targets().scalars == [0, 1, 2, 0, 1, 2, 3])
    let subset = SubsetSource(all, places: [5, 1])
    #expect(try subset.batch(for: BatchRequest(places: [1, 0])).y.scalars == [1, 2])
    let pairs = ZippedSource(numbered(4), numbered(4).map { Dataset($0.x * 10, $0.y) }) { a, b in
      Dataset(a.x, a.y, more: ["other": b.x])
    }
    let pair = try pairs.batch(for: BatchRequest(places: [2, 3]))
    #expect(pair["other"].scalars == [20, -20, 30, -30])
    let (first, second) = withRandomSeed(1) { numbered(10).split(fraction: 0.3) }
    #expect(try (first.targets().scalars + second.targets().scalars).sorted() == (0..<10).map { Double($0) })
    #expect(first.count == 3)
  }

  @Test func mistakesStopTheProgram() async {
    let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DataLoader(Dataset(.zeros([2, 1]), .zeros([2])), batchSize: 0)
    }
    #expect(message(batch).contains("DataLoader: batches of 0 samples"))
    let shard = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DataLoader(Dataset(.zeros([2, 1]), .zeros([2])), shard: Shard(0, of: 2))
    }
    #expect(message(shard).contains("need a seed"))
    let weights = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try DataLoader(Dataset(.zeros([2, 1]), .zeros([2])), sampler: .weighted([1, 2, 3])).batches().next()
    }
    #expect(message(weights).contains("3 weights for 2 samples"))
    let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dataset(.zeros([2, 1]), .zeros([2]), more: ["age": .zeros([2])])["mask"]
    }
    #expect(message(name).contains("there is no 'mask' among 'age'"))
  }
}
