import Foundation
import MyelinFiles
import MyelinFormats
import TestSupport
import Testing

/// A process that trains is killed at any moment, and started again until it is done: the result is that of one that was let
/// alone, bit for bit. `Scripts/check-resume.sh` does the same 200 times.
@Suite struct KilledTrainingTests {
  private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "ResumableTraining")

  private func start(_ arguments: String...) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ["MYELIN_THREADS": "1"]
    try process.run()
    return process
  }

  @Test func killedRunsEndWithTheSameBits() throws {
    let folder = try TemporaryFolder()
    let began = ContinuousClock().now
    let whole = try start(folder.file("whole.checkpoint"), folder.file("whole"), "12", "3")
    whole.waitUntilExit()
    #expect(whole.terminationStatus == 0)
    let duration = (ContinuousClock().now - began) / .seconds(1)
    let expected = try Data(contentsOf: URL(filePath: folder.file("whole")))

    var generator = SeededGenerator(state: 20)
    var kills = 0
    let (checkpoint, result) = (folder.file("killed.checkpoint"), folder.file("killed"))
    for round in 0..<1000 where kills < 20 || round == 0 || FileManager.default.fileExists(atPath: checkpoint) {
      let process = try start(checkpoint, result, "12", "3")
      if kills < 20 {
        usleep(UInt32(Double.random(in: 0...1, using: &generator) * duration * 1e6))
        if process.isRunning, kill(process.processIdentifier, SIGKILL) == 0 { kills += 1 }
      }
      process.waitUntilExit()
      if FileManager.default.fileExists(atPath: checkpoint) {
        _ = try ModelFile.read(Anything.self, from: checkpoint)
      }
      guard process.terminationReason == .exit else { continue }
      #expect(process.terminationStatus == 0)
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
