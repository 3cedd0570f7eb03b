import Foundation
import Myelin
import Synchronization
import Testing

/// Threads that make batches ahead: what goes wrong on them is thrown in the loop, and they end with it.
@Suite struct PrefetchTests {
  struct Failure: Error, Equatable { let place: Int }

  @Test(arguments: [0, 1, 4]) func errorsComeWhereTheirBatchWouldHaveCome(prefetch: Int) throws {
    let source = FunctionSource(count: 40) { place, _ in
      if place == 17 || place == 31 { throw Failure(place: place) }
      return (Tensor([Double(place)]), Tensor(Double(place)))
    }
    for threads in [1, 3] {
      let batches = DataLoader(source, batchSize: 5, sampler: .sequential, prefetch: prefetch, threads: threads)
        .batches()
      for first in 0..<3 { #expect(try batches.next()?.y.scalars.first == Double(5 * first)) }
      let error = #expect(throws: SampleError.self) { try batches.next() }
      #expect(error?.place == 17 && error?.underlying as? Failure == Failure(place: 17))
      #expect(error.map { "\($0)" } == "sample 17: Failure(place: 17)")
      #expect(try batches.next() == nil)
    }
    let stream = DataLoader(streaming: NumberStream(count: 20, failsAt: 9), batchSize: 2, prefetch: prefetch)
    let batches = stream.batches()
    for _ in 0..<4 { #expect(try batches.next() != nil) }
    #expect(throws: NumberStream.Failure(place: 9)) { try batches.next() }
  }

  @Test func trainingThrowsWhatReadingThrows() throws {
    let model = withRandomSeed(1) { Sequential { Dense(1, 1) } }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 1e-6))
    let broken = NumberStream(count: 100, failsAt: 50).map { Dataset($0.x, $0.x) }
    #expect(throws: NumberStream.Failure(place: 50)) { try trainer.fit(broken, batchSize: 4, shuffled: false) }
    #expect(throws: NumberStream.Failure(place: 50)) { try trainer.evaluate(broken, batchSize: 4) }
    #expect(throws: NumberStream.Failure(place: 50)) { try trainer.predict(broken, batchSize: 4) }
  }

  /// However the loop ends, the readers are gone when it has ended.
  @Test func threadsEndWithTheLoop() throws {
    let ended = Atomic(0)
    let stream = NumberStream(count: 1000) { ended.wrappingAdd(1, ordering: .sequentiallyConsistent) }
    func readersThatEnd(_ body: (EpochBatches) throws -> Void) rethrows -> Int {
      let before = ended.load(ordering: .sequentiallyConsistent)
      try body(DataLoader(streaming: stream, batchSize: 4, prefetch: 3).batches())
      return ended.load(ordering: .sequentiallyConsistent) - before
    }
    #expect(readersThatEnd { _ in } <= 1)
    #expect(try readersThatEnd { _ = try $0.next() } == 1)
    #expect(try readersThatEnd { while try $0.next() != nil {} } == 1)
    for _ in 0..<50 { #expect(try readersThatEnd { for _ in 0..<10 { _ = try $0.next() } } == 1) }
  }

  /// A thread makes no more batches than it may.
  @Test func nobodyRunsAhead() throws {
    let made = Atomic(0)
    let source = FunctionSource(count: 1000) { place, _ in
      made.wrappingAdd(1, ordering: .sequentiallyConsistent)
      return (Tensor([Double(place)]), Tensor(0))
    }
    let batches = DataLoader(source, batchSize: 1, prefetch: 4, threads: 2).batches()
    _ = try batches.next()
    usleep(50_000)
    #expect(made.load(ordering: .sequentiallyConsistent) <= 5)
  }

  @Test func aCancelledTaskWaitsForNothing() async throws {
    let release = Atomic(false)
    let source = FunctionSource(count: 10) { place, _ in
      while place == 3, !release.load(ordering: .relaxed) { usleep(1000) }
      return (Tensor([Double(place)]), Tensor(0))
    }
    let task = Task {
      for try await batch in DataLoader(source, batchSize: 1, sampler: .sequential, prefetch: 2).batches()
      where batch.x.scalars == [2] {
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    release.store(true, ordering: .relaxed)
  }
}
