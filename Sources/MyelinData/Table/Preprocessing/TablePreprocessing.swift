/// How the rows of a table become inputs of a network, fitted on the rows to train on.
///
/// - A numeric column becomes one input. A missing value is filled with the median, and the number is standardised.
/// - A categorical column becomes one input for each category, sorted, of which the row's own is 1 and the others 0. A
///   missing value counts as the most frequent category. A category that was not there in training leaves all at 0, and
///   ``RowEncoder`` collects a warning.
///
/// No inputs say whether a value was missing. The columns are in the order of the table, the target left out. It is
/// stored with a trained network, so that new rows are treated as the training rows were.
public struct TablePreprocessing: Sendable, Equatable, Codable {
  /// What is predicted.
  public let task: PredictionTask
  /// The name of the target column.
  public let targetName: String
  /// How the target is learnt and read.
  public let target: TargetEncoding
  /// How each column becomes inputs.
  public let columns: [FeatureEncoding]

  private enum CodingKeys: String, CodingKey {
    case task, targetName, target, columns
  }

  /// Fits the columns of a table.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - target: its target column.
  ///   - rows: the positions among `target.rows` of the rows to train on, such as ``TrainValidationSplit/training``;
  ///     nil for all. An empty list, or a position that is not there, stops the program.
  ///   - ignored: the names of columns to leave out.
  /// - Throws: ``TableError`` if a column to leave out is not there, no columns are left, a column has no values in
  ///   the rows, or a text column has more than 1000 different texts, or more than 50 and each only once (an
  ///   identifier says nothing about other rows).
  public init(
    fitting table: Table, target: TargetColumn, rows: [Int]? = nil, ignoring ignored: [String] = []
  ) throws(TableError) {
    let positions = rows ?? Array(target.rows.indices)
    guard !positions.isEmpty, positions.allSatisfy(target.rows.indices.contains) else {
      fatalError("TablePreprocessing: the rows to train on are none, or not among the target's \(target.rows.count)")
    }
    for name in ignored { _ = try table.column(named: name) }
    let tableRows = positions.map { target.rows[$0] }
    var columns: [FeatureEncoding] = []
    var problems: [TableError] = []
    for column in table.columns where column.name != target.name && !ignored.contains(column.name) {
      do throws(TableError) {
        columns.append(try FeatureEncoding(fitting: column, rows: tableRows, of: table))
      } catch {
        problems.append(error)
      }
    }
    // All of them at once, so that nobody has to come back for each.
    if let first = problems.first { throw first.adding(problems.dropFirst().flatMap(\.columnNames)) }
    guard !columns.isEmpty else {
      throw TableError(
        .noFeatures, path: table.path, line: table.origin.headerLine,
        "no columns are left to predict \(quoted(target.name)) from; add columns, or leave out fewer")
    }
    self.columns = columns
    task = target.task
    targetName = target.name
    switch target.values {
    case .labels: self.target = .classes(target.classes)
    case .numbers(let numbers):
      let (mean, deviation) = NumericEncoding.moments(positions.map { numbers[$0] })
      self.target = .number(mean: mean, standardDeviation: deviation)
    }
  }

  /// Reads what was encoded.
  ///
  /// - Throws: `DecodingError` if a key is missing, or the values could not come from a fit.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    task = try values.decode(PredictionTask.self, forKey: .task)
    targetName = try values.decode(String.self, forKey: .targetName)
    target = try values.decode(TargetEncoding.self, forKey: .target)
    columns = try values.decode([FeatureEncoding].self, forKey: .columns)
    if let problem {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "the preprocessing is damaged: \(problem)"))
    }
  }

  private var problem: String? {
    if columns.isEmpty { return "it has no columns" }
    if Set(columns.map(\.name)).count < columns.count { return "a column is there twice" }
    let classCount = if case .classes(let classes) = target { classes.count } else { 0 }
    let fits =
      switch task {
      case .regression: classCount == 0
      case .binaryClassification: classCount == 2
      case .multiclassClassification: classCount > 1
      }
    if !fits { return "the target does not fit the task" }
    return target.problem ?? columns.lazy.compactMap(\.problem).first
  }

  /// The number of inputs.
  public var width: Int { columns.reduce(0) { $0 + $1.width } }

  /// The names of the inputs: a numeric column's own, and `column=category`.
  public var featureNames: [String] { columns.flatMap(\.featureNames) }

  /// The kinds of the columns, for reading a table that is to be transformed.
  public var columnKinds: [String: ColumnKind] {
    Dictionary(columns.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
  }
}
