import MyelinCore

extension TablePreprocessing {
  /// Opens a CSV file whose rows are to be transformed, for ``CSVReader/nextTable(rows:)``. Its columns have the types of the
  /// training table's, whatever their values look like in this file; only columns that the model needs are read.
  ///
  /// - Parameters:
  ///   - path: The path of the CSV file; it need not have the target column.
  ///   - separator: What separates fields.
  /// - Throws: ``TableError`` if the file cannot be read, or that names missing columns.
  public func reader(of path: String, separator: Unicode.Scalar = ",") throws(TableError) -> CSVReader {
    try reader(of: path, options: CSVOptions(separator: separator))
  }

  /// Opens a CSV file that is not written in the usual way; see ``reader(of:separator:)``.
  ///
  /// - Parameter options: How the file is read; columns and types are the model's.
  public func reader(of path: String, options: CSVOptions) throws(TableError) -> CSVReader {
    try reader(of: path, options: options, readsTarget: false)
  }

  private func reader(
    of path: String, options: CSVOptions, readsTarget: Bool
  ) throws(TableError) -> CSVReader {
    var options = options
    (options.columns, options.types) = (nil, [:])
    let reader = try CSVReader(path: path, options: options)
    try features.check(columns: reader.header, path: path, line: reader.headerLine)
    var types = features.columnTypes
    if readsTarget, types[targetName] == nil, reader.header.contains(targetName) {
      types[targetName] = task == .regression ? .number : .text
    }
    reader.choose(types)
    return reader
  }

  /// Reads a whole CSV file whose rows are to be transformed, and the target if it is there; see ``reader(of:separator:)``.
  ///
  /// - Throws: ``TableError`` if the file cannot be read, that names missing columns, or that names line and character
  ///   of a text in a column of numbers.
  public func readTable(contentsOf path: String, separator: Unicode.Scalar = ",") throws(TableError) -> Table {
    try readTable(contentsOf: path, options: CSVOptions(separator: separator))
  }

  /// Reads a whole CSV file that is not written in the usual way; see ``readTable(contentsOf:separator:)``.
  ///
  /// - Parameter options: How the file is read; columns and types are the model's.
  public func readTable(contentsOf path: String, options: CSVOptions) throws(TableError) -> Table {
    guard let table = try reader(of: path, options: options, readsTarget: true).wholeTable() else {
      throw TableError(.noRows, path: path, "has a header but no rows; add rows of values")
    }
    return table
  }

  /// The inputs of some rows of a table.
  ///
  /// - Parameters:
  ///   - table: The table that was fitted, or one that ``readTable(contentsOf:separator:)`` read; its columns may be in
  ///     another order than in training, and further ones are ignored.
  ///   - rows: Which rows; nil for all. One that is not there stops the program.
  /// - Returns: `[rows, width]` in float32, without missing values.
  /// - Throws: ``TableError`` that names the columns the table lacks, or column and line of a value that can't be transformed.
  public func transform(_ table: Table, rows: [Int]? = nil) throws(TableError) -> Tensor {
    var unseen = UnseenCategories()
    return try transform(table, rows: rows, unseen: &unseen)
  }

  /// The inputs of some rows of a table; see ``transform(_:rows:)``.
  ///
  /// - Parameter unseen: To this the categories are added that were not there in training.
  public func transform(
    _ table: Table, rows: [Int]? = nil, unseen: inout UnseenCategories
  ) throws(TableError) -> Tensor {
    let inputs = try features.transform(table, rows: rows, unseen: &unseen)
    try check(inputs, of: table, rows: rows)
    return inputs
  }

  /// Throws if inputs are missing, or too large for a Float: a network's answer would be no number.
  func check(_ inputs: Tensor, of table: Table, rows: [Int]?) throws(TableError) {
    let numbers = inputs.elements(as: Float.self)
    guard let index = numbers.firstIndex(where: { !$0.isFinite }) else { return }
    let feature = features.features[index % width].name
    let row = index / width
    throw TableError(
      .wrongValue, path: table.path, line: table.line(ofRow: rows.map { $0[row] } ?? row),
      "the input \(quoted(feature)) is \(numbers[index].isNaN ? "missing" : "infinite"); "
        + "fill missing values, and scale or clip numbers")
  }
}
