/// Turns the rows of one file into inputs, as a ``TablePreprocessing`` says.
///
/// ```swift
/// let reader = try CSVReader(path: "new.csv")
/// var encoder = try RowEncoder(preprocessing, header: reader.header, path: reader.path)
/// while let row = try reader.nextRow() { let inputs = try encoder.encode(row) }
/// for warning in encoder.warnings { print(warning) }
/// ```
public struct RowEncoder: Sendable {
  /// The most warnings that are kept; of further categories only ``suppressedWarningCount`` tells.
  public static let warningLimit = 100

  /// What the rows are encoded by.
  public let preprocessing: TablePreprocessing
  /// The number of inputs of each row.
  public let width: Int
  /// The unseen categories so far, in the order of the file.
  public private(set) var warnings: [UnseenCategory] = []
  /// The number of cells with unseen categories beyond the warnings kept.
  public private(set) var suppressedWarningCount = 0

  private let path: String?
  /// The position in the file of each column of the preprocessing.
  private let positions: [Int]
  private var warningIndices: [[String]: Int] = [:]

  /// Finds the columns in a file's header. Columns that are not needed, the target among them, may be missing or not.
  ///
  /// - Parameters:
  ///   - preprocessing: what was fitted in training.
  ///   - header: the names of the file's columns.
  ///   - path: the path of the file, for errors.
  /// - Throws: ``TableError`` that names the missing columns.
  public init(_ preprocessing: TablePreprocessing, header: [String], path: String?) throws(TableError) {
    let found = Dictionary(header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let missing = preprocessing.columns.map(\.name).filter { found[$0] == nil }
    guard missing.isEmpty else {
      let shown = missing.prefix(30).map(quoted).joined(separator: ", ") + (missing.count > 30 ? ", …" : "")
      let mark = SeparatorGuess(header)
      throw TableError(
        .missingColumns, path: path, line: 1, likelySeparator: mark?.separator,
        "lacks \(missing.count == 1 ? "the column" : "the columns") \(shown) that the model was trained with; "
          + "\(mark?.hint ?? "")add "
          + "\(missing.count == 1 ? "it" : "them") (cells may be empty)")
    }
    self.preprocessing = preprocessing
    self.path = path
    width = preprocessing.width
    positions = preprocessing.columns.compactMap { found[$0.name] }
  }

  /// The inputs of a row.
  ///
  /// - Parameter row: a row of the file whose header was given; one with fewer fields stops the program.
  /// - Returns: as many finite numbers as ``width``.
  /// - Throws: ``TableError`` naming line and character if a numeric column has a text.
  public mutating func encode(_ row: CSVRow) throws(TableError) -> [Float] {
    var inputs: [Float] = []
    inputs.reserveCapacity(width)
    for (column, position) in zip(preprocessing.columns, positions) {
      let field = row.fields[position]
      let text = CellText.trimmed(field.text)
      let present = CellText.isMissing(text) ? nil : text
      try append(present, of: column, line: field.line, position: field.column, to: &inputs)
    }
    return inputs
  }

  /// The inputs of some rows of a table, row by row.
  ///
  /// - Parameters:
  ///   - rows: which rows; one that is not there stops the program.
  ///   - table: a table with the header given.
  /// - Throws: ``TableError`` naming line and character if a numeric column has a text.
  public mutating func encode(rows: [Int], of table: Table) throws(TableError) -> [Float] {
    var inputs: [Float] = []
    inputs.reserveCapacity(rows.count * width)
    let columns = positions.map { table.columns[$0] }
    let numbers = columns.map { $0.kind == .numeric ? $0.numbers : nil }
    for row in rows {
      for (index, encoding) in preprocessing.columns.enumerated() {
        if case .numeric(let encoding) = encoding, let number = numbers[index]?[row] {
          inputs.append(encoding.encode(number.isNaN ? nil : number))
        } else {
          let text = columns[index].categoryName(row: row)
          let isWrong = encoding.kind == .numeric && text.map { CellText.number($0) == nil } ?? false
          let place = isWrong ? table.place(ofRow: row, column: encoding.name) : nil
          try append(
            text, of: encoding, line: place?.line ?? table.line(ofRow: row), position: place?.character, to: &inputs)
        }
      }
    }
    return inputs
  }

  private mutating func append(
    _ text: String?, of column: FeatureEncoding, line: Int?, position: Int?, to inputs: inout [Float]
  ) throws(TableError) {
    switch column {
    case .numeric(let encoding):
      let value = text.flatMap(CellText.number)
      if let text, value == nil {
        throw notANumber(text, column: encoding.name, path: path, line: line, position: position)
      }
      inputs.append(encoding.encode(value))
    case .categorical(let encoding):
      let start = inputs.count
      inputs += repeatElement(0, count: encoding.categories.count)
      if let category = encoding.position(of: text) {
        inputs[start + category] = 1
      } else if let text {
        warn(UnseenCategory(column: encoding.name, value: text, firstLine: line, count: 1))
      }
    }
  }

  private mutating func warn(_ warning: UnseenCategory) {
    let key = [warning.column, warning.value]
    if let index = warningIndices[key] {
      warnings[index].count += 1
    } else if warnings.count < Self.warningLimit {
      warningIndices[key] = warnings.count
      warnings.append(warning)
    } else {
      suppressedWarningCount += 1
    }
  }
}
