extension TableColumn {
  /// The distinct values, each once, in the order of appearance: `unique` of pandas.
  ///
  /// - Parameter includingMissing: Whether a missing value is one of them, where there is any.
  public func uniqueValues(includingMissing: Bool = false) -> TableColumn {
    takingChecked(DistinctRows(self, includingMissing: includingMissing).firstRows)
  }
}

extension Table {
  /// The rows without those that repeat an earlier one: `drop_duplicates` of pandas.
  ///
  /// - Parameter names: The columns whose values are compared, missing ones being equal; nil for all.
  /// - Throws: ``TableError`` if a column is not there.
  public func droppingDuplicates(of names: [String]? = nil) throws(TableError) -> Table {
    let chosen = try selecting(names ?? columnNames)
    return taking(rows: DistinctRows(chosen.columns, rows: rowCount, includingMissing: true).firstRows)
  }

  /// How often each value of a column is there, the most frequent first; see
  /// ``valueCounts(of:normalized:includingMissing:)-([String],_,_)``.
  public func valueCounts(
    of name: String, normalized: Bool = false, includingMissing: Bool = false
  ) throws(TableError) -> Table {
    try valueCounts(of: [name], normalized: normalized, includingMissing: includingMissing)
  }

  /// How often each combination of values of some columns is there, the most frequent first, equally frequent ones in the
  /// order of appearance: `value_counts` of pandas, whose order of these depends on its version.
  ///
  /// ```swift
  /// print(try penguins.valueCounts(of: "species"))
  /// ```
  ///
  /// - Parameters:
  ///   - names: The names of the columns, one or more.
  ///   - normalized: Whether shares of all that is counted are given instead of numbers.
  ///   - includingMissing: Whether missing values are counted as well; rows with one are left out otherwise.
  /// - Returns: The columns, and `count`, or `proportion` for shares.
  /// - Throws: ``TableError`` if a column is not there, or has the name of the numbers.
  public func valueCounts(
    of names: [String], normalized: Bool = false, includingMissing: Bool = false
  ) throws(TableError) -> Table {
    let chosen = try selecting(names)
    let distinct = DistinctRows(chosen.columns, rows: names.isEmpty ? 0 : rowCount, includingMissing: includingMissing)
    let counts = distinct.counts
    let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    let values = chosen.taking(rows: order.map { distinct.firstRows[$0] })
    let total = Double(counts.reduce(0, +))
    let numbers =
      normalized
      ? TableColumn("proportion", numbers: order.map { Double(counts[$0]) / total })
      : TableColumn("count", integers: order.map { Int64(counts[$0]) })
    return try Table(values.columns + [numbers], rowCount: order.count, origin: TableOrigin())
  }
}
