import ArgumentParser
import Glibc
import Myelin

/// The command `myelin`.
struct MyelinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "myelin",
    abstract: "Trains and runs neural networks on the CPU.",
    version: "0.1.0",
    subcommands: [
      LessonCommand.self, DatasetCommand.self, DescribeCommand.self, ExploreCommand.self, ConvertCommand.self,
      TrainCommand.self, PredictCommand.self, EvaluateCommand.self,
    ])
}

@main
enum Main {
  /// Runs the command. Whatever goes wrong is one line on the standard error: status 1, or 64 for wrong arguments.
  static func main() async {
    // Whoever started this process may have switched it off; without it `myelin … | head` would complain.
    signal(SIGPIPE, SIG_DFL)
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
      if status == .success {
        do {
          try standardOutput.write(MyelinCommand.fullMessage(for: error) + "\n")
          MyelinCommand.exit()
        } catch {
          complain("\(error)")
          MyelinCommand.exit(withError: ExitCode.failure)
        }
      }
      let isUsage = status == .validationFailure
      complain(isUsage ? "\(MyelinCommand.message(for: error)) (see myelin --help)" : "\(error)")
      MyelinCommand.exit(withError: status)
    }
  }
}
