import MyelinCore

/// Batches that are made ahead, on threads of their own, and handed out in order.
///
/// A batch depends on its number alone, so it doesn't matter who makes it when. At most `limit` batches are in work or ready: if
/// nobody takes them, the threads sleep.
final class PrefetchQueue: @unchecked Sendable {
  private let start: @Sendable () throws -> EpochBatches.Maker
  private let limit: Int

  // All that follows is for whoever has the lock.
  private let lock = WaitingLock()
  private var ready: [Int: Result<Dataset?, any Error>] = [:]
  /// The number of the next batch to make, and of the next one to hand out.
  private var claimed: Int
  private var taken: Int
  /// The number behind the last batch, as far as it is known.
  private var end: Int
  private var threadCount = 0
  private var isStopped = false
  /// Tasks that wait for the next batch.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// What makes the batches where the system has no thread to give.
  private var ownMaker: EpochBatches.Maker?

  init(first: Int, count: Int?, limit: Int, threads: Int, start: @escaping @Sendable () throws -> EpochBatches.Maker) {
    (self.start, self.limit, claimed, taken, end) = (start, limit, first, first, count ?? .max)
    for _ in 0..<min(threads, limit, end - first) {
      lock.withLock { threadCount += 1 }
      if !BackgroundThread.start({ self.work() }) { lock.withLock { threadCount -= 1 } }
    }
  }

  private func work() {
    var maker: EpochBatches.Maker?
    while let number = claim() {
      let result = Result {
        let own = try maker ?? start()
        maker = own
        return try own(number)
      }
      lock.withLock {
        if !isStopped { ready[number] = result }
        if case .success(.some) = result {} else { end = min(end, number + 1) }
        wakeAll()
      }
    }
    // Files are closed before the thread is said to have ended.
    maker = nil
    lock.withLock {
      threadCount -= 1
      wakeAll()
    }
  }

  /// Wakes the threads, and the tasks if there is something for them. With the lock.
  private func wakeAll() {
    lock.wakeAll()
    guard isReady else { return }
    for task in waiting { task.resume() }
    waiting = []
  }

  /// Whether `next` needn't wait. With the lock.
  private var isReady: Bool { ready[taken] != nil || taken >= end || threadCount == 0 || isStopped }

  /// Suspends the task until `next` needn't wait, or until the task is cancelled.
  func waitUntilReady() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { task in
        lock.withLock {
          if isReady || Task.isCancelled { task.resume() } else { waiting.append(task) }
        }
      }
    } onCancel: {
      lock.withLock {
        for task in waiting { task.resume() }
        waiting = []
      }
    }
  }

  /// The number of a batch to make; `nil` if there is nothing left to do.
  private func claim() -> Int? {
    lock.withLock {
      while !isStopped, claimed < end, claimed - taken >= limit { lock.wait() }
      guard !isStopped, claimed < end else { return nil }
      claimed += 1
      return claimed - 1
    }
  }

  /// The next batch in order, as soon as it is made; `nil` behind the last one.
  ///
  /// - Throws: What making it has thrown; `CancellationError` if the task is cancelled meanwhile.
  func next() throws -> Dataset? {
    let result: Result<Dataset?, any Error>? = try lock.withLock {
      guard taken < end else { return .success(nil) }
      while true {
        if let result = ready.removeValue(forKey: taken) {
          taken += 1
          lock.wakeAll()
          return result
        }
        // The system had no thread to give.
        if threadCount == 0 { return nil }
        lock.waitBriefly()
        // Whoever makes the batch may wait for a file that never comes.
        if Task.isCancelled { throw CancellationError() }
      }
    }
    return try (result ?? Result { try makeHere() }).get()
  }

  private func makeHere() throws -> Dataset? {
    let maker = try ownMaker ?? start()
    ownMaker = maker
    taken += 1
    return try maker(taken - 1)
  }

  /// Ends the threads, each after the batch that it makes. What is being made may take long, so nobody waits more than a second.
  func stop() {
    lock.withLock {
      isStopped = true
      ready = [:]
      wakeAll()
      var rounds = 0
      while threadCount > 0, rounds < 10 + threadCount {
        lock.waitBriefly()
        rounds += 1
      }
    }
  }
}
