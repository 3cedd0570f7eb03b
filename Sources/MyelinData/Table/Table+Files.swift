extension Table {
  /// Reads a CSV file; see ``CSVReader`` for the format and ``CSVOptions`` for how types are inferred.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - options: How the file is read.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public init(contentsOf path: String, _ options: CSVOptions = CSVOptions()) throws(TableError) {
    if let limit = options.rowLimit, limit < 1 {
      fatalError("Table: a limit of \(limit) rows leaves none; give a positive one")
    }
    let reader = try CSVReader(path: path, options: options)
    var table = try reader.wholeTable()
    if table == nil, options.acceptsNoRows { table = try reader.tableWithoutRows() }
    guard let table else {
      let hint = options.header == .firstRow ? "has a header but no rows; add rows of values" : "has no rows; add some"
      throw TableError(.noRows, path: path, hint)
    }
    self = table
  }

  /// Writes the table as a CSV file, which takes the place of an old one only when it is whole.
  ///
  /// - Parameters:
  ///   - path: The path of the file; its directory must exist. If it ends in `.gz`, the file is gzipped.
  ///   - options: How it is written.
  /// - Throws: ``TableError`` if the file cannot be written, a column that the options choose is not there, or the options
  ///   contradict each other.
  public func write(to path: String, _ options: CSVWritingOptions = CSVWritingOptions()) throws(TableError) {
    let table = try options.columns.map { names throws(TableError) in try selecting(names) } ?? self
    guard !table.columns.isEmpty else {
      throw TableError(.cannotWrite, path: path, "the table has no columns; add one")
    }
    let writer = try CSVWriter(path: path, header: table.columnNames, options: options)
    try writer.write(table)
    try writer.finish()
  }

  /// The line and the character in it at which a cell begins in the file that the table was read from; nil if there is
  /// none, it can't be read twice, or it has changed.
  ///
  /// - Parameters:
  ///   - row: Which row, from 0.
  ///   - name: The name of a column.
  public func place(ofRow row: Int, column name: String) -> (line: Int, character: Int)? {
    guard let path, CSVInput.isRegular(path), let line = line(ofRow: row),
      let reader = try? CSVReader(path: path, options: origin.options ?? CSVOptions()),
      let column = reader.header.firstIndex(of: name)
    else { return nil }
    while let slice = try? reader.source.nextSlice(rows: .max) {
      guard let record = slice.rows.first(where: { slice.line(ofRecord: $0) == line }) else { continue }
      return slice.place(row: record - slice.rows.lowerBound, column: reader.positions[column])
    }
    return nil
  }
}
