import ArgumentParser

/// `myelin dataset`: data made by a rule.
struct DatasetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset",
    abstract: "Makes data sets.",
    subcommands: [ClassificationCommand.self])
}
