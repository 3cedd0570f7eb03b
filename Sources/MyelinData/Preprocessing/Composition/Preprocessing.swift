import MyelinCore

/// How the columns of a table become a matrix of features: which steps which columns go through.
///
/// ```swift
/// let preprocessing = Preprocessing {
///   ColumnSteps(.numeric) {
///     SimpleImputer(.median)
///     StandardScaler()
///   }
///   ColumnSteps(.typed(.text)) {
///     SimpleImputer(.mostFrequent)
///     OneHotEncoder(unknown: .ignore)
///   }
/// }
/// let fitted = try preprocessing.fitted(on: training)
/// let x = try fitted.transform(test)                        // [rows, features]
/// ```
///
/// It learns from the training rows alone: ``fitted(on:rows:target:)`` gives a ``Fitted``, a value that is saved with a model and
/// treats all rows alike. The features stand in the order of the steps, those of the remaining columns last. As scikit-learn's
/// `ColumnTransformer` of pipelines.
public struct Preprocessing: Sendable {
  /// What becomes of columns that no steps take.
  public enum Remainder: String, Sendable, Codable {
    /// They are left out.
    case drop
    /// They stay as they are; texts are then an error.
    case passThrough
  }

  /// The columns and their steps.
  public var columns: [ColumnSteps]
  /// What becomes of columns that no steps take.
  public var remainder: Remainder

  /// Columns and their steps.
  public init(remainder: Remainder = .drop, _ columns: [ColumnSteps]) {
    self.columns = columns
    self.remainder = remainder
  }

  /// Columns and their steps.
  public init(remainder: Remainder = .drop, @ColumnStepsBuilder _ columns: () -> [ColumnSteps]) {
    self.init(remainder: remainder, columns())
  }

  /// Learns from the rows of a table.
  ///
  /// - Parameters:
  ///   - table: The table. A target column that is among its columns must be left out (``Table/dropping(_:)``) if a selection
  ///     doesn't name its columns.
  ///   - rows: The rows to learn from; nil for all. An empty list, or a row that is not there, stops the program.
  ///   - target: What is to be predicted for the rows, for steps that learn from it; as many values as rows.
  /// - Throws: ``TableError`` if a column is not there, a step can't learn from its columns, or texts are left at the end. It tells
  ///   of all columns at once.
  public func fitted(
    on table: Table, rows: [Int]? = nil, target: TrainingTarget? = nil
  ) throws(TableError) -> Fitted {
    try learn(table, rows: rows, target: target, applies: false).fitted
  }

  /// Learns from the rows of a table, and gives their features.
  ///
  /// They are what ``Fitted/transform(_:rows:type:)`` gives, except after a ``TargetEncoder``: its features of these rows are
  /// computed without the row's own target, so that a model doesn't come to trust them too much.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - rows: The rows to learn from; nil for all.
  ///   - target: What is to be predicted for the rows.
  ///   - type: The type of the features: `.float32` or `.float64`, or the program stops.
  public func fittedAndApplied(
    to table: Table, rows: [Int]? = nil, target: TrainingTarget? = nil, type: DType = .float32
  ) throws(TableError) -> (fitted: Fitted, features: Tensor) {
    let (fitted, columns) = try learn(table, rows: rows, target: target, applies: true)
    return (fitted, FeatureMatrix.tensor([columns], width: fitted.features.count, type: type))
  }

  /// Learns from rows.
  ///
  /// - Parameters:
  ///   - applies: Whether the features of the rows are wanted as well.
  ///   - check: Throws if columns are of no use to their steps.
  func learn(
    _ table: Table, rows: [Int]?, target: TrainingTarget?, applies: Bool,
    check: (_ columns: [TableColumn], _ steps: [any Transform], _ context: FittingContext) throws(TableError) -> Void =
      {
        (_, _, _) throws(TableError) in
      }
  ) throws(TableError) -> (fitted: Fitted, columns: [TableColumn]) {
    let table = rows.map(table.taking) ?? table
    guard table.rowCount > 0 else { fatalError("Preprocessing.fitted: there are no rows to learn from") }
    if let target, target.count != table.rowCount {
      fatalError("Preprocessing.fitted: there are \(target.count) targets for \(table.rowCount) rows")
    }
    let context = FittingContext(target: target, table: table)
    var chains: [FittedChain] = []
    var columns: [TableColumn] = []
    var problems: [TableError] = []
    for (names, steps) in try assignments(in: table) {
      do throws(TableError) {
        let inputs = names.compactMap { table[$0] }
        try check(inputs, steps, context)
        let (chain, outputs) = try FittedChain.fitting(steps, to: inputs, applies: applies, in: context)
        chains.append(chain)
        columns += outputs
      } catch {
        problems.append(error)
      }
    }
    // All of them at once, so that nobody has to come back for each.
    if let first = problems.first { throw first.adding(problems.dropFirst().flatMap(\.columnNames)) }
    let fitted = Fitted(chains: chains)
    if let name = fitted.repeatedName {
      throw TableError(
        .duplicateColumnName, path: table.path, columnNames: [name],
        "two features would be called \(quoted(name)); let only one group of steps give it, or rename a column")
    }
    return (fitted, columns)
  }

  /// The names of the columns that go through each list of steps.
  private func assignments(in table: Table) throws(TableError) -> [(names: [String], steps: [any Transform])] {
    var named: Set<String> = []
    for group in columns { if case .named(let names) = group.columns { named.formUnion(names) } }
    var result: [(names: [String], steps: [any Transform])] = []
    var taken: Set<String> = []
    for group in columns {
      let names = try group.columns.names(in: table, taken: named)
      taken.formUnion(names)
      if !names.isEmpty { result.append((names, group.steps)) }
    }
    if remainder == .passThrough {
      let rest = table.columnNames.filter { !taken.contains($0) }
      if !rest.isEmpty { result.append((rest, [])) }
    }
    return result
  }
}
