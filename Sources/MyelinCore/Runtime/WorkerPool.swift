import CMyelinKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work that is cut into blocks, which several threads may compute in any order.
class ParallelJob {
  /// Computes one block; `worker` is the thread's number, 0 for the caller's.
  func run(block: Int, worker: Int) { fatalError("an abstract job") }
}

/// The threads that help with large work: as many as there are processors, with the caller's.
///
/// A worker looks for work for some microseconds after it has had some, then sleeps until it is woken: an idle program
/// costs nothing. Blocks are handed out as workers ask for them; what a block computes never depends on who computes it.
final class WorkerPool: @unchecked Sendable {
  /// The pool of the process. `MYELIN_THREADS` sets the number of its threads.
  static let shared = WorkerPool(threadCount: WorkerPool.wantedThreadCount)

  /// The number of threads with the caller's.
  let threadCount: Int

  // Written by the caller while no worker is active.
  private var job: Unmanaged<ParallelJob>?
  private var blockCount = 0

  /// Odd while there is work, one more whenever that begins or ends.
  private let phase = Atomic(0)
  private let nextBlock = Atomic(0)
  private let activeCount = Atomic(0)
  private let sleepingCount = Atomic(0)
  let isTaken = Atomic(false)
  private var hasStarted = false

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// How often a worker looks for work before it sleeps: about 100 microseconds.
  private static let patience = 4000

  init(threadCount: Int) {
    self.threadCount = threadCount
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  private static var wantedThreadCount: Int {
    if let text = getenv("MYELIN_THREADS"), let count = Int(String(cString: text)), count > 0 {
      return min(count, 1024)
    }
    return Int(myelin_processor_count())
  }

  /// Computes the blocks 0..<count of a job, with the help of the workers unless they help somebody else.
  func run(_ job: ParallelJob, blocks count: Int) {
    guard count > 1, threadCount > 1, !isTaken.exchange(true, ordering: .acquiring) else {
      for block in 0..<count { job.run(block: block, worker: 0) }
      return
    }
    if !hasStarted { start() }
    self.job = Unmanaged.passUnretained(job)
    blockCount = count
    nextBlock.store(0, ordering: .relaxed)
    phase.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if sleepingCount.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    while true {
      let block = nextBlock.wrappingAdd(1, ordering: .relaxed).oldValue
      if block >= count { break }
      job.run(block: block, worker: 0)
    }
    phase.wrappingAdd(1, ordering: .sequentiallyConsistent)
    var rounds = 0
    while activeCount.load(ordering: .sequentiallyConsistent) != 0 {
      myelin_pause()
      rounds += 1
      // The worker may have lost its processor to another program.
      if rounds & 0xFFFF == 0 { sched_yield() }
    }
    self.job = nil
    isTaken.store(false, ordering: .releasing)
  }

  // MARK: Workers

  private func start() {
    hasStarted = true
    for worker in 1..<threadCount {
      let start = Unmanaged.passRetained(WorkerStart(pool: self, worker: worker))
      #if os(Linux)
        var thread = pthread_t()
      #else
        var thread: pthread_t?
      #endif
      let status = pthread_create(&thread, nil, workerMain, start.toOpaque())
      if status == 0 {
        #if os(Linux)
          pthread_detach(thread)
        #else
          if let thread { pthread_detach(thread) }
        #endif
      } else {
        // Without this worker the others do its part.
        start.release()
      }
    }
  }

  fileprivate func work(as worker: Int) {
    var last = 0
    while true {
      waitForWork(after: last)
      activeCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
      last = phase.load(ordering: .sequentiallyConsistent)
      // The caller waits for active workers before it changes the job, and begins no other before.
      if last % 2 == 1, let job {
        let count = blockCount
        job._withUnsafeGuaranteedRef { job in
          while true {
            let block = nextBlock.wrappingAdd(1, ordering: .relaxed).oldValue
            if block >= count { break }
            job.run(block: block, worker: worker)
          }
        }
      }
      activeCount.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Returns when there is work of another phase than `last`.
  private func waitForWork(after last: Int) {
    for _ in 0..<WorkerPool.patience {
      let now = phase.load(ordering: .relaxed)
      if now % 2 == 1, now != last { return }
      myelin_pause()
    }
    pthread_mutex_lock(mutex)
    sleepingCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while true {
      let now = phase.load(ordering: .sequentiallyConsistent)
      if now % 2 == 1, now != last { break }
      pthread_cond_wait(condition, mutex)
    }
    sleepingCount.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}

private final class WorkerStart {
  let pool: WorkerPool
  let worker: Int

  init(pool: WorkerPool, worker: Int) { (self.pool, self.worker) = (pool, worker) }
}

#if os(Linux)
  private let workerMain: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
    guard let argument else { return nil }
    return runWorker(argument)
  }
#else
  private let workerMain: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { runWorker($0) }
#endif

private func runWorker(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
  start.pool.work(as: start.worker)
  return nil
}
