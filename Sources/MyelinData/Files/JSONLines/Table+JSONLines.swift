extension Table {
  /// Reads JSON lines: a file with an object in each line, plain or packed by gzip. See ``JSONLinesReader`` for the format
  /// and the types of columns.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - options: How it is read.
  /// - Throws: ``TableError`` with the line and character of what is wrong.
  public init(jsonLines path: String, _ options: JSONLinesOptions = JSONLinesOptions()) throws(TableError) {
    guard let table = try JSONLinesReader(path: path, options: options).table() else {
      throw TableError(.emptyFile, path: path, "has no rows; write an object in each line")
    }
    self = table
  }

  /// Writes the table as JSON lines, which take the place of an old file only when they are whole; see
  /// ``JSONLinesWriter``.
  ///
  /// - Parameter path: Where the file shall be; one that ends in `.gz` is packed.
  /// - Throws: ``TableError`` if the file can't be written, or a number is infinite.
  public func writeJSONLines(to path: String) throws(TableError) {
    let writer = try JSONLinesWriter(path: path)
    try writer.write(self)
    try writer.finish()
  }
}
