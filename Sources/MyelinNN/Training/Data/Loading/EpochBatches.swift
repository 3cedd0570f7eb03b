import MyelinCore

/// The batches of one epoch, one after the other: what ``DataLoader/batches(epoch:from:isTraining:)`` gives.
///
/// A loop that is asynchronous takes them by `for`, one that isn't by `while` or `forEach`:
///
/// ```swift
/// for try await batch in loader.batches(epoch: 0) { print(batch.x.shape) }
///
/// let batches = loader.batches(epoch: 0)
/// while let batch = try batches.next() { print(batch.x.shape) }
///
/// try loader.batches(epoch: 1).forEach { batch in print(batch.x.shape) }
/// ```
///
/// While batches are made ahead, `for try await` suspends the task until the next one is ready; with a `prefetch` of 0, and in loops that
/// aren't asynchronous, the thread makes it or waits for it.
///
/// Each batch is given once. Its memory is used again for a later one, unless somebody has kept its tensors.
/// Threads that make batches ahead end when all are made, when one throws, and when this is dropped (a loop was left, say).
public final class EpochBatches: AsyncSequence {
  /// Samples and their targets.
  public typealias Element = Dataset
  /// Makes the batch of a number; `nil` if there is none of it.
  typealias Maker = (Int) throws -> Dataset?

  /// The number of batches in the epoch; `nil` for a stream, whose length nobody knows.
  public let count: Int?
  /// Where the loop stands: what it takes to go on with the batch that comes next, in another run of the program.
  public private(set) var position: BatchPosition
  private let buffers: BatchBuffers
  private let start: @Sendable () throws -> Maker
  private var maker: Maker?
  fileprivate let queue: PrefetchQueue?
  private var last: Dataset?
  private var isAtEnd = false

  /// - Parameter start: Gives what makes batches, for one thread.
  init(
    count: Int?, from position: BatchPosition, prefetch: Int, threads: Int, buffers: BatchBuffers,
    start: @escaping @Sendable () throws -> Maker
  ) {
    (self.count, self.position, self.buffers, self.start) = (count, position, buffers, start)
    let first = position.batch
    queue =
      prefetch > 0 && count.map({ first < $0 }) ?? true
      ? PrefetchQueue(first: first, count: count, limit: prefetch, threads: threads, start: start) : nil
  }

  deinit { queue?.stop() }

  /// The next batch; `nil` after the last one.
  ///
  /// - Throws: What went wrong when the batch was made; `CancellationError` if the task was cancelled while it waited for it.
  public func next() throws -> Dataset? {
    guard !isAtEnd, count.map({ position.batch < $0 }) ?? true else { return nil }
    if let last { buffers.give(last) }
    last = nil
    do {
      last = try make()
    } catch {
      isAtEnd = true
      queue?.stop()
      throw error
    }
    if last == nil { isAtEnd = true } else { position.batch += 1 }
    return last
  }

  /// Gives the batches that are left to a closure, one after the other.
  ///
  /// - Throws: What `next` and the closure throw, which ends it.
  public func forEach(_ body: (Dataset) throws -> Void) throws {
    while let batch = try next() { try body(batch) }
  }

  private func make() throws -> Dataset? {
    if let queue { return try queue.next() }
    let maker = try self.maker ?? start()
    self.maker = maker
    return try maker(position.batch)
  }

  /// The batches that are left.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(batches: self) }

  /// Gives the batches to `for try await`.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let batches: EpochBatches

    /// The next batch; `nil` after the last one.
    public mutating func next() async throws -> Dataset? { try await next(isolation: nil) }

    /// The next batch; `nil` after the last one.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Dataset? {
      await batches.queue?.waitUntilReady()
      return try batches.next()
    }
  }
}

/// Where a loop over batches stands, to be saved: see ``EpochBatches/position`` and ``DataLoader/batches(at:)``.
///
/// ```swift
/// try JSONEncoder().encode(batches.position).write(to: file)
/// ```
public struct BatchPosition: Sendable, Hashable, Codable {
  /// The epoch, from 0.
  public let epoch: Int
  /// The number of the batch that comes next, from 0.
  public internal(set) var batch: Int
  /// Whether samples are augmented.
  public let isTraining: Bool
  /// The random source as it was when the epoch began.
  let random: Philox

  init(epoch: Int, batch: Int, isTraining: Bool, random: Philox) {
    (self.epoch, self.batch, self.isTraining, self.random) = (epoch, batch, isTraining, random)
  }

  /// Reads a position; one that can't be is an error.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    epoch = try container.decode(Int.self, forKey: .epoch)
    batch = try container.decode(Int.self, forKey: .batch)
    isTraining = try container.decode(Bool.self, forKey: .isTraining)
    random = try container.decode(Philox.self, forKey: .random)
    if epoch < 0 || batch < 0 {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "batch \(batch) of epoch \(epoch) can't be"))
    }
  }
}
