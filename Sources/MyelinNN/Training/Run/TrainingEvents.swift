/// What happens while a model is trained.
public enum TrainingEvent: Sendable {
  /// Steps have been made.
  case step(Step)
  /// An epoch (from 0) has ended.
  case epoch(Int, History.Epoch)
  /// Training has ended.
  case finished(History)

  /// Where training stands after a step.
  public struct Step: Sendable, Hashable {
    /// The epoch that runs, from 0.
    public let epoch: Int
    /// The steps that are done in this epoch, and how many it has: 0 in the first pass over a stream, whose length nobody knows.
    public let batch: Int, batches: Int
    /// The steps that are done, over all epochs.
    public let step: Int
    /// The loss of the last batch.
    public let batchLoss: Double
    /// The mean loss of this epoch so far.
    public let loss: Double
  }
}

/// The events of a run of training, in order: what `Trainer.progress` gives. Training begins with the loop over it.
///
/// Events wait until they are asked for; the training doesn't. It is cancelled when the loop ends before it.
public struct TrainingEvents: AsyncSequence, Sendable {
  /// What happens.
  public typealias Element = TrainingEvent
  private let train: @Sendable (_ report: @escaping @Sendable (TrainingEvent) -> Void) async throws -> History

  init(_ train: @escaping @Sendable (_ report: @escaping @Sendable (TrainingEvent) -> Void) async throws -> History) {
    self.train = train
  }

  /// Begins the training.
  public func makeAsyncIterator() -> AsyncIterator {
    let (stream, continuation) = AsyncThrowingStream<TrainingEvent, any Error>.makeStream()
    let task = Task { [train] in
      do {
        let history = try await train { continuation.yield($0) }
        continuation.yield(.finished(history))
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return AsyncIterator(base: stream.makeAsyncIterator())
  }

  /// Waits for one event after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: AsyncThrowingStream<TrainingEvent, any Error>.AsyncIterator

    /// The next event; `nil` after the last. Throws what training throws.
    public mutating func next() async throws -> TrainingEvent? { try await base.next() }
  }
}

/// Tells of steps and epochs.
final class EventReporter: TrainingObserver {
  private let interval: Interval
  private let report: @Sendable (TrainingEvent) -> Void

  init(_ interval: Interval, _ report: @escaping @Sendable (TrainingEvent) -> Void) {
    (self.interval, self.report) = (interval, report)
  }

  func batchEnded(_ state: TrainingState) throws {
    guard interval.isDue(afterStep: state.step) else { return }
    report(
      .step(
        TrainingEvent.Step(
          epoch: state.epoch, batch: state.batch, batches: state.batches, step: state.step,
          batchLoss: state.batchLoss, loss: state.loss)))
  }

  func epochEnded(_ state: TrainingState) throws {
    guard let epoch = state.history.epochs.last else { return }
    report(.epoch(state.epoch, epoch))
  }
}
