import Foundation
import Myelin
import TestSupport
import Testing

/// A run on batches from a loader goes on from a checkpoint with the bits of one that never stopped.
@Suite struct LoaderResumeTests {
  private static let data = withRandomSeed(1) {
    Dataset(.randomNormal([22, 3]), .randomIntegers([22], in: 0..<2))
  }

  /// Rows in order, as out of a file.
  private struct Rows: SampleStream {
    final class Reader: SampleReader {
      private var place = 0

      func next(upTo limit: Int) throws -> Dataset? {
        let end = min(22, place + min(limit, 5))
        guard place < end else { return nil }
        defer { place = end }
        return LoaderResumeTests.data.taking(.arange(place, end))
      }
    }

    func makeReader(_ random: RandomSource) -> any SampleReader { Reader() }
  }

  private func trainer() -> Trainer<Sequential> {
    let model = withRandomSeed(2) {
      Sequential {
        Dense(3, 5, activation: .tanh)
        Dropout(0.3)
        Dense(5, 2)
      }
    }
    return Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 0.05), metrics: [.accuracy])
  }

  enum Kind: CaseIterable {
    case plain, augmented, stratified, weighted, seeded, sharded, stream, shuffledStream, composed
  }

  private func loader(_ kind: Kind, prefetch: Int, threads: Int) -> DataLoader {
    let noise = [Augmentation.noise(standardDeviation: 0.2)]
    let rows = Self.data.map { $0 }
    switch kind {
    case .plain: return DataLoader(rows, batchSize: 4, prefetch: prefetch, threads: threads)
    case .augmented:
      return DataLoader(rows, batchSize: 4, augmentations: noise, prefetch: prefetch, threads: threads)
    case .stratified:
      return DataLoader(rows, batchSize: 4, sampler: .stratified(), prefetch: prefetch, threads: threads)
    case .weighted:
      return DataLoader(
        rows, batchSize: 4, sampler: .weighted((0..<22).map { Double($0) }, count: 19), augmentations: noise,
        prefetch: prefetch, threads: threads)
    case .seeded:
      return DataLoader(
        rows, batchSize: 4, droppingLast: true, augmentations: noise, prefetch: prefetch, threads: threads, seed: 9)
    case .sharded:
      return DataLoader(rows, batchSize: 2, shard: Shard(1, of: 2), prefetch: prefetch, threads: threads, seed: 9)
    case .stream: return DataLoader(streaming: Rows(), batchSize: 4, augmentations: noise, prefetch: prefetch)
    case .shuffledStream: return DataLoader(streaming: Rows(), batchSize: 4, shuffleBuffer: 10, prefetch: prefetch)
    case .composed:
      return DataLoader(
        ConcatenatedSource([rows, Self.data.augmented(by: .noise(standardDeviation: 1))]), batchSize: 8,
        prefetch: prefetch, threads: threads)
    }
  }

  private struct Stop: Error {}

  @Test(arguments: Kind.allCases) func aRunGoesOnWhereItStopped(kind: Kind) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    let whole = trainer()
    let expected = try whole.fit(loader(kind, prefetch: 0, threads: 1), validation: Self.data, epochs: 3, seed: 3)
    // In the middle of an epoch, at its end, and after the last step of it.
    for (stop, interval) in [(2, Interval.steps(1)), (7, .steps(3)), (8, .epochs(1)), (5, .steps(1))] {
      for (prefetch, threads) in [(0, 1), (2, 1), (3, 2), (5, 4)] {
        #expect(throws: Stop.self) {
          try trainer().fit(
            loader(kind, prefetch: prefetch, threads: threads), validation: Self.data, epochs: 3, seed: 3,
            callbacks: [.checkpoint(to: path, every: interval), .afterStep { if $0.step == stop { throw Stop() } }])
        }
        let resumed = trainer()
        let history = try resumed.fit(
          loader(kind, prefetch: 5 - prefetch, threads: 5 - threads), validation: Self.data, epochs: 3, seed: 3,
          resumingFrom: path)
        #expect(history == expected, "stopped after \(stop), \(threads) threads")
        #expect(resumed.model.parameters.map(\.value.scalars) == whole.model.parameters.map(\.value.scalars))
        try? FileManager.default.removeItem(atPath: path)
      }
    }
  }

  @Test func anotherLoadersCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try trainer().fit(loader(.augmented, prefetch: 0, threads: 1), seed: 3, callbacks: [.checkpoint(to: path)])
    for (kind, problem) in [
      (Kind.plain, "how the data is loaded was noise (0.2), and is as usual now"),
      (.stratified, "how the data is loaded was noise (0.2), and is stratified now"),
      (.shuffledStream, "the number of samples was 22, and is 0 now"),
    ] {
      let error = try fileError {
        try trainer().fit(loader(kind, prefetch: 0, threads: 1), epochs: 2, seed: 3, resumingFrom: path)
      }
      #expect(error.problem.contains(problem), "\(error)")
    }
  }
}
