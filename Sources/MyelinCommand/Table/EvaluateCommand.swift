import ArgumentParser
import Myelin

/// `myelin evaluate`: how good a trained model is on rows whose targets are known.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judges a trained model on a CSV table that has the target column.",
    discussion: """
      Prints accuracy, macro F1 and log loss for classes; R², the mean absolute error and the root mean squared error for \
      numbers. Rows without a target are left out. With --figures it draws evaluation-confusion-matrix.svg for classes, and \
      evaluation-predicted-against-true.svg for numbers.

      For example: myelin evaluate penguins.myelin penguins.csv
      """)

  @Argument(help: "The model file that train wrote.")
  var model: String
  @Argument(help: "The table: a CSV file with the columns that the model was trained with, and the target.")
  var file: String
  @Option(help: ArgumentHelp("The directory to draw the figure into.", valueName: "dir"))
  var figures: String?
  @OptionGroup(title: "Reading the table, where otherwise than by train")
  var reading: ReadingOptions
  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  func run() async throws {
    let model = try TableModel(contentsOf: self.model)
    let preprocessing = model.preprocessing
    let table = try withTableHints(file: file) {
      try preprocessing.readTable(
        contentsOf: file, options: reading.options(saved: model.reading, separator: ","))
    }
    let (rows, targets) = try preprocessing.targets(of: table)
    var unseen = UnseenCategories()
    let inputs = try preprocessing.transform(table, rows: rows, unseen: &unseen)
    let folder = try figures.map { try FigureFolder(making: $0) }
    warn(unseen, file: file)
    let predictions = try Predictions(model, inputs, targets)
    if json {
      struct Report: Encodable {
        let target: String
        let rows: Int
        let metrics: [String: Double]
      }
      try standardOutput.write(
        jsonText(Report(target: preprocessing.targetName, rows: rows.count, metrics: predictions.metrics)) + "\n")
    } else {
      let introduction = "\(file): \(rows.count) rows with a \(preprocessing.targetName)"
      try standardOutput.write(introduction.withoutControlCharacters + "\n")
      let width = predictions.scores.map(\.name.count).max() ?? 0
      for score in predictions.scores {
        let gap = String(repeating: " ", count: width - score.name.count)
        try standardOutput.write("  \(score.name)\(gap)  \(rounded(score.value))\n")
      }
    }
    if let folder {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let figure = predictions.figure(
        target: preprocessing.targetName, rows: rows.count == 1 ? "row of \(name)" : "rows of \(name)")
      // Another name than train's, whose figure would be replaced.
      let path = try await folder.write(figure, "evaluation-\(predictions.figureName)")
      if !json { try standardOutput.write("figure: \(path)\n") }
    }
  }
}
