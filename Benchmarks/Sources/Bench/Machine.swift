import CMachine
import Dispatch
import Foundation
import Synchronization

/// What the machine could do at most, as measured.
struct Machine: Codable {
  /// The processor's name.
  var processor = Machine.processorName
  /// How many threads the contestants may use.
  let threads: Int
  /// float32 operations a second in fused multiply-adds, on one core.
  var operationsOnOne = 0.0
  /// The same on `threads` cores.
  var operations = 0.0
  /// Bytes a second on Adam's seven streams in memory, on one core.
  var bytesOnOne = 0.0
  /// The same on `threads` cores.
  var bytes = 0.0
  /// The bytes of the last cache.
  var cache = sysconf(Int32(_SC_LEVEL3_CACHE_SIZE))

  init(threads: Int) { self.threads = threads }

  /// Measures again and keeps the best: what disturbs a measurement only makes it slower.
  mutating func measure() {
    for _ in 0..<3 {
      operationsOnOne = max(operationsOnOne, Machine.multiplyAdds(threads: 1))
      operations = max(operations, operationsOnOne, Machine.multiplyAdds(threads: threads))
    }
    let streams = Streams()
    for _ in 0..<3 {
      bytesOnOne = max(bytesOnOne, streams.bytesPerSecond(threads: 1))
      bytes = max(bytes, bytesOnOne, streams.bytesPerSecond(threads: threads))
    }
  }

  private static func multiplyAdds(threads: Int) -> Double {
    rate(threads) { _ in machine_multiply_add(10_000_000) }
  }

  /// Runs `body` on so many threads, and divides the sum of what it gives by the time.
  fileprivate static func rate(_ threads: Int, _ body: @Sendable (Int) -> Double) -> Double {
    let done = Mutex(0.0)
    let time = ContinuousClock().measure {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        let own = body(thread)
        done.withLock { $0 += own }
      }
    }
    return done.withLock { $0 } / (time / .seconds(1))
  }

  private static var processorName: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let line = lines.first { $0.hasPrefix("model name") } ?? "unknown"
    return line.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}

/// Arrays like those that Adam reads and writes, too large for any cache.
private final class Streams: Sendable {
  private static let count = 1 << 24
  private let arrays: [SendablePointer]

  private struct SendablePointer: @unchecked Sendable {
    let start: UnsafeMutablePointer<Float>
  }

  init() {
    arrays = (0..<4).map { _ in
      let start = UnsafeMutablePointer<Float>.allocate(capacity: Streams.count)
      start.initialize(repeating: 0.5, count: Streams.count)
      return SendablePointer(start: start)
    }
  }

  deinit { for array in arrays { array.start.deallocate() } }

  func bytesPerSecond(threads: Int) -> Double {
    let share = Streams.count / threads
    return Machine.rate(threads) { thread in
      let starts = self.arrays.map { $0.start + thread * share }
      return machine_adam_streams(starts[0], starts[1], starts[2], starts[3], share)
    }
  }
}
