extension Table {
  /// The rows one by one.
  public var rows: some RandomAccessCollection<TableRow> {
    (0..<rowCount).lazy.map { TableRow(table: self, index: $0) }
  }

  /// A row.
  ///
  /// - Parameter index: Which row, from 0; one that is not there stops the program.
  public subscript(row index: Int) -> TableRow {
    guard index >= 0, index < rowCount else { fatalError("Table: there is no row \(index); it has \(rowCount)") }
    return TableRow(table: self, index: index)
  }

  /// Some rows in the order given; a row may come several times.
  ///
  /// - Parameter rows: Which rows, from 0; one that is not there stops the program.
  public func taking(rows: [Int]) -> Table {
    let rowCount = rowCount
    if let wrong = rows.first(where: { $0 < 0 || $0 >= rowCount }) {
      fatalError("Table.taking: there is no row \(wrong); it has \(rowCount)")
    }
    return Table(
      replacing: columns.map { $0.takingChecked(rows) }, of: self, rowCount: rows.count,
      origin: origin.taking(rows: rows))
  }

  /// The rows for which a condition holds.
  ///
  /// ```swift
  /// let adults = table.filter { ($0["age"].number ?? 0) >= 18 }
  /// ```
  ///
  /// - Parameter isIncluded: Tells of a row whether to keep it.
  public func filter(_ isIncluded: (TableRow) throws -> Bool) rethrows -> Table {
    taking(rows: try (0..<rowCount).filter { try isIncluded(TableRow(table: self, index: $0)) })
  }

  /// The first rows.
  ///
  /// - Parameter count: How many; all if there are fewer. A negative number stops the program.
  public func prefix(_ count: Int) -> Table {
    guard count >= 0 else { fatalError("Table.prefix: \(count) rows") }
    return count >= rowCount ? self : taking(rows: Array(0..<count))
  }

  /// The last rows.
  ///
  /// - Parameter count: How many; all if there are fewer. A negative number stops the program.
  public func suffix(_ count: Int) -> Table {
    guard count >= 0 else { fatalError("Table.suffix: \(count) rows") }
    return count >= rowCount ? self : taking(rows: Array(rowCount - count..<rowCount))
  }

  /// The rows in the order of a column's values: numbers, moments and truth values by size, texts by their code points.
  /// Missing values come last. Rows with equal values keep their order.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - descending: Whether the largest comes first; missing values still come last.
  /// - Throws: ``TableError`` if the column is not there.
  public func sorted(by name: String, descending: Bool = false) throws(TableError) -> Table {
    try sorted(by: [(name, descending)])
  }

  /// The rows in the order of several columns' values: by the first, equal ones by the second, and so on; see
  /// ``sorted(by:descending:)``.
  ///
  /// - Parameter keys: The names of the columns, and for each whether its largest value comes first.
  /// - Throws: ``TableError`` if a column is not there.
  public func sorted(by keys: [(name: String, descending: Bool)]) throws(TableError) -> Table {
    var columns: [(TableColumn, Bool)] = []
    for key in keys { columns.append((try column(named: key.name), key.descending)) }
    return taking(rows: order(by: columns))
  }

  /// The rows in the order of columns' values; see ``sorted(by:)``.
  func order(by keys: [(column: TableColumn, descending: Bool)]) -> [Int] {
    let ranks = keys.map { key in
      key.column.ranks().map { $0 < 0 ? rowCount : key.descending ? -$0 : $0 }
    }
    // The standard library's sort happens to be stable, which it does not promise.
    return (0..<rowCount).sorted { first, second in
      for rank in ranks where rank[first] != rank[second] { return rank[first] < rank[second] }
      return first < second
    }
  }
}

extension TableColumn {
  /// The place of each row's value among the distinct ones in ascending order; −1 where missing.
  func ranks() -> [Int] {
    switch storage {
    case .texts(let column):
      let order = column.categories.indices.sorted {
        column.categories[$0].unicodeScalars.lexicographicallyPrecedes(column.categories[$1].unicodeScalars)
      }
      var places = [Int](repeating: 0, count: order.count)
      for (place, category) in order.enumerated() { places[category] = place }
      return column.codes.map { $0 < 0 ? -1 : places[Int($0)] }
    case .integers(let column): return Self.ranks(column.values) { column[$0] == nil }
    case .booleans(let values): return values.map { Int($0) }
    case .numbers(let values): return Self.ranks(values) { values[$0].isNaN }
    case .dates(let column): return Self.ranks(column.seconds) { column.seconds[$0].isNaN }
    }
  }

  private static func ranks<Value: Comparable>(_ values: [Value], isMissing: (Int) -> Bool) -> [Int] {
    let order = values.indices.filter { !isMissing($0) }.sorted { values[$0] < values[$1] }
    var ranks = [Int](repeating: -1, count: values.count)
    var rank = -1
    var last: Value?
    for row in order {
      if last != values[row] { rank += 1 }
      last = values[row]
      ranks[row] = rank
    }
    return ranks
  }
}
