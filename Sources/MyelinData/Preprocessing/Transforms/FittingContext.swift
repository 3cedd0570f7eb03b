/// What is to be predicted for rows that a transform learns from.
public enum TrainingTarget: Sendable, Equatable {
  /// The position of each row's class among so many.
  case classes([Int], count: Int)
  /// Each row's number.
  case numbers([Double])

  /// The number of rows.
  public var count: Int {
    switch self {
    case .classes(let labels, _): labels.count
    case .numbers(let numbers): numbers.count
    }
  }
}

/// What a transform may know about the rows that it learns from, besides their values.
public struct FittingContext: Sendable {
  /// What is to be predicted for each row; nil if that isn't known.
  public let target: TrainingTarget?
  /// The table of which the rows are; nil if they are from none.
  let table: Table?

  /// A context.
  ///
  /// - Parameter target: What is to be predicted for each row.
  public init(target: TrainingTarget? = nil) { self.init(target: target, table: nil) }

  init(target: TrainingTarget?, table: Table?) {
    self.target = target
    self.table = table
  }

  /// An error about a column, and about a cell of it if a row is given. It names file, line and character if these are known.
  ///
  /// - Parameters:
  ///   - message: What is wrong and what to do.
  ///   - column: The name of the column.
  ///   - row: The row among those that are learnt from, from 0.
  public func error(_ message: String, column: String, row: Int? = nil) -> TableError {
    error(.wrongValue, message, column: column, row: row)
  }

  func error(_ kind: TableError.Kind, _ message: String, column: String, row: Int? = nil) -> TableError {
    TransformContext(table: table).error(kind, message, column: column, row: row)
  }
}

/// Where rows come from that are transformed, and what is noted about them.
public struct TransformContext: Sendable {
  /// The categories that were not there in training.
  public internal(set) var unseen = UnseenCategories()
  let table: Table?

  init(table: Table?, unseen: UnseenCategories = UnseenCategories()) {
    self.table = table
    self.unseen = unseen
  }

  /// An error about a column, and about a cell of it if a row is given. It names file, line and character if these are known.
  ///
  /// - Parameters:
  ///   - message: What is wrong and what to do.
  ///   - column: The name of the column.
  ///   - row: The row among those that are transformed, from 0.
  public func error(_ message: String, column: String, row: Int? = nil) -> TableError {
    error(.wrongValue, message, column: column, row: row)
  }

  func error(_ kind: TableError.Kind, _ message: String, column: String, row: Int? = nil) -> TableError {
    guard let table else {
      return TableError(kind, columnNames: [column], message + (row.map { " (row \($0 + 1))" } ?? ""))
    }
    guard let row else {
      let place = table.origin.headerPlaces[column]
      return TableError(
        kind, path: table.path, line: place?.line, column: place?.character, columnNames: [column], message)
    }
    let place = table.place(ofRow: row, column: column)
    let line = place?.line ?? table.line(ofRow: row)
    return TableError(
      kind, path: table.path, line: line, column: place?.character, columnNames: [column],
      message + (line == nil ? " (row \(row + 1))" : ""))
  }

  /// Notes that a category was not there in training.
  ///
  /// - Parameters:
  ///   - value: The category.
  ///   - column: The name of the column.
  ///   - row: The first row that has it, from 0.
  ///   - count: The number of rows that have it.
  public mutating func note(unseen value: String, column: String, row: Int, count: Int) {
    unseen.note(
      UnseenCategory(column: column, value: value, firstLine: table?.line(ofRow: row), count: count))
  }
}
