extension Table {
  /// Which columns the rows of several tables have when they are put together.
  public enum ColumnChoice: Sendable {
    /// All columns that any table has, with missing values where a table lacks one.
    case all
    /// The columns that all tables have.
    case common
  }

  /// The rows of several tables one after the other: `concat` of pandas.
  ///
  /// ```swift
  /// let year = try Table(rowsOf: [january, february])
  /// ```
  ///
  /// Columns are found by their names and are in the order of appearance. Types that differ become one: integers and
  /// numbers become numbers, all others texts as they are written to files. A column without any values has the type of
  /// the others.
  ///
  /// - Parameters:
  ///   - tables: The tables; without any the table has neither rows nor columns.
  ///   - choice: Which columns are kept.
  public init(rowsOf tables: [Table], columns choice: ColumnChoice = .all) {
    var names: [String] = []
    var seen: Set<String> = []
    for table in tables { names += table.columnNames.filter { seen.insert($0).inserted } }
    if choice == .common { names.removeAll { name in tables.contains { $0[name] == nil } } }
    let columns = names.map { name in
      // A table that lacks the column takes the others' type.
      TableColumn.concatenated(tables.map { $0[name] ?? .missing(name, .text, count: $0.rowCount) })
    }
    do {
      try self.init(columns, rowCount: tables.reduce(0) { $0 + $1.rowCount }, origin: TableOrigin())
    } catch {
      fatalError("Table.init(rowsOf:): \(error)")
    }
  }

  /// The columns of several tables beside each other, row by row: `concat(axis=1)` of pandas.
  ///
  /// - Throws: ``TableError`` if the numbers of rows differ, or two columns have the same name.
  public init(columnsOf tables: [Table]) throws(TableError) {
    let rowCount = tables.first?.rowCount ?? 0
    if let wrong = tables.first(where: { $0.rowCount != rowCount }) {
      throw TableError(
        .unequalColumns, path: wrong.path,
        "has \(wrong.rowCount) rows, the table beside it \(rowCount); make them equally long, or join them by a column")
    }
    try self.init(tables.flatMap(\.columns), rowCount: rowCount, origin: tables.first?.origin ?? TableOrigin())
  }

  /// The table with another one's rows below its own; see ``init(rowsOf:columns:)``.
  public func appendingRows(of other: Table) -> Table { Table(rowsOf: [self, other]) }

  /// The table with another one's columns beside its own, row by row.
  ///
  /// - Throws: ``TableError`` if the numbers of rows differ, or two columns have the same name.
  public func appendingColumns(of other: Table) throws(TableError) -> Table { try Table(columnsOf: [self, other]) }
}
