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
  ///   missing or equal, if a regression's value is not a finite number (its line and character are named), or if the number
  ///   of classes does not fit the task.
  public init(_ name: String, in table: Table, task: PredictionTask? = nil) throws(TableError) {
    let column = try table.column(named: name)
    let rows = (0..<table.rowCount).filter { !column.isMissing(row: $0) }
    func unusable(_ message: String) -> TableError {
      let place = table.origin.headerPlaces[name]
      return TableError(
        .unusableTarget, path: table.path, line: place?.line, column: place?.character,
        "the target column \(quoted(name)) \(message)")
    }
    guard let first = rows.first else { throw unusable("has no values; name another column, or fill it in") }

    self.name = name
    self.rows = rows
    droppedCount = table.rowCount - rows.count
    let classes = Self.classes(of: column, rows: rows)
    guard classes.count > 1 else {
      let only = quoted(column.categoryName(row: first) ?? "")
      throw unusable("has only the value \(only), so there is nothing to learn; add rows with other values")
    }
    let inferred = Self.inferredTask(column, classCount: classes.count, rowCount: rows.count)
    self.task = task ?? inferred
    guard self.task != .regression else {
      guard column.isOfNumbers, let numbers = column.numbers else { throw Self.notNumeric(column, in: table) }
      if let row = rows.first(where: { numbers[$0].isInfinite }) {
        throw TableError(
          .unusableTarget, path: table.path, line: table.line(ofRow: row),
          column: table.place(ofRow: row, column: name)?.character,
          "the target \(quoted(name)) is infinite; correct it, or leave the cell empty")
      }
      self.classes = []
      values = .numbers(rows.map { numbers[$0] })
      return
    }
    if classes.count > Self.classLimit {
      throw unusable(
        "has \(classes.count) different values, more than \(Self.classLimit) classes; name another column"
          + (column.isOfNumbers ? ", or predict it by regression" : ""))
    }
    if classes.count == rows.count, rows.count > 2 {
      throw unusable("has another value in every row, so none can be learnt as a class; name another column")
    }
    if self.task == .binaryClassification, classes.count > 2 {
      throw unusable("has \(classes.count) classes, not two; ask for multiclass classification")
    }
    self.classes = classes
    let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
    values = .labels(rows.compactMap { column.categoryName(row: $0).flatMap { labels[$0] } })
  }

  private static func classes(of column: TableColumn, rows: [Int]) -> [String] {
    // As numbers, integers beyond 2⁵³ would be rounded.
    if let integers = column.integers { return Set(rows.compactMap { integers[$0] }).sorted().map(String.init) }
    if column.isOfNumbers, let numbers = column.numbers {
      return Set(rows.map { numbers[$0] }).sorted().map(CellText.text)
    }
    let texts = column.texts
    return Set(rows.compactMap { texts[$0] }).sorted()
  }

  private static func inferredTask(_ column: TableColumn, classCount: Int, rowCount: Int) -> PredictionTask {
    if column.isOfNumbers, let numbers = column.numbers {
      let areWhole = numbers.allSatisfy { $0.isNaN || $0 == $0.rounded() }
      let areFew = classCount == 2 || classCount <= 20 && classCount * 5 <= rowCount
      guard areWhole, areFew else { return .regression }
    }
    return classCount == 2 ? .binaryClassification : .multiclassClassification
  }

  private static func notNumeric(_ column: TableColumn, in table: Table) -> TableError {
    let row = column.firstTextRow ?? 0
    let text = column.categoryName(row: row) ?? ""
    return notANumber(
      text, column: column.name, path: table.path, line: table.line(ofRow: row),
      position: table.place(ofRow: row, column: column.name)?.character)
  }
}
