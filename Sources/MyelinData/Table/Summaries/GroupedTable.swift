/// The rows of a table, put together by equal values of some columns: what ``Table/grouped(by:sorted:includingMissing:)``
/// gives.
///
/// ```swift
/// let species = try penguins.grouped(by: "species")
/// print(try species.aggregated(.mean, of: ["body_mass_g"]))
/// for index in 0..<species.count { print(species.keys[row: index]["species"], species.table(ofGroup: index).rowCount) }
/// ```
public struct GroupedTable: Sendable {
  /// The values of each group, a row for each.
  public let keys: Table
  /// The rows of each group in the table, ascending.
  public let rows: [[Int]]
  private let table: Table

  init(_ table: Table, by names: [String], sorted: Bool, includingMissing: Bool) throws(TableError) {
    guard !names.isEmpty else {
      throw TableError(.badOption, path: table.path, "rows are to be grouped by no column; name one or more")
    }
    self.table = table
    let chosen = try table.selecting(names)
    let distinct = DistinctRows(chosen.columns, rows: table.rowCount, includingMissing: includingMissing)
    let keys = chosen.taking(rows: distinct.firstRows)
    let members = distinct.members
    guard sorted else {
      (self.keys, rows) = (keys, members)
      return
    }
    let order = keys.order(by: keys.columns.map { ($0, false) })
    (self.keys, rows) = (keys.taking(rows: order), order.map { members[$0] })
  }

  /// The number of groups.
  public var count: Int { rows.count }

  /// The rows of a group.
  ///
  /// - Parameter index: Which group, from 0; one that is not there stops the program.
  public func table(ofGroup index: Int) -> Table {
    guard rows.indices.contains(index) else {
      fatalError("GroupedTable: there is no group \(index); there are \(count)")
    }
    return table.taking(rows: rows[index])
  }

  /// The number of rows of each group (`size`), in a column `size` beside the keys.
  ///
  /// - Throws: ``TableError`` if a key has this name.
  public func sizes() throws(TableError) -> Table {
    try result([TableColumn("size", integers: rows.map { Int64($0.count) })])
  }

  /// Functions of columns for each group, beside the keys (`agg`).
  ///
  /// - Throws: ``TableError`` if a column is not there, a function has no value for its type, a sum of integers is too
  ///   large, or two results have the same name.
  public func aggregated(_ aggregates: [Aggregate]) throws(TableError) -> Table {
    var columns: [TableColumn] = []
    for aggregate in aggregates {
      let column = try table.column(named: aggregate.column)
      let made = try aggregate.function.column(column, name: aggregate.name, groups: rows)
      guard let made else {
        throw TableError(
          .wrongType, path: table.path,
          "column \(quoted(column.name)) is of the type \(column.type.rawValue), which has no "
            + "\(aggregate.function.rawValue); name another column or function")
      }
      columns.append(made)
    }
    return try result(columns)
  }

  /// A function of several columns for each group, beside the keys, under the columns' own names: `groupby(…).mean()`.
  ///
  /// - Parameters:
  ///   - function: What is computed.
  ///   - names: The columns that it is computed of; nil for all but the keys, of texts and moments only if the function
  ///     is not one of numbers.
  /// - Throws: ``TableError`` as ``aggregated(_:)``.
  public func aggregated(_ function: Aggregate.Function, of names: [String]? = nil) throws(TableError) -> Table {
    let rest = table.columns.filter { column in
      keys[column.name] == nil && !(function.needsNumbers && [.text, .date].contains(column.type))
    }
    return try aggregated((names ?? rest.map(\.name)).map { Aggregate(function, of: $0, as: $0) })
  }

  private func result(_ columns: [TableColumn]) throws(TableError) -> Table {
    try Table(keys.columns + columns, rowCount: count, origin: TableOrigin())
  }
}

extension Table {
  /// The rows, put together by equal values of a column; see ``grouped(by:sorted:includingMissing:)-([String],_,_)``.
  public func grouped(
    by name: String, sorted: Bool = true, includingMissing: Bool = false
  ) throws(TableError) -> GroupedTable {
    try grouped(by: [name], sorted: sorted, includingMissing: includingMissing)
  }

  /// The rows, put together by equal values of some columns: `groupby` of pandas.
  ///
  /// - Parameters:
  ///   - names: The columns, one or more.
  ///   - sorted: Whether groups are in ascending order of their values, texts by their code points, missing ones last; in
  ///     the order of appearance otherwise.
  ///   - includingMissing: Whether missing values make groups as well; their rows are left out otherwise.
  /// - Throws: ``TableError`` if a column is not there.
  public func grouped(
    by names: [String], sorted: Bool = true, includingMissing: Bool = false
  ) throws(TableError) -> GroupedTable {
    try GroupedTable(self, by: names, sorted: sorted, includingMissing: includingMissing)
  }
}
