import ArgumentParser
import Myelin

/// `myelin train`: a network for one column of a table.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network that predicts one column of a CSV table from the others.",
    discussion: """
      Finds out whether the target is a class or a number, standardises numbers, encodes categories, takes dates apart, \
      fills missing values, trains until the held-out rows stop improving, and saves one model file with the network, \
      the preprocessing and how the table is read, for predict and evaluate. With --figures it draws \
      learning-curves.svg, and of the held-out rows confusion-matrix.svg for classes or predicted-against-true.svg for \
      numbers.

      For example: myelin train penguins.csv --target species
      """)

  @Argument(help: "The table: a CSV file whose first line names the columns; - is standard input.")
  var file: String
  @Option(help: "The column to predict.")
  var target: String
  @Option(help: ArgumentHelp("What to predict; found out by default.", valueName: "task"))
  var task: TaskArgument?
  @Option(
    help: ArgumentHelp("The sizes of the hidden layers (default: 64,64); none for a linear model.", valueName: "sizes"),
    transform: SizeList.init(parsing:))
  var hidden = SizeList(sizes: [64, 64])
  @Option(help: "The hidden layers' activation.")
  var activation = HiddenActivation.relu
  @Option(help: "How the weights follow the gradient.")
  var optimizer = OptimizerArgument.adam
  @Option(parsing: .unconditional, help: "The size of a step (default: 0.001 for adam, 0.05 for sgd).")
  var learningRate: Double?
  @Option(parsing: .unconditional, help: "How many times every row is learnt from, at most.")
  var epochs = 300
  @Option(parsing: .unconditional, help: "How many rows make a step.")
  var batchSize = 32
  @Option(
    parsing: .unconditional, help: "The share of rows that are held out to judge by and to stop early; 0 for none.")
  var validation = 0.2
  @Option(parsing: .unconditional, help: "After how many epochs without improvement training stops; 0 for never.")
  var patience = 30
  @Option(parsing: .unconditional, help: "What the split, the first weights and the order of rows are drawn from.")
  var seed = 0
  @OptionGroup(title: "Reading the table")
  var reading: ReadingOptions
  @Option(help: ArgumentHelp("Columns to leave out, such as identifiers.", valueName: "a,b"))
  var ignore = NameList(names: [])
  @OptionGroup(title: "Preprocessing")
  var preprocessing: PreprocessingOptions
  @Option(help: "How much classes count: balanced makes rare ones count as much as frequent ones.")
  var classWeights = ClassWeightsArgument.none
  @Option(help: ArgumentHelp("Columns whose values are categories though they look like numbers.", valueName: "a,b"))
  var categorical = NameList(names: [])
  @Option(
    help: ArgumentHelp("The model file to write (default: the table's name with .myelin, here).", valueName: "path"))
  var model: String?
  @Option(help: ArgumentHelp("The directory to draw the figures into.", valueName: "dir"))
  var figures: String?
  @Flag(help: "Show no progress and no report.")
  var quiet = false
  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  func validate() throws {
    if epochs < 1 { throw ValidationError("--epochs must be 1 or more, got \(epochs)") }
    if batchSize < 1 { throw ValidationError("--batch-size must be 1 or more, got \(batchSize)") }
    if !(validation >= 0 && validation < 1) {
      throw ValidationError("--validation must be 0 or more and below 1, got \(validation)")
    }
    var named: Set<String> = []
    for name in ignore.names + preprocessing.columnNames where !named.insert(name).inserted {
      throw ValidationError(
        "--ignore, --log, --embed and --column name \(name) twice, which can be treated in one way only")
    }
    if preprocessing.columnNames.contains(target) {
      throw ValidationError("--log, --embed and --column can't name the target \(target)")
    }
    if ignore.names.contains(target) { throw ValidationError("--ignore names the target column \(target)") }
    if model == "-" { throw ValidationError("--model must name a file, not standard output") }
    if patience < 0 { throw ValidationError("--patience must be 0 or more, got \(patience)") }
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate must be above 0, got \(learningRate)")
    }
  }

  func run() async throws {
    let path = modelPath
    // What can't be written shows before the work.
    try FileCheck.canReplace(path)
    try FileCheck.isNot(path, input: file, option: "--model")
    let folder = try figures.map { try FigureFolder(making: $0) }

    let job = try withTableHints(file: file) {
      // What stands in columns to leave out doesn't matter, and text reads every value.
      var options = reading.options(categorical: categorical.names + ignore.names, separator: ",")
      var table = try Table(contentsOf: file, options)
      if let type = table[target]?.type, type == .boolean || type == .date, FileCheck.isFile(file) {
        // Classes are named as they are written. What comes through a pipe can't be read twice: there it is true and false.
        options.types[target] = .text
        table = try Table(contentsOf: file, options)
      }
      let texts = TextCheck(file: file, table: table, categorical: categorical.names)
      if task != .regression { try texts.checkTarget(target) }
      let column = try TargetColumn(target, in: table, task: task?.task)
      return try TrainingJob(self, table: table, column: column, texts: texts)
    }
    for warning in job.warnings { complain("warning: \(file): \(warning)") }
    if !quiet, !json { try standardOutput.write(job.introduction(file: file)) }
    let outcome = try job.run(showsProgress: !quiet && !json)
    try job.model.write(to: path)

    var drawn: [String] = []
    if let folder {
      drawn.append(try await folder.write(outcome.learningCurves(target: target), "learning-curves.svg"))
      drawn.append(
        try await folder.write(
          outcome.judgement(target: target), outcome.predictions.figureName))
    }
    if json {
      try standardOutput.write(jsonText(outcome.report(job, model: path, figures: drawn)) + "\n")
    } else if !quiet {
      try standardOutput.write(outcome.text(job, model: path, figures: drawn))
    }
  }

  /// The path given, or the table's name with another end in the working directory.
  private var modelPath: String {
    if let model { return model }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    // Standard input has no name.
    return (stem.isEmpty ? "model" : stem == "-" ? "table" : stem) + ".myelin"
  }
}
