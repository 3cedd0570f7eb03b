import ArgumentParser
import Glibc
import Myelin

/// `myelin convert`: a table from one format to another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Converts a table between CSV, JSON lines, SQLite and NumPy files.",
    discussion: """
      The formats are those that the names end in: .csv .tsv .txt .jsonl .ndjson (also with .gz), .sqlite .sqlite3 .db, .npz \
      and .npy. A file is replaced whole or not at all; in a database only the one table is written.

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
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What separates a CSV file's fields, such as ';' or tab; found out by default.", valueName: "character"))
  var separator: SeparatorArgument?
  @Option(
    help: ArgumentHelp("Types of columns that are not to be inferred, such as id=text.", valueName: "a=type,b=type"))
  var types = TypeList(types: [:])
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
    try check("--separator", separator != nil, source == .csv, "CSV files to read")
    try check("--table", table != nil, source == .sqlite, "databases to read")
    try check("--query", query != nil, source == .sqlite, "databases to read")
    try check("--flatten", flatten, source == .jsonLines, "JSON lines to read")
    try check("--types", !types.types.isEmpty, source != .npz && source != .npy, "files to read that are not of NumPy")
    try check("--into", into != nil, target == .sqlite, "databases to write")
    try check("--mode", mode != .create, target == .sqlite, "databases to write")
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
    let table = try read(source)
    if target == .sqlite {
      try table.write(toDatabase: output, table: into ?? self.table ?? Table.tableName(for: input), mode)
    } else {
      try table.write(to: output, as: target)
    }
    guard !quiet, isRegular(output) else { return }
    let (rows, columns) = (table.rowCount, table.columns.count)
    let text = "\(output): \(rows) \(rows == 1 ? "row" : "rows"), \(columns) \(columns == 1 ? "column" : "columns")"
    try standardOutput.write(text.withoutControlCharacters + "\n")
  }

  private func read(_ format: TableFormat) throws -> Table {
    switch format {
    case .csv: return try readCSV()
    case .jsonLines:
      var options = JSONLinesOptions(types: types.types)
      if flatten { options.nested = .flattened() }
      return try Table(jsonLines: input, options)
    case .sqlite:
      let options = SQLiteOptions(types: types.types)
      if let query { return try Table(database: input, query: query, [], options) }
      return try Table(database: input, table: table, options)
    case .npz, .npy: return try Table(contentsOf: input, as: format)
    }
  }

  private func readCSV() throws -> Table {
    let options = CSVOptions(separator: separator?.scalar, types: types.types)
    do {
      return try Table(contentsOf: input, options)
    } catch {
      throw error.kind == .textAmongNumbers ? CommandError("\(error) (--types COLUMN=text)") : error as any Error
    }
  }

  private func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}

extension TableFormat: ExpressibleByArgument {}
extension Table.DatabaseMode: ExpressibleByArgument {}

/// Types of columns as an argument: `name=type`, with commas between them.
struct TypeList: ExpressibleByArgument, Sendable {
  let types: [String: ColumnType]

  init(types: [String: ColumnType]) { self.types = types }

  init?(argument: String) {
    var types: [String: ColumnType] = [:]
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let mark = part.lastIndex(of: "="),
        let type = ColumnType(rawValue: String(part[part.index(after: mark)...])),
        types.updateValue(type, forKey: String(part[..<mark])) == nil
      else { return nil }
    }
    self.types = types
  }

  var defaultValueDescription: String { "" }
}
