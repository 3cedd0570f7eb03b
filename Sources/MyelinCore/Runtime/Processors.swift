import Synchronization

/// The processors that work is shared out to.
package enum Processors {
  /// How many threads compute at a time: as many as there are processors, or as `MYELIN_THREADS` says.
  package static var count: Int { WorkerPool.shared.threadCount }

  /// Keeps the pool's workers from helping anybody, until `release`: for whoever gives every processor work of its own.
  package final class Reservation: Sendable {
    private let isReleased = Atomic(false)

    /// The workers, unless they help somebody now.
    package init?() {
      guard WorkerPool.shared.reserve() else { return nil }
    }

    deinit { release() }

    /// Lets the workers help again; doing so twice does nothing.
    package func release() {
      if !isReleased.exchange(true, ordering: .relaxed) { WorkerPool.shared.endReservation() }
    }
  }
}

extension WorkerPool {
  /// Makes all work be done by the threads that have it; false if the workers help somebody now.
  fileprivate func reserve() -> Bool { !isTaken.exchange(true, ordering: .acquiring) }

  fileprivate func endReservation() { isTaken.store(false, ordering: .releasing) }
}
