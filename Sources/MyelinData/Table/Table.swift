/// Named columns of equal length, each with a type of its own.
///
/// ```swift
/// let table = try Table(contentsOf: "penguins.csv")
/// print(table)                       // the first and last rows, and the shape
/// let heavy = table.filter { ($0["body_mass_g"].number ?? 0) > 5000 }
/// let x = try heavy.tensor(of: ["bill_length_mm", "bill_depth_mm"])
/// ```
///
/// Tables are values: no function changes a table, each gives a new one. What does not come to change is shared, so that
/// selecting or adding columns costs nothing. Two tables are equal if their columns are.
public struct Table: Sendable, Equatable {
  /// The path of the file that the table was read from; nil if it was not.
  public var path: String? { origin.path }
  /// The columns in their order.
  public let columns: [TableColumn]
  /// The number of rows.
  public let rowCount: Int
  /// Where the rows come from.
  let origin: TableOrigin
  /// The position of each column by its name.
  private let positions: [String: Int]

  /// A table of columns.
  ///
  /// - Parameter columns: Columns of equal length with different names; without any the table has no rows.
  /// - Throws: ``TableError`` if the lengths differ, or two columns have the same name.
  public init(_ columns: [TableColumn]) throws(TableError) {
    try self.init(columns, rowCount: columns.first?.count ?? 0, origin: TableOrigin())
  }

  /// A table of columns that come from somewhere; `rowCount` counts where there are no columns.
  init(_ columns: [TableColumn], rowCount: Int, origin: TableOrigin) throws(TableError) {
    var positions: [String: Int] = [:]
    positions.reserveCapacity(columns.count)
    for (index, column) in columns.enumerated() {
      guard column.count == rowCount else {
        throw TableError(
          .unequalColumns, path: origin.path,
          "column \(quoted(column.name)) has \(column.count) rows, column \(quoted(columns[0].name)) has "
            + "\(columns[0].count); make them equally long")
      }
      if let earlier = positions.updateValue(index, forKey: column.name) {
        throw TableError(
          .duplicateColumnName, path: origin.path,
          "columns \(earlier + 1) and \(index + 1) are both named \(quoted(column.name)); rename one")
      }
    }
    self.columns = columns
    self.rowCount = rowCount
    self.origin = origin
    self.positions = positions
  }

  /// A table with columns of the same names in the same places, of which all have `rowCount` rows.
  init(replacing columns: [TableColumn], of table: Table, rowCount: Int, origin: TableOrigin) {
    self.columns = columns
    self.rowCount = rowCount
    self.origin = origin
    positions = table.positions
  }

  /// The names of the columns in their order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The number of rows and of columns.
  public var shape: [Int] { [rowCount, columns.count] }

  /// The column of a name, or nil if there is none.
  public subscript(name: String) -> TableColumn? { positions[name].map { columns[$0] } }

  /// The column of a name.
  ///
  /// - Throws: ``TableError`` that lists the columns and suggests the nearest name.
  public func column(named name: String) throws(TableError) -> TableColumn {
    columns[try position(of: name)]
  }

  /// The position of the column of a name.
  func position(of name: String) throws(TableError) -> Int {
    guard let position = positions[name] else {
      throw noSuchColumn(name, among: columnNames, path: path, line: origin.headerLine)
    }
    return position
  }

  /// The line of its file on which a row begins, from 1; nil if the row does not come from a file.
  ///
  /// - Parameter row: Which row, from 0; one that is not there stops the program.
  public func line(ofRow row: Int) -> Int? {
    guard row >= 0, row < rowCount else { fatalError("Table.line: there is no row \(row); it has \(rowCount)") }
    return origin.lines?[row]
  }

  /// Whether both have equal columns, wherever they come from.
  public static func == (first: Table, second: Table) -> Bool {
    first.rowCount == second.rowCount && first.columns == second.columns
  }
}
