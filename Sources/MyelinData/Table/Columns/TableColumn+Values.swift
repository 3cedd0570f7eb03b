extension TableColumn {
  /// The values as numbers, NaN where missing: integers, numbers, truth values (0 and 1) and moments (seconds since
  /// 1970-01-01T00:00:00 UTC); nil for texts.
  ///
  /// Of a column of numbers or moments these are the values themselves; of others they are made anew each time. Integers
  /// beyond 2⁵³ are rounded.
  public var numbers: [Double]? {
    switch storage {
    case .integers(let column):
      guard let present = column.present else { return column.values.map { Double($0) } }
      return zip(column.values, present).map { $1 ? Double($0) : .nan }
    case .numbers(let numbers): return numbers
    case .booleans(let values): return values.map { $0 < 0 ? .nan : Double($0) }
    case .dates(let column): return column.seconds
    case .texts: return nil
    }
  }

  /// The integers, nil where missing; nil if the column has another type.
  public var integers: [Int64?]? {
    guard case .integers(let column) = storage else { return nil }
    return column.values.indices.map { column[$0] }
  }

  /// The truth values, nil where missing; nil if the column has another type.
  public var booleans: [Bool?]? {
    guard case .booleans(let values) = storage else { return nil }
    return values.map { $0 < 0 ? nil : $0 == 1 }
  }

  /// Every value as it is written to a file: integers and numbers by the fewest digits that are read as the same number,
  /// `true` and `false`, moments in ISO 8601's form; nil where missing.
  public var texts: [String?] {
    if case .texts(let column) = storage { return column.codes.map { $0 < 0 ? nil : column.categories[Int($0)] } }
    return (0..<count).map(text(row:))
  }

  /// The distinct texts in the order of appearance; nil unless the column's type is text.
  public var categories: [String]? {
    if case .texts(let column) = storage { column.categories } else { nil }
  }

  /// The position of each row's text among ``categories``, −1 where missing; nil unless the column's type is text.
  public var codes: [Int32]? {
    if case .texts(let column) = storage { column.codes } else { nil }
  }

  /// A row's value as it is written to a file; nil if it is missing.
  ///
  /// - Parameter row: Which row, from 0; one that is not there stops the program.
  public func text(row: Int) -> String? {
    check(row)
    return switch storage {
    case .integers(let column): column[row].map(String.init)
    case .numbers(let numbers): numbers[row].isNaN ? nil : numbers[row].description
    case .booleans(let values): values[row] < 0 ? nil : values[row] == 1 ? "true" : "false"
    case .dates(let column): column.text(row: row)
    case .texts(let column): column[row]
    }
  }

  /// A row's value.
  ///
  /// - Parameter row: Which row, from 0; one that is not there stops the program.
  public subscript(row: Int) -> TableValue {
    check(row)
    if isMissing(row: row) { return .missing }
    return switch storage {
    case .integers(let column): .integer(column.values[row])
    case .numbers(let numbers): .number(numbers[row])
    case .booleans(let values): .boolean(values[row] == 1)
    case .dates(let column): .date(column.seconds[row])
    case .texts(let column): .text(column.categories[Int(column.codes[row])])
    }
  }

  /// The values of some rows in the order given; a row may come several times.
  ///
  /// - Parameter rows: Which rows, from 0; one that is not there stops the program.
  public func taking(rows: [Int]) -> TableColumn {
    let count = count
    if let wrong = rows.first(where: { $0 < 0 || $0 >= count }) { check(wrong) }
    return takingChecked(rows)
  }

  /// `taking(rows:)` for rows that are known to be there.
  func takingChecked(_ rows: [Int]) -> TableColumn {
    switch storage {
    case .integers(let column): TableColumn(name, .integers(column.taking(rows: rows)))
    case .numbers(let numbers): TableColumn(name, .numbers(rows.map { numbers[$0] }))
    case .booleans(let values): TableColumn(name, .booleans(rows.map { values[$0] }))
    case .dates(let column): TableColumn(name, .dates(DateValues(rows.map { column.seconds[$0] })))
    case .texts(let column): TableColumn(name, .texts(column.taking(rows: rows)))
    }
  }
}
