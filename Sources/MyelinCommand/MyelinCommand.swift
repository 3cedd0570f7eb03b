import ArgumentParser
import Myelin

/// The command `myelin`.
struct MyelinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "myelin",
    abstract: "Trains and runs neural networks on the CPU.",
    version: "0.1.0",
    subcommands: [
      LessonCommand.self, DatasetCommand.self, TrainCommand.self, PredictCommand.self, EvaluateCommand.self,
    ])
}

@main
enum Main {
  /// Runs the command. Whatever goes wrong is one line on the standard error: status 1, or 64 for wrong arguments.
  static func main() async {
    do {
      var command = try MyelinCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let status = MyelinCommand.exitCode(for: error)
      // Help and version are errors to the parser, and no failures.
      if status == .success { MyelinCommand.exit(withError: error) }
      let isUsage = status == .validationFailure
      let message = isUsage ? MyelinCommand.message(for: error) : "\(error)"
      standardError.write("myelin: \(oneLine(message))\(isUsage ? " (see myelin --help)" : "")\n")
      MyelinCommand.exit(withError: status)
    }
  }
}

/// The text in one line.
private func oneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
