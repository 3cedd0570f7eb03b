/// What a look at a table finds: every column's values, what is missing, what hangs together, what helps to predict a target,
/// and what to mend before learning from it.
///
/// ```swift
/// let table = try Table(contentsOf: "penguins.csv")
/// let exploration = try Exploration(of: table, target: "species")
/// for warning in exploration.warnings { print(warning.message) }
/// ```
///
/// All numbers are data: `Codable`, the same for the same table on any machine. `MyelinReports` makes a page of HTML from them,
/// which `myelin explore` writes.
///
/// Every row counts in what is said of a single column, and in the search for duplicates. What is said of pairs of columns and of
/// the target is computed on a sample of rows, ``Options/relationRowLimit`` at most, drawn the same way every time.
public struct Exploration: Sendable, Equatable, Codable {
  /// The path of the file that the table was read from; nil if it was not.
  public let path: String?
  /// The number of rows looked at.
  public let rowCount: Int
  /// Whether the file has more rows than were read.
  public let isTruncated: Bool
  /// The memory that the table takes, in bytes, names not counted.
  public let byteCount: Int
  /// The number of rows that are equal to an earlier one, as pandas' `duplicated().sum()`.
  public let duplicateRowCount: Int
  /// What is known of each column, in the table's order.
  public let columns: [Column]
  /// Where values are missing.
  public let missing: MissingValues
  /// What hangs together.
  public let relations: Relations
  /// What predicts the target; nil without a target, or if it cannot be predicted, which a warning explains.
  public let target: Target?
  /// What to mend, the most important first.
  public let warnings: [Warning]

  /// Looks at a table.
  ///
  /// - Parameters:
  ///   - table: the table; it may be empty.
  ///   - target: the column to be predicted, if there is one.
  ///   - options: how to look.
  ///   - progress: called before each step.
  /// - Throws: ``TableError`` if the table has no column of the target's name, or if the task asked for does not fit it. A target
  ///   without use otherwise (all its values missing or equal) is a warning.
  public init(
    of table: Table, target: String? = nil, options: Options = Options(), progress: (Progress) -> Void = { _ in }
  ) throws(TableError) {
    try self.init(of: table, isTruncated: false, target: target, options: options, progress: progress)
  }

  /// Reads a CSV file and looks at it.
  ///
  /// A column in which texts stand among numbers, which ``Table/init(contentsOf:_:)`` refuses, is taken for text here, and
  /// warned of; so are infinities, which are numbers. A file with a header but no rows is a table without rows.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - target: the column to be predicted, if there is one.
  ///   - options: how to read and to look.
  ///   - progress: called before each step.
  /// - Throws: ``TableError`` with the line and character of what is wrong with the file, or as for a table.
  public init(
    contentsOf path: String, target: String? = nil, options: Options = Options(),
    progress: (Progress) -> Void = { _ in }
  ) throws(TableError) {
    progress(Progress(step: "reading the file", fraction: 0))
    var reading = options.reading
    reading.takesTextAmongNumbers = true
    reading.allowsInfinity = true
    let reader = try CSVReader(path: path, options: reading)
    if let target, !reader.header.contains(target) {
      throw noSuchColumn(target, among: reader.header, path: path, line: reader.headerLine)
    }
    let limit = reading.rowLimit ?? max(Options.cellLimit / max(reader.header.count, 1), 1000)
    let table = try reader.wholeTable(rows: limit)
    // One more row shows that the limit left some out; whether it is sound does not matter.
    let isTruncated = table?.rowCount == limit && ((try? reader.nextRow()) ?? nil) != nil
    let empty = try Table(
      reader.header.map { TableColumn($0, texts: []) }, rowCount: 0, origin: TableOrigin(path: path))
    try self.init(
      of: table ?? empty, isTruncated: isTruncated, target: target, options: options, progress: progress)
  }

  private init(
    of table: Table, isTruncated: Bool, target name: String?, options: Options, progress: (Progress) -> Void
  ) throws(TableError) {
    options.check()
    if let name { _ = try table.column(named: name) }
    path = table.path
    rowCount = table.rowCount
    self.isTruncated = isTruncated
    var columns: [Column] = []
    for (index, column) in table.columns.enumerated() {
      let fraction = 0.3 + 0.3 * Double(index) / Double(table.columns.count)
      progress(Progress(step: "column \(index + 1) of \(table.columns.count)", fraction: fraction))
      columns.append(Column(column))
    }
    self.columns = columns
    byteCount = table.columns.reduce(0) { $0 + $1.byteCount }
    progress(Progress(step: "rows that repeat", fraction: 0.6))
    let repetitions = RowRepetitions(table, columns: columns, target: name)
    duplicateRowCount = repetitions.duplicateCount
    missing = MissingValues(table)

    progress(Progress(step: "relations between columns", fraction: 0.65))
    let rows = RowSample.rows(of: table.rowCount, atMost: options.relationRowLimit(columns: table.columns.count))
    let sources = zip(table.columns, columns).map { column, explored in
      RelationSource(rows.count == table.rowCount ? column : column.takingChecked(rows), explored)
    }
    var targetProblem: String?
    var targetColumn: TargetColumn?
    if let name {
      do {
        targetColumn = try TargetColumn(name, in: table, task: options.task)
      } catch {
        // A task that was asked for and does not fit is the caller's to correct; else the report tells.
        if options.task != nil { throw error }
        targetProblem = error.message
      }
    }
    let values = targetColumn.map { TargetValues($0, rows: rows) }
    relations = Relations(
      sources, rowCount: rows.count, labels: values?.labels, columnLimit: options.relationColumnLimit)

    progress(Progress(step: "what predicts the target", fraction: 0.8))
    target =
      if let targetColumn, let values {
        Target(targetColumn, values, sources: sources, progress: progress)
      } else {
        nil
      }
    progress(Progress(step: "warnings", fraction: 0.95))
    let examiner = WarningRules(
      table: table, columns: columns, missing: missing, relations: relations, target: target, targetName: name,
      targetProblem: targetProblem, repetitions: repetitions, isTruncated: isTruncated)
    warnings = examiner.warnings
  }

  /// The number of cells, missing ones included.
  public var cellCount: Int { rowCount * columns.count }

  /// The number of missing cells.
  public var missingCellCount: Int { columns.reduce(0) { $0 + $1.missingCount } }

  /// A step of the work.
  public struct Progress: Sendable, Equatable {
    /// What is being done.
    public let step: String
    /// The share of the work that is done, estimated.
    public let fraction: Double
  }
}
