import Foundation
import Messages

/// A contestant's process. While others have their turn it is stopped, so that none of its threads takes their time.
final class WorkerProcess {
  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private var received = Data()
  private let log: URL

  /// Starts the process. It sees a small environment only, the same for all.
  init(_ contestant: Contestant, threads: Int) throws {
    log = Library.home.appending(path: ".build/logs/\(contestant.library)-\(contestant.variant).log")
    try FileManager.default.createDirectory(at: log.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: log)

    // Killed with the thread that starts it: a stopped process would not notice that nobody asks any more.
    var command = ["setpriv", "--pdeathsig", "KILL"] + contestant.library.command
    if ProcessInfo.processInfo.activeProcessorCount > threads {
      command = ["taskset", "--cpu-list", "0-\(threads - 1)"] + command
    }
    let own = ProcessInfo.processInfo.environment
    process.environment = own.filter { ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key) }
      .merging(
        [
          "MYELIN_THREADS": "\(threads)", "OMP_NUM_THREADS": "\(threads)", "MKL_NUM_THREADS": "\(threads)",
          "OPENBLAS_NUM_THREADS": "\(threads)", "TF_CPP_MIN_LOG_LEVEL": "3",
        ], uniquingKeysWith: { $1 })
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = requests
    process.standardOutput = replies
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
  }

  deinit { end() }

  /// Asks, and waits for the answer.
  func ask(_ request: Request) throws -> Reply {
    try requests.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(request) + Data("\n".utf8))
    let reply = try JSONDecoder().decode(Reply.self, from: nextLine())
    if let error = reply.error { throw BenchError(error) }
    return reply
  }

  /// Takes all processor time from the process, until `resume`.
  func pause() { kill(process.processIdentifier, SIGSTOP) }

  /// Lets the process go on.
  func resume() { kill(process.processIdentifier, SIGCONT) }

  /// Ends the process, if it runs.
  func end() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private func nextLine() throws -> Data {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received = Data(received[(end + 1)...]) }
        return received[..<end]
      }
      let chunk = replies.fileHandleForReading.availableData
      guard !chunk.isEmpty else { throw BenchError("its process ended; see \(log.path)") }
      received += chunk
    }
  }
}

/// Why something wasn't measured.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
