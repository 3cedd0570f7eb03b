/// One row of a ``Table``.
///
/// ```swift
/// let adults = table.filter { row in (row["age"].number ?? 0) >= 18 && row["city"].text == "Seoul" }
/// ```
public struct TableRow: Sendable {
  let table: Table
  /// Which row of the table it is, from 0.
  public let index: Int

  /// The value in a column.
  ///
  /// - Parameter name: The name of a column. One that is not there stops the program: a name that comes from outside is
  ///   checked first, by ``Table/column(named:)``.
  public subscript(name: String) -> TableValue {
    guard let column = table[name] else {
      fatalError("TableRow: \(noSuchColumn(name, among: table.columnNames, path: table.path, line: nil))")
    }
    return column[index]
  }

  /// The values of all columns, in their order.
  public var values: [TableValue] { table.columns.map { $0[index] } }
}
