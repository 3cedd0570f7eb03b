import Myelin
import Synchronization
import Testing

/// Samples that can only be read in order.
@Suite struct StreamTests {
  @Test func batchesInOrder() throws {
    for prefetch in [0, 1, 3] {
      for pieces in [[3, 1, 5], [100], [1]] {
        let stream = NumberStream(count: 11, pieces: pieces)
        let loader = DataLoader(streaming: stream, batchSize: 4, prefetch: prefetch)
        #expect(try loader.batches().targets() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10]])
        let whole = DataLoader(streaming: stream, batchSize: 4, droppingLast: true, prefetch: prefetch)
        #expect(try whole.batches().targets() == [[0, 1, 2, 3], [4, 5, 6, 7]])
        #expect(try loader.batches(from: 2).targets() == [[8, 9, 10]])
        #expect(try loader.batches(from: 9).targets() == [])
        for batch in try loader.batches().all() {
          #expect(batch["twice"].scalars == (2 * batch.y).scalars)
        }
      }
    }
    #expect(try DataLoader(streaming: NumberStream(count: 0)).batches().targets() == [])
  }

  @Test func theBufferShuffles() throws {
    let stream = NumberStream(count: 500)
    func targets(_ size: Int, seed: Int = 1, epoch: Int = 0, from first: Int = 0, prefetch: Int = 2) throws -> [[Int]] {
      try DataLoader(streaming: stream, batchSize: 7, shuffleBuffer: size, prefetch: prefetch, seed: seed)
        .batches(epoch: epoch, from: first).targets()
    }
    let expected = try targets(100)
    #expect(expected.flatMap { $0 }.sorted() == Array(0..<500))
    #expect(expected.flatMap { $0 } != Array(0..<500))
    #expect(expected[0].allSatisfy { $0 < 107 })
    #expect(try targets(100, prefetch: 0) == expected)
    #expect(try targets(100, from: 30) == Array(expected[30...]))
    #expect(try targets(100, epoch: 1) != expected)
    #expect(try targets(100, seed: 2) != expected)
    #expect(try targets(10_000).flatMap { $0 }.sorted() == Array(0..<500))
    #expect(try targets(1).flatMap { $0 } == Array(0..<500))
    // How the stream is cut into pieces doesn't matter.
    let other = NumberStream(count: 500, pieces: [64])
    let loader = DataLoader(streaming: other, batchSize: 7, shuffleBuffer: 100, seed: 1)
    #expect(try loader.batches().targets() == expected)
  }

  @Test func withoutASeedEveryPassHasAnOrderOfItsOwn() throws {
    let loader = DataLoader(streaming: NumberStream(count: 50), batchSize: 50, shuffleBuffer: 50)
    let passes = try withRandomSeed(1) { try (loader.batches().targets(), loader.batches().targets()) }
    #expect(passes.0 != passes.1)
    #expect(try withRandomSeed(1) { try loader.batches().targets() } == passes.0)
  }

  @Test func shardsTakeEverySoManyth() throws {
    for count in [1, 2, 3] {
      for total in [11, 12, 13, 1, 0] {
        for remainder in [Shard.Remainder.dropped, .kept] {
          let parts = try (0..<count).map { index in
            try DataLoader(
              streaming: NumberStream(count: total), batchSize: 3, shard: Shard(index, of: count, remainder: remainder)
            ).batches().targets().flatMap { $0 }
          }
          for (index, part) in parts.enumerated() {
            let limit = remainder == .kept ? total : total / count * count
            #expect(part == Array(stride(from: index, to: limit, by: count)))
          }
        }
      }
    }
  }

  @Test func streamsOfStreams() throws {
    let mapped = NumberStream(count: 12).map { piece in
      let even = (0..<piece.count).filter { Int(piece.y.scalars[$0]) % 2 == 0 }
      return piece.taking(Tensor(shape: [even.count], even))
    }
    #expect(try DataLoader(streaming: mapped, batchSize: 4).batches().targets() == [[0, 2, 4, 6], [8, 10]])
    let parts = [NumberStream(count: 3), NumberStream(count: 0), NumberStream(count: 5), NumberStream(count: 2)]
    let turns = InterleavedStream(parts, open: 2, samples: 2)
    #expect(
      try DataLoader(streaming: turns, batchSize: 100).batches().targets() == [[0, 1, 0, 1, 2, 0, 1, 2, 3, 4]])
    let chain = InterleavedStream(parts, open: 1, samples: 1000)
    #expect(
      try DataLoader(streaming: chain, batchSize: 100).batches().targets() == [[0, 1, 2, 0, 1, 2, 3, 4, 0, 1]])
    let shuffled = InterleavedStream(parts, open: 1, samples: 1000, shuffled: true)
    let epochs = try (0..<8).map {
      try DataLoader(streaming: shuffled, batchSize: 100, seed: 1).batches(epoch: $0).targets()
    }
    #expect(Set(epochs).count > 1 && epochs.allSatisfy { $0[0].count == 10 })
  }

  @Test func samplesOfOneKindOnly() throws {
    let mixed = NumberStream(count: 9).map { piece in piece.y.scalars[0] < 4 ? piece : Dataset(piece.y, piece.y) }
    let error = #expect(throws: (any Error).self) { try DataLoader(streaming: mixed, batchSize: 100).batches().all() }
    #expect(error.map { "\($0)".contains("can't be in one batch") } == true)
  }
}
