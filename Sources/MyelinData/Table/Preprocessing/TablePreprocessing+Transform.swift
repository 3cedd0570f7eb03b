extension TablePreprocessing {
  /// Reads a table whose rows are to be transformed. Its columns have the kinds of the training table's, whatever their
  /// values look like in this file; columns that the model doesn't need are not looked into.
  ///
  /// - Parameters:
  ///   - path: the path of the CSV file; it need not have the target column.
  ///   - separator: what separates fields.
  /// - Throws: ``TableError`` if the file cannot be read, that names missing columns, or that names line and character
  ///   of a text in a numeric column.
  public func readTable(contentsOf path: String, separator: Unicode.Scalar = ",") throws(TableError) -> Table {
    let reader = try CSVReader(path: path, options: CSVOptions(separator: separator))
    _ = try RowEncoder(self, header: reader.header, path: path)
    // A text where a column that isn't needed has numbers is no mistake that matters.
    var types: [String: ColumnType] = Dictionary(uniqueKeysWithValues: reader.header.map { ($0, .text) })
    if task == .regression, types[targetName] != nil { types[targetName] = .number }
    types.merge(columnKinds.mapValues(\.columnType)) { $1 }
    return try Table(contentsOf: path, CSVOptions(separator: separator, types: types))
  }

  /// The inputs of some rows of a table, row by row, and the categories that were not there in training.
  ///
  /// - Parameters:
  ///   - table: the table that was fitted, or one that ``readTable(contentsOf:separator:)`` read; its columns may be in
  ///     another order than in training, and further ones are ignored.
  ///   - rows: which rows; nil for all. One that is not there stops the program.
  /// - Returns: `rows.count * width` finite numbers, and at most ``RowEncoder/warningLimit`` warnings in the order of
  ///   the rows.
  /// - Throws: ``TableError`` that names missing columns, or line and character of a text in a numeric column.
  public func transform(
    _ table: Table, rows: [Int]? = nil
  ) throws(TableError) -> (inputs: [Float], warnings: [UnseenCategory]) {
    var encoder = try RowEncoder(self, header: table.columns.map(\.name), path: table.path)
    let inputs = try encoder.encode(rows: rows ?? Array(0..<table.rowCount), of: table)
    return (inputs, encoder.warnings)
  }
}
