import Foundation
import MyelinFiles
import MyelinFormats
import TestSupport
import Testing

/// A process that trains is killed at any moment, and started again until it is done: the result is that of one that was let
/// alone, bit for bit. `Scripts/check-resume.sh` does the same 200 times.
@Suite struct KilledTrainingTests {
  private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "ResumableTraining").path

  /// Starts a run. Not by Foundation's `Process`, whose way to wait for its children can keep exit tests from seeing theirs.
  private func start(_ arguments: String...) throws -> pid_t {
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var environment = [strdup("MYELIN_THREADS=1"), nil]
    defer { (words + environment).forEach { free($0) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, program, nil, nil, &words, &environment) == 0)
    return process
  }

  /// Waits for the end of a run: its exit status, or `nil` if it was killed.
  private func wait(for process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  @Test func killedRunsEndWithTheSameBits() throws {
    let folder = try TemporaryFolder()
    let began = ContinuousClock().now
    let whole = try start(folder.file("whole.checkpoint"), folder.file("whole"), "12", "3")
    #expect(wait(for: whole) == 0)
    var duration = (ContinuousClock().now - began) / .seconds(1)
    let expected = try Data(contentsOf: URL(filePath: folder.file("whole")))

    var generator = SeededGenerator(state: 20)
    var kills = 0
    let (checkpoint, result) = (folder.file("killed.checkpoint"), folder.file("killed"))
    for round in 0..<1000 where kills < 20 || round == 0 || FileManager.default.fileExists(atPath: checkpoint) {
      let process = try start(checkpoint, result, "12", "3")
      if kills < 20 {
        usleep(UInt32(Double.random(in: 0...1, using: &generator) * duration * 1e6))
        kill(process, SIGKILL)
      }
      let status = wait(for: process)
      if status == nil { kills += 1 }
      if FileManager.default.fileExists(atPath: checkpoint) {
        _ = try ModelFile.read(Anything.self, from: checkpoint)
      }
      guard let status else { continue }
      // A machine that has less to do than before is done sooner: then the moments must come sooner too.
      duration *= 0.9
      #expect(status == 0)
      #expect(try Data(contentsOf: URL(filePath: result)) == expected)
      #expect(
        try Data(contentsOf: URL(filePath: result + ".csv"))
          == Data(contentsOf: URL(filePath: folder.file("whole.csv"))))
      // Done: begin again.
      try FileManager.default.removeItem(atPath: checkpoint)
      try FileManager.default.removeItem(atPath: result)
      if kills >= 20 { break }
    }
    #expect(kills == 20)
  }

  /// Reads any content.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) {}
  }
}
