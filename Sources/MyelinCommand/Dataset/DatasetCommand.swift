import ArgumentParser

/// `myelin dataset`: data made by a rule.
struct DatasetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset",
    abstract: "Makes data sets.",
    subcommands: [
      ClassificationCommand.self, BlobsCommand.self, MoonsCommand.self, CirclesCommand.self,
      GaussianQuantilesCommand.self, RegressionCommand.self, FriedmanCommand.self, SCurveCommand.self,
      SwissRollCommand.self,
    ])
}
