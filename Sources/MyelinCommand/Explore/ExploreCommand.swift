import ArgumentParser
import Foundation
import Myelin

/// `myelin explore`: a page about a table.
struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Writes a page of HTML about a CSV table: what it holds, and what to mend before learning from it.",
    discussion: """
      The page is one file without anything outside it. It shows types, missing values, distributions, relations between \
      columns, what predicts the target, and warnings: leaks, identifiers, constants, copies, numbers written as text, and \
      others.

      The target is a class if it is text, or whole numbers of which there are at most 20 different ones, each in five rows or \
      more on average, or only two; else it is a number.

      For example: myelin explore penguins.csv --target species --open
      """)

  @Argument(help: "The table: a CSV file whose first line names the columns; - is standard input.")
  var file: String
  @Option(help: "The column to predict, if there is one.")
  var target: String?
  @Option(help: ArgumentHelp("What to predict; found out by default.", valueName: "task"))
  var task: ExploreTask?
  @Option(
    help: ArgumentHelp(
      "The page to write (default: the table's name with .html, here); - is standard output.", valueName: "path"))
  var output: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many rows to read, from the first (default: as many as make 25 million cells).", valueName: "count"))
  var rows: Int?
  @OptionGroup(title: "Reading the table")
  var reading: ReadingOptions
  @Option(help: ArgumentHelp("Columns whose values are categories though they look like numbers.", valueName: "a,b"))
  var categorical = NameList(names: [])
  @Flag(help: "Open the page in the browser.")
  var open = false
  @Flag(help: "Show no progress and no summary.")
  var quiet = false
  @Flag(help: "Print all numbers as one JSON object and nothing else; no page without --output.")
  var json = false

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows must be 1 or more, got \(rows)") }
    if let task, target == nil { throw ValidationError("--task \(task.rawValue) needs --target") }
    if let output, AtomicFile.isStandardOutput(output), json || open {
      throw ValidationError("--output \(output) leaves no place for --\(json ? "json" : "open"): name a file")
    }
    if open, json, output == nil { throw ValidationError("--open needs --output where --json is given") }
  }

  func run() async throws {
    let path = output ?? (json ? nil : defaultPath)
    // What can't be drawn or written shows before the work.
    if let path {
      try Figure.checkRequirements()
      try FileCheck.canReplace(path)
      try FileCheck.isNot(path, input: file, option: "--output")
    }
    let progress = ProgressLine(isShown: !quiet && !json)
    defer { progress.clear() }
    var options = Exploration.Options()
    options.reading = reading.options(categorical: categorical.names)
    options.reading.rowLimit = rows
    options.task = task?.task
    let exploration = try withTableHints(file: file) {
      let exploration = try Exploration(contentsOf: file, target: target, options: options) { step in
        progress.show(step.step, fraction: step.fraction * 0.6)
      }
      if reading.separator != nil, exploration.columns.first?.type == .text,
        let error = TableError.wrongSeparator(exploration.columns.map(\.name), path: file)
      {
        throw error
      }
      return exploration
    }
    if let path {
      let page = try await exploration.page { share in
        progress.show("figures", fraction: 0.6 + 0.4 * share)
      }
      try AtomicFile.write(page, to: path)
    }
    progress.clear()
    if json {
      try standardOutput.write(jsonText(exploration) + "\n")
    } else if let path, !quiet, !AtomicFile.isStandardOutput(path) {
      try standardOutput.write(ExploreSummary(exploration, file: file, page: path).text)
    }
    if open, let path { try Browser.open(path) }
  }

  /// The table's name with another end in the working directory.
  private var defaultPath: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return (stem.isEmpty || stem == "-" ? "report" : stem) + ".html"
  }
}

/// What is predicted, as an argument.
enum ExploreTask: String, ExpressibleByArgument, CaseIterable {
  case classification, regression

  var task: PredictionTask { self == .regression ? .regression : .multiclassClassification }
}

/// What the command prints when the page is written.
struct ExploreSummary {
  let text: String

  init(_ exploration: Exploration, file: String, page: String) {
    let columns = exploration.columns.count
    var lines = [
      "\(file): \(exploration.rowCount) \(exploration.rowCount == 1 ? "row" : "rows")"
        + "\(exploration.isTruncated ? " (the first of more)" : ""), \(columns) \(columns == 1 ? "column" : "columns"), "
        + "\(exploration.missingCellCount) missing cells, \(exploration.duplicateRowCount) duplicate rows"
    ]
    let serious = exploration.warnings.filter { $0.severity > .low }
    for warning in serious.prefix(10) {
      lines.append("  \(warning.severity == .high ? "high  " : "medium")  \(warning.message)")
    }
    let others = exploration.warnings.count - min(serious.count, 10)
    if others > 0 {
      let what = others == 1 ? "warning" : "warnings"
      lines.append("  " + (serious.isEmpty ? "\(others) lesser \(what) in the page" : "and \(others) more in the page"))
    }
    lines.append("page: \(page)")
    text =
      lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ").withoutControlCharacters }
      .joined(separator: "\n") + "\n"
  }
}
