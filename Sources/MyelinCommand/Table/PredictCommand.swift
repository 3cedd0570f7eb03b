import ArgumentParser
import Myelin

/// `myelin predict`: a trained model's answers for the rows of a table.
struct PredictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts every row of a CSV table with a trained model.",
    discussion: """
      Prints a CSV table with a row per row, read and written piece by piece: the column prediction, and for classes \
      probability:CLASS for each of them. The target's column may be missing.

      For example: myelin predict penguins.myelin new.csv --output predictions.csv
      """)

  /// How many rows are read and computed at once: enough to give all processors some.
  private static let blockSize = 8192

  @Argument(help: "The model file that train wrote.")
  var model: String
  @Argument(help: "The table: a CSV file with the columns that the model was trained with.")
  var file: String
  @Option(help: ArgumentHelp("The file to write; standard output, -, by default.", valueName: "file.csv"))
  var output: String?

  @OptionGroup(title: "Reading the table, where otherwise than by train")
  var reading: ReadingOptions

  func run() async throws {
    let model = try TableModel(contentsOf: self.model)
    // A table without rows gives one of a header alone.
    let reader = try withTableHints(file: file) {
      try model.preprocessing.reader(
        of: file, options: reading.options(saved: model.reading, separator: ","))
    }
    let header = ["prediction"] + model.classes.map { "probability:\($0)" }
    if let output {
      try FileCheck.isNot(output, input: file, option: "--output")
      try FileCheck.isNot(output, input: self.model, option: "--output")
    }
    let writer =
      try output.map { try CSVWriter(path: $0, header: header) } ?? CSVWriter(standardOutputWithHeader: header)
    var unseen = UnseenCategories()
    while let piece = try reader.nextTable(rows: Self.blockSize) {
      let inputs = try model.preprocessing.transform(piece, unseen: &unseen)
      try write(inputs, of: piece, by: model, to: writer)
    }
    try writer.finish()
    warn(unseen, file: file)
  }

  private func write(_ inputs: Tensor, of piece: Table, by model: TableModel, to writer: CSVWriter) throws {
    let outputs = try model.outputs(inputs) { row in
      file + (piece.line(ofRow: row).map { ":\($0)" } ?? ": row \(row + 1)")
    }
    if model.preprocessing.task == .regression {
      for output in outputs.elements(as: Float.self) {
        try writer.write([CSVWriter.text(model.preprocessing.target.decode(output))])
      }
      return
    }
    for probabilities in model.probabilities(outputs) {
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      try writer.write([model.classes[best]] + probabilities.map { CSVWriter.text($0) })
    }
  }
}

/// Says which categories weren't there in training.
func warn(_ unseen: UnseenCategories, file: String) {
  for warning in unseen.warnings { complain("warning: \(file): \(warning)") }
  if unseen.suppressedCount > 0 {
    complain("warning: \(file): \(unseen.suppressedCount) further cells with unseen categories")
  }
}
