/// The column of a table that is to be predicted, and how.
///
/// Unless it is told, the task follows from the values:
/// - texts are classes;
/// - whole numbers are classes if there are at most 20 different ones, and either only two or at most a fifth of the
///   number of rows, so that each stands in five rows or more on average;
/// - all other numbers are a regression's.
///
/// Two classes make the task binary. Classes are sorted, numbers by value and texts by their characters. Rows without a
/// target are left out.
public struct TargetColumn: Sendable, Equatable {
  /// The targets of the rows that have one.
  public enum Values: Sendable, Equatable {
    /// The position of each row's class in ``TargetColumn/classes``.
    case labels([Int])
    /// Each row's number.
    case numbers([Double])
  }

  /// The most classes that a column may have.
  public static let classLimit = 1000

  /// The name of the column.
  public let name: String
  /// What is predicted.
  public let task: PredictionTask
  /// The names of the classes in the order of their labels; empty for a regression.
  public let classes: [String]
  /// The rows of the table that have a target, ascending.
  public let rows: [Int]
  /// The targets, one for each of ``rows``.
  public let values: Values
  /// The number of rows left out because their target is missing.
  public let droppedCount: Int

  /// Finds the target column of a table and what kind of prediction it asks for.
  ///
  /// - Parameters:
  ///   - name: the name of the column.
  ///   - table: the table.
  ///   - task: what to predict; nil infers it.
  /// - Throws: ``TableError`` if the table has no such column (the nearest name is suggested), if all its values are
  ///   missing or equal, if a regression's value is not a number (its line and character are named), or if the number
  ///   of classes does not fit the task.
  public init(_ name: String, in table: Table, task: PredictionTask? = nil) throws(TableError) {
    let column = try table.column(named: name)
    let rows = (0..<table.rowCount).filter { column.text(ofRow: $0) != nil }
    func unusable(_ message: String) -> TableError {
      TableError(
        .unusableTarget, path: table.path, line: column.headerLine, column: column.headerPosition,
        "the target column \(quoted(name)) \(message)")
    }
    guard let first = rows.first else { throw unusable("has no values; name another column, or fill it in") }

    self.name = name
    self.rows = rows
    droppedCount = table.rowCount - rows.count
    let classes = Self.classes(of: column, rows: rows)
    guard classes.count > 1 else {
      let only = quoted(column.text(ofRow: first) ?? "")
      throw unusable("has only the value \(only), so there is nothing to learn; add rows with other values")
    }
    let inferred = Self.inferredTask(column, classCount: classes.count, rowCount: rows.count)
    self.task = task ?? inferred
    guard self.task != .regression else {
      guard case .numeric(let numbers) = column.values else { throw Self.notNumeric(column, path: table.path) }
      self.classes = []
      values = .numbers(rows.map { numbers[$0] })
      return
    }
    if classes.count > Self.classLimit {
      throw unusable(
        "has \(classes.count) different values, more than \(Self.classLimit) classes; name another column"
          + (column.kind == .numeric ? ", or predict it by regression" : ""))
    }
    if classes.count == rows.count, rows.count > 2 {
      throw unusable("has another value in every row, so none can be learnt as a class; name another column")
    }
    if self.task == .binaryClassification, classes.count > 2 {
      throw unusable("has \(classes.count) classes, not two; ask for multiclass classification")
    }
    self.classes = classes
    let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
    values = .labels(rows.compactMap { column.text(ofRow: $0).flatMap { labels[$0] } })
  }

  private static func classes(of column: TableColumn, rows: [Int]) -> [String] {
    switch column.values {
    case .numeric(let numbers): Set(rows.map { numbers[$0] }).sorted().map(CellText.text)
    case .categorical(let texts): Set(rows.compactMap { texts[$0] }).sorted()
    }
  }

  private static func inferredTask(_ column: TableColumn, classCount: Int, rowCount: Int) -> PredictionTask {
    if case .numeric(let numbers) = column.values {
      let areWhole = numbers.allSatisfy { $0.isNaN || $0 == $0.rounded() }
      let areFew = classCount == 2 || classCount <= 20 && classCount * 5 <= rowCount
      guard areWhole, areFew else { return .regression }
    }
    return classCount == 2 ? .binaryClassification : .multiclassClassification
  }

  private static func notNumeric(_ column: TableColumn, path: String) -> TableError {
    let row = column.firstTextRow ?? 0
    let text = column.text(ofRow: row) ?? ""
    return notANumber(
      text, column: column.name, path: path, line: column.line(ofRow: row), position: column.position(ofRow: row))
  }
}
