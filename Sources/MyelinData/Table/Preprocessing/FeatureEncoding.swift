/// How one column of a table becomes inputs of a network.
public enum FeatureEncoding: Sendable, Equatable, Codable {
  /// A number becomes one standardised input.
  case numeric(NumericEncoding)
  /// A text becomes one input for each category.
  case categorical(CategoricalEncoding)

  /// The name of the column.
  public var name: String {
    switch self {
    case .numeric(let encoding): encoding.name
    case .categorical(let encoding): encoding.name
    }
  }

  /// The kind of values that the column must have.
  public var kind: ColumnKind {
    switch self {
    case .numeric: .numeric
    case .categorical: .categorical
    }
  }

  /// The names of the inputs: the column's, or `column=category`.
  public var featureNames: [String] {
    switch self {
    case .numeric(let encoding): [encoding.name]
    case .categorical(let encoding): encoding.categories.map { "\(encoding.name)=\($0)" }
    }
  }

  /// The number of inputs.
  public var width: Int {
    switch self {
    case .numeric: 1
    case .categorical(let encoding): encoding.categories.count
    }
  }

  var problem: String? {
    switch self {
    case .numeric(let encoding): encoding.problem
    case .categorical(let encoding): encoding.problem
    }
  }
}

extension FeatureEncoding {
  /// Fits a column of the training rows.
  ///
  /// - Throws: ``TableError`` if all values are missing, or a text column has too many different ones to be of use.
  init(fitting column: TableColumn, rows: [Int], of table: Table) throws(TableError) {
    switch column.kind {
    case .numeric:
      let numbers = column.numbers ?? []
      guard let encoding = NumericEncoding(name: column.name, numbers: rows.map { numbers[$0] }) else {
        throw Self.empty(column, of: table)
      }
      self = .numeric(encoding)
    case .categorical:
      let texts = column.texts
      var counts: [String: Int] = [:]
      for row in rows { if let text = texts[row] { counts[text, default: 0] += 1 } }
      try Self.check(counts, of: column, in: table)
      guard let encoding = CategoricalEncoding(name: column.name, counts: counts) else {
        throw Self.empty(column, of: table)
      }
      self = .categorical(encoding)
    }
  }

  private static func empty(_ column: TableColumn, of table: Table) -> TableError {
    let place = table.origin.headerPlaces[column.name]
    return TableError(
      .emptyColumn, path: table.path, line: place?.line, column: place?.character, columnNames: [column.name],
      "column \(quoted(column.name)) has no values in the rows to train on; leave the column out")
  }

  private static func check(_ counts: [String: Int], of column: TableColumn, in table: Table) throws(TableError) {
    let isIdentifier =
      counts.count > CategoricalEncoding.identifierLimit && counts.values.allSatisfy { $0 == 1 }
    guard isIdentifier || counts.count > CategoricalEncoding.categoryLimit else { return }
    // One mistyped number makes a whole column text, so the first text is shown.
    let row = column.firstTextRow
    let example = row.flatMap { column.text(row: $0) }.map { "; the first text is \(quoted($0))" } ?? ""
    let what =
      isIdentifier
      ? "has another text in every row, as identifiers have"
      : "has \(counts.count) different texts, more than \(CategoricalEncoding.categoryLimit)"
    let place = row.flatMap { table.place(ofRow: $0, column: column.name) }
    throw TableError(
      .tooManyCategories, path: table.path, line: place?.line, column: place?.character, columnNames: [column.name],
      "column \(quoted(column.name)) \(what)\(example); leave the column out, or correct it if it should be numeric")
  }
}
