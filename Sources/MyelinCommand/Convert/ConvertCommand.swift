import ArgumentParser
import Myelin

/// `myelin convert`: a table from one format to another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Converts a table between CSV, JSON lines, SQLite and NumPy files.",
    discussion: """
      The formats are those that the names end in: .csv .tsv .txt .jsonl .ndjson (also with .gz), .sqlite .sqlite3 .db, .npz \
      and .npy. A file is replaced whole or not at all; in a database only the one table is written. The name - is standard input \
      or output, whose format --from or --to tells.

      For example: myelin convert penguins.csv penguins.sqlite
      """)

  @Argument(help: "The file to read.")
  var input: String
  @Argument(help: "The file to write.")
  var output: String
  @Option(help: "The format of the file to read, whatever its name ends in.")
  var from: TableFormat?
  @Option(help: "The format of the file to write, whatever its name ends in.")
  var to: TableFormat?
  @Option(help: ArgumentHelp("The columns to write, in this order; all by default.", valueName: "a,b"))
  var columns: NameList?
  @Option(
    help: ArgumentHelp("Types of columns that are not to be inferred, such as id=text.", valueName: "a=type,b=type"),
    transform: TypeList.init(parsing:))
  var types: TypeList?
  @OptionGroup(title: "Reading CSV files")
  var reading: ReadingOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What separates the fields of the CSV file to write (default: a tab if its name ends in .tsv, else a comma).",
      valueName: "character"),
    transform: SeparatorArgument.init(parsing:))
  var outputSeparator: SeparatorArgument?
  @Option(help: ArgumentHelp("The database's table to read; by default the only one.", valueName: "name"))
  var table: String?
  @Option(help: ArgumentHelp("What to read from the database instead of a table.", valueName: "SQL"))
  var query: String?
  @Flag(help: "Read nested objects of JSON as columns a.b instead of as texts.")
  var flatten = false
  @Option(
    help: ArgumentHelp("The database's table to write; by default named after the file to read.", valueName: "name"))
  var into: String?
  @Option(help: "What to do if the database has that table.")
  var mode = Table.DatabaseMode.create
  @Flag(help: "Print nothing.")
  var quiet = false

  func validate() throws {
    let (source, target) = (try format(from, of: input, "--from"), try format(to, of: output, "--to"))
    func check(_ option: String, _ isGiven: Bool, _ isOf: Bool, _ kind: String) throws {
      if isGiven, !isOf { throw ValidationError("\(option) is for \(kind)") }
    }
    let readingOptions = "--separator, --decimal, --thousands, --date-format, --missing and --infinity"
    if reading.record != ReadingRecord(), source != .csv {
      throw ValidationError("\(readingOptions) are for CSV files to read")
    }
    try check("--output-separator", outputSeparator != nil, target == .csv, "CSV files to write")
    try check("--table", table != nil, source == .sqlite, "databases to read")
    try check("--query", query != nil, source == .sqlite, "databases to read")
    try check("--flatten", flatten, source == .jsonLines, "JSON lines to read")
    try check("--types", types != nil, source != .npz && source != .npy, "files to read that are not of NumPy")
    try check("--into", into != nil, target == .sqlite, "databases to write")
    try check("--mode", mode != .create, target == .sqlite, "databases to write")
    if output == "-", target == .sqlite { throw ValidationError("a database needs a file: name one instead of -") }
    if input == "-", source != .csv, source != .jsonLines {
      throw ValidationError("only CSV and JSON lines can be read from standard input: name a file")
    }
    if table != nil, query != nil { throw ValidationError("--table and --query exclude each other") }
  }

  private func format(_ given: TableFormat?, of path: String, _ option: String) throws -> TableFormat {
    if let format = given ?? TableFormat(path: path) { return format }
    throw ValidationError("\(path): the name tells no format: give it by \(option)")
  }

  func run() throws {
    let (source, target) = (try format(from, of: input, "--from"), try format(to, of: output, "--to"))
    // What can't be written shows before the work.
    if target != .sqlite { try FileCheck.canReplace(output) }
    if target != .sqlite || source != .sqlite { try FileCheck.isNot(output, input: input, option: "the output") }
    let table = try withTableHints(file: input, texts: "--types COLUMN=text") { try read(source) }
    try write(table, as: target)
    // What else stands in a stream is not for the command to add to.
    guard !quiet, AtomicFile.replaces(output) else { return }
    let (rows, columns) = (table.rowCount, table.columns.count)
    let text = "\(output): \(rows) \(rows == 1 ? "row" : "rows"), \(columns) \(columns == 1 ? "column" : "columns")"
    try standardOutput.write(text.withoutControlCharacters + "\n")
  }

  private func read(_ format: TableFormat) throws -> Table {
    let table: Table
    switch format {
    case .csv:
      var options = reading.options()
      options.types = types?.types ?? [:]
      options.columns = columns.map { .names($0.names) }
      options.acceptsNoRows = true
      options.separator = options.separator ?? TableFormat.separator(path: input)
      table = try Table(contentsOf: input, options)
      try table.checkSeparator()
      return table
    case .jsonLines:
      var options = JSONLinesOptions(types: types?.types ?? [:])
      if flatten { options.nested = .flattened() }
      table = try Table(jsonLines: input == "-" ? "/dev/stdin" : input, options)
    case .sqlite:
      let options = SQLiteOptions(types: types?.types ?? [:])
      if let query {
        table = try Table(database: input, query: query, [], options)
      } else {
        table = try Table(database: input, table: self.table, options)
      }
    case .npz, .npy: table = try Table(contentsOf: input, as: format)
    }
    return try columns.map { try table.selecting($0.names) } ?? table
  }

  private func write(_ table: Table, as format: TableFormat) throws {
    switch format {
    case .sqlite:
      try table.write(toDatabase: output, table: into ?? self.table ?? Table.tableName(for: input), mode)
    case .csv:
      var options = CSVWritingOptions(forFile: output)
      if let outputSeparator { options.separator = outputSeparator.scalar }
      try table.write(to: output, options)
    case .npz, .npy:
      do {
        try table.write(to: output, as: format)
      } catch {
        guard error.kind == .wrongType else { throw error }
        throw CommandError("\(error) (--columns names those to write)")
      }
    case .jsonLines: try table.write(to: output, as: format)
    }
  }
}

extension TableFormat: ExpressibleByArgument {}
extension Table.DatabaseMode: ExpressibleByArgument {}

/// Types of columns as an argument: `name=type`, with commas between them.
struct TypeList: Sendable {
  let types: [String: ColumnType]

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says what is allowed.
  init(parsing argument: String) throws {
    var types: [String: ColumnType] = [:]
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let mark = part.lastIndex(of: "="), mark > part.startIndex else {
        throw ValidationError("'\(part)' is no column=type")
      }
      let (name, word) = (String(part[..<mark]), String(part[part.index(after: mark)...]))
      guard let type = ColumnType(rawValue: word) else {
        let names = ColumnType.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no type '\(word)'; the types are \(names)")
      }
      guard types.updateValue(type, forKey: name) == nil else {
        throw ValidationError("the column '\(name)' has two types")
      }
    }
    self.types = types
  }
}
