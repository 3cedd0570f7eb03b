import ArgumentParser

/// `myelin lesson`: the chapter's programs.
struct LessonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Runs the programs of the chapter on neural networks.",
    subcommands: [PerceptronCommand.self])
}
