import CMyelinKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock that can be held across function calls, which `Mutex` with its closure can't.
///
/// Taking it when it is free, as it nearly always is, is one atomic exchange. Whoever finds it taken looks again for a moment,
/// then lets other threads run, and then sleeps: a program that is being replayed may hold it for milliseconds.
final class Lock: Sendable {
  private let isTaken = Atomic(false)

  @inline(__always)
  func lock() {
    if isTaken.exchange(true, ordering: .acquiring) { wait() }
  }

  @inline(__always)
  func unlock() { isTaken.store(false, ordering: .releasing) }

  @inline(__always)
  func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock()
    defer { unlock() }
    return try body()
  }

  @inline(never)
  private func wait() {
    var rounds = 0
    while isTaken.load(ordering: .relaxed) || isTaken.exchange(true, ordering: .acquiring) {
      rounds += 1
      if rounds < 100 { myelin_pause() } else if rounds < 200 { sched_yield() } else { usleep(100) }
    }
  }
}
