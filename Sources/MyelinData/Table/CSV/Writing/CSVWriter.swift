import MyelinFiles

/// Writes rows to a CSV file, so that ``CSVReader`` and other programs read back the same texts and numbers.
///
/// Fields are quoted where RFC 4180 demands it, and where they begin or end in spaces. Lines end in a line feed. A file
/// takes its place only when ``finish()`` is called; until then, and if writing fails, a file that has the path already
/// stays as it was.
///
/// ```swift
/// let writer = try CSVWriter(path: "predictions.csv", header: ["species", "probability"])
/// try writer.write(["Adelie", CSVWriter.text(0.93)])
/// try writer.finish()
/// ```
public final class CSVWriter {
  private let output: AtomicFileWriter
  private let columnCount: Int

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: the path of the file; its directory must exist.
  ///   - header: the names of the columns, one or more; an empty list stops the program.
  /// - Throws: ``TableError`` if the path is a directory, or naming the directory if no file can be made in it.
  public convenience init(path: String, header: [String]) throws(TableError) {
    try self.init(Self.writing { () throws(FileError) in try AtomicFileWriter(path) }, header: header)
  }

  /// Writes to standard output.
  ///
  /// - Parameter header: the names of the columns, one or more; an empty list stops the program.
  /// - Throws: ``TableError`` if standard output cannot be written.
  public convenience init(standardOutputWithHeader header: [String]) throws(TableError) {
    try self.init(AtomicFileWriter(standardOutput: ()), header: header)
  }

  private init(_ output: AtomicFileWriter, header: [String]) throws(TableError) {
    guard !header.isEmpty else { fatalError("CSVWriter: the header has no columns") }
    self.output = output
    columnCount = header.count
    try write(header)
  }

  /// Writes one row.
  ///
  /// - Parameter fields: one text for each column; any other number of them stops the program.
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func write(_ fields: [String]) throws(TableError) {
    guard fields.count == columnCount else {
      fatalError("CSVWriter.write: \(fields.count) fields for \(columnCount) columns")
    }
    // A line without any text would be read as a blank one, and skipped.
    let line = fields == [""] ? "\"\"" : fields.map(Self.escaped).joined(separator: ",")
    try Self.writing { () throws(FileError) in try output.write(line + "\n") }
  }

  /// Writes one row of numbers; see ``text(_:)``.
  ///
  /// - Parameter numbers: one number for each column; any other number of them stops the program.
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func write(_ numbers: [Double]) throws(TableError) {
    try write(numbers.map(Self.text))
  }

  /// Writes what is left and puts the file in its place. Without this call there is no file.
  ///
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func finish() throws(TableError) {
    try Self.writing { () throws(FileError) in try output.finish() }
  }

  /// The shortest decimal text that is read back as the same number; `nan`, `inf`, and `-inf` for those values.
  public static func text(_ number: Double) -> String {
    number.description
  }

  private static func writing<Result>(_ body: () throws(FileError) -> Result) throws(TableError) -> Result {
    do {
      return try body()
    } catch {
      throw TableError(.cannotWrite, path: error.path, "\(error.problem): \(error.remedy)")
    }
  }

  private static func escaped(_ field: String) -> String {
    let isPlain =
      field.utf8.allSatisfy { ![0x22, 0x2c, 0x0a, 0x0d].contains($0) } && field == CellText.trimmed(field)
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
