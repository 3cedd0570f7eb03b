import ArgumentParser
import Myelin

/// `myelin describe`: what the columns of a table are like.
struct DescribeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Prints what the columns of a CSV table are like, with the numbers of pandas' describe.",
    discussion: """
      Numbers have a mean, the standard deviation of a sample, and quantiles; dates a mean and quantiles; texts and truth \
      values the number of distinct ones, and the most frequent.

      For example: myelin describe penguins.csv
      """)

  @Argument(help: "The table: a CSV file whose first line names the columns; - is standard input.")
  var file: String
  @Option(help: ArgumentHelp("The columns to describe; all by default.", valueName: "a,b"))
  var columns: NameList?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The shares of the quantiles, each 0 to 1 (default: 0.25,0.5,0.75).", valueName: "a,b,c"))
  var quantiles: NumberList?
  @OptionGroup(title: "Reading the table")
  var reading: ReadingOptions
  @Option(help: ArgumentHelp("Columns whose values are categories though they look like numbers.", valueName: "a,b"))
  var categorical = NameList(names: [])
  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  func validate() throws {
    if let wrong = quantiles?.numbers.first(where: { !(0...1).contains($0) }) {
      throw ValidationError("--quantiles must be from 0 to 1, but is \(wrong)")
    }
  }

  func run() async throws {
    let table = try withTableHints(file: file) {
      var options = reading.options(categorical: categorical.names)
      options.acceptsNoRows = true
      let table = try Table(contentsOf: file, options)
      try table.checkSeparator()
      return try columns.map { try table.selecting($0.names) } ?? table
    }
    let summary = table.describe(quantiles: quantiles?.numbers ?? [0.25, 0.5, 0.75])
    try standardOutput.write((json ? jsonText(Report(summary)) : "\(summary)") + "\n")
  }
}

/// A summary as JSON, under pandas' names.
private struct Report: Encodable {
  let rows: Int
  let columns: [Column]

  init(_ summary: TableSummary) {
    rows = summary.rowCount
    columns = summary.columns.map { Column($0, shares: summary.quantiles) }
  }

  struct Column: Encodable {
    let name: String
    let type: String
    let count: Int
    let missing: Int
    let unique: Int?
    let top: Value?
    let freq: Int?
    let mean: Value?
    let std: Double?
    let min: Value?
    let quantiles: [String: Value]?
    let max: Value?

    init(_ column: ColumnSummary, shares: [Double]) {
      func value(_ number: Double) -> Value {
        guard column.type == .date else { return .number(number) }
        return .text(TableColumn("", dates: [number]).text(row: 0) ?? "")
      }
      (name, type) = (column.name, column.type.rawValue)
      (count, missing) = (column.count, column.missingCount)
      (unique, freq) = (column.distinctCount, column.frequency)
      top = column.mostFrequent?.boolean.map(Value.boolean) ?? column.mostFrequentText.map(Value.text)
      (mean, std) = (column.mean.map(value), column.standardDeviation)
      (min, max) = (column.minimum.map(value), column.maximum.map(value))
      let named = zip(shares, column.quantiles).map { ("\(rounded($0 * 100))%", value($1)) }
      quantiles = named.isEmpty ? nil : Dictionary(named) { first, _ in first }
    }
  }

  enum Value: Encodable {
    case number(Double)
    case text(String)
    case boolean(Bool)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      case .boolean(let value): try container.encode(value)
      }
    }
  }
}
