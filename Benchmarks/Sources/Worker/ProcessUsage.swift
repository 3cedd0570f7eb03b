import Foundation

/// Clocks, and what the process has used.
enum ProcessUsage {
  /// Seconds since some moment, never set back.
  static var now: Double { seconds(of: CLOCK_MONOTONIC) }

  /// The processor time of all the process's threads.
  static var processorSeconds: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// The most memory that was in use at once. The kernel's `getrusage` would count the parent's, too.
  static var peakBytes: Int? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
