/// Which rows a join keeps.
public enum JoinKind: String, Sendable, CaseIterable {
  /// Rows whose keys are in both tables, in the order of the first.
  case inner
  /// All rows of the first table, in its order.
  case left
  /// All rows of the second table, in its order.
  case right
  /// All rows of both, in ascending order of the keys, missing ones last.
  case outer
}

extension Table {
  /// The rows of two tables side by side where a column is equal; see
  /// ``joined(with:on:how:suffixes:)-(Table,[String]?,_,_)``.
  public func joined(
    with other: Table, on name: String, how kind: JoinKind = .inner,
    suffixes: (first: String, second: String) = ("_x", "_y")
  ) throws(TableError) -> Table {
    try joined(with: other, on: [(name, name)], how: kind, suffixes: suffixes)
  }

  /// The rows of two tables side by side where all of some columns are equal: `merge` of pandas, with its order of rows.
  ///
  /// ```swift
  /// let sales = try orders.joined(with: customers, on: ["customer"], how: .left)
  /// ```
  ///
  /// A row that fits several of the other table comes as often. Missing keys are equal to each other. The key columns come
  /// once, then come the others of both tables; values that a row lacks are missing.
  ///
  /// - Parameters:
  ///   - other: The second table.
  ///   - names: The key columns, which both tables have; nil for all columns that both have.
  ///   - kind: Which rows are kept.
  ///   - suffixes: What is added to the names of other columns that both tables have.
  /// - Throws: ``TableError`` if a column is not there, there are none in common, keys have types that can't be compared,
  ///   the result would have more than a billion rows, or two columns would have the same name.
  public func joined(
    with other: Table, on names: [String]? = nil, how kind: JoinKind = .inner,
    suffixes: (first: String, second: String) = ("_x", "_y")
  ) throws(TableError) -> Table {
    let names = names ?? columnNames.filter { other[$0] != nil }
    return try joined(with: other, on: names.map { ($0, $0) }, how: kind, suffixes: suffixes)
  }

  /// The rows of two tables side by side where columns of different names are equal; see
  /// ``joined(with:on:how:suffixes:)-(Table,[String]?,_,_)``. Both columns are kept.
  ///
  /// - Parameter keys: The key columns of this table, and those of the other.
  public func joined(
    with other: Table, on keys: [(first: String, second: String)], how kind: JoinKind = .inner,
    suffixes: (first: String, second: String) = ("_x", "_y")
  ) throws(TableError) -> Table {
    guard !keys.isEmpty else {
      throw TableError(.badJoin, path: path, "has no column to join by; name one or more that both tables have")
    }
    let match = try JoinMatch(self, other, keys, kind)
    func renamed(_ column: TableColumn, _ twin: Table, _ suffix: String) -> TableColumn {
      twin[column.name] == nil ? column : column.renamed(column.name + suffix)
    }
    var made = columns.map { column in
      match.keys[column.name] ?? renamed(column.takingOrMissing(match.first), other, suffixes.first)
    }
    for column in other.columns where match.keys[column.name] == nil {
      made.append(renamed(column.takingOrMissing(match.second), self, suffixes.second))
    }
    return try Table(made, rowCount: match.first.count, origin: TableOrigin())
  }
}
