import ArgumentParser

/// `myelin dataset`: data made by a rule, and real data that come with Myelin.
struct DatasetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset",
    abstract: "Makes data sets, and writes real ones.",
    groupedSubcommands: [
      CommandGroup(
        name: "Classes",
        subcommands: [
          ClassificationCommand.self, BlobsCommand.self, MoonsCommand.self, CirclesCommand.self, SpiralsCommand.self,
          ExclusiveOrCommand.self, LogicGateCommand.self, GaussianQuantilesCommand.self, HastieCommand.self,
        ]),
      CommandGroup(
        name: "Numbers",
        subcommands: [
          RegressionCommand.self, FriedmanCommand.self, SparseUncorrelatedCommand.self, SCurveCommand.self,
          SwissRollCommand.self, LowRankMatrixCommand.self,
        ]),
      CommandGroup(name: "Classes Or Numbers", subcommands: [PlaygroundCommand.self]),
      CommandGroup(
        name: "Real Data",
        subcommands: [
          IrisCommand.self, WineCommand.self, BreastCancerCommand.self, DiabetesCommand.self, DigitsCommand.self,
          FashionMNISTCommand.self,
        ]),
    ])
}
