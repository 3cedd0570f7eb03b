import Foundation
import Subprocess
import TestSupport
import Testing

/// What a run of the command left.
struct Outcome {
  /// The exit status, or the number of the signal that ended the run, negated.
  let status: Int
  let output: String
  let errors: String

  /// The lines of the standard output, without the end of the last.
  var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: true) }
}

/// The built command, which lies beside the tests.
let commandPath = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appending(path: "myelin").path

/// Runs `myelin` with nothing to read.
func myelin(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
  try await run(commandPath, arguments, environment: environment)
}

/// Runs a line of the shell in which `$M` is the command.
func shell(_ line: String, environment: [String: String] = [:]) async throws -> Outcome {
  try await run("/bin/sh", ["-c", line], environment: environment.merging(["M": commandPath]) { first, _ in first })
}

private func run(_ program: String, _ arguments: [String], environment: [String: String]) async throws -> Outcome {
  var changes: [Environment.Key: String?] = [:]
  for (name, value) in environment { changes[Environment.Key(stringLiteral: name)] = value }
  let result = try await Subprocess.run(
    .path(.init(program)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
    output: .bytes(limit: 1 << 28), error: .bytes(limit: 1 << 24))
  let status =
    switch result.terminationStatus {
    case .exited(let code): Int(code)
    case .signaled(let signal): -Int(signal)
    }
  return Outcome(
    status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
    errors: String(decoding: result.standardError, as: UTF8.self))
}

/// Checks that a run failed as every failure should: status 1 (64 for wrong arguments), nothing on the standard output, one
/// line on the standard error that holds `parts`.
func expectFailure(
  _ outcome: Outcome, _ parts: String..., status: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("myelin: "), "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
  for part in parts {
    #expect(outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: sourceLocation)
  }
}

extension TemporaryFolder {
  /// Writes a file into the folder and returns its path.
  func add(_ text: String, as name: String = "table.csv") throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    return file(name)
  }
}

/// The bytes of a file.
func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

/// The object that a command printed as JSON, which must be all that it printed.
func json<Object: Decodable>(_ outcome: Outcome, as type: Object.Type = Object.self) throws -> Object {
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors == "")
  #expect(outcome.lines.count == 1)
  return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
}

/// The Palmer penguins that come with the package.
let penguins = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Data/penguins.csv")
  .standardized.path
