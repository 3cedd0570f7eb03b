extension Table {
  /// The columns of some names, in the order given.
  ///
  /// - Throws: ``TableError`` if a column is not there, or named twice.
  public func selecting(_ names: [String]) throws(TableError) -> Table {
    var chosen: [TableColumn] = []
    for name in names { chosen.append(try column(named: name)) }
    return try Table(chosen, rowCount: rowCount, origin: origin)
  }

  /// All columns but those of some names.
  ///
  /// - Throws: ``TableError`` if a column is not there.
  public func dropping(_ names: [String]) throws(TableError) -> Table {
    var dropped: Set<Int> = []
    for name in names { dropped.insert(try position(of: name)) }
    let kept = columns.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    return try Table(kept, rowCount: rowCount, origin: origin)
  }

  /// The table with one more column at the end. A column of the same name is replaced in its place.
  ///
  /// - Throws: ``TableError`` if the column has another number of rows.
  public func adding(_ column: TableColumn) throws(TableError) -> Table {
    var columns = columns
    if let position = try? position(of: column.name) {
      columns[position] = column
    } else {
      columns.append(column)
    }
    guard column.count == rowCount || self.columns.isEmpty && rowCount == 0 else {
      throw TableError(
        .unequalColumns, path: path,
        "column \(quoted(column.name)) has \(column.count) rows, the table has \(rowCount); make it as long")
    }
    return try Table(columns, rowCount: column.count, origin: origin)
  }

  /// The table with other names for some columns.
  ///
  /// - Parameter names: New names by the old ones.
  /// - Throws: ``TableError`` if a column is not there, or two would have the same name.
  public func renaming(_ names: [String: String]) throws(TableError) -> Table {
    for name in names.keys.sorted() { _ = try position(of: name) }
    let renamed = columns.map { column in names[column.name].map(column.renamed) ?? column }
    return try Table(renamed, rowCount: rowCount, origin: origin)
  }
}
