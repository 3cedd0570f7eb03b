import MyelinCore
import MyelinFiles
import Synchronization

/// Writes rows to a CSV file, so that ``CSVReader`` and other programs read back the same texts and numbers.
///
/// Unless the options say otherwise, fields are quoted where RFC 4180 demands it, and where they begin or end in spaces, and
/// lines end in a line feed. A file takes its place only when ``finish()`` is called; until then, and if writing fails, a
/// file that has the path already stays as it was.
///
/// ```swift
/// let writer = try CSVWriter(path: "predictions.csv", header: ["species", "probability"])
/// try writer.write(["Adelie", CSVWriter.text(0.93)])
/// try writer.finish()
/// ```
public final class CSVWriter {
  private let output: AtomicFileWriter
  private let packer: GzipPacker?
  private let path: String?
  private let columnCount: Int
  private let encoder: CSVEncoder

  /// How many rows of a table are made bytes at once.
  private static let rowsOfBlock = 2048

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: the path of the file; its directory must exist.
  ///   - header: the names of the columns, one or more; an empty list stops the program.
  ///   - options: how it is written. ``CSVWritingOptions/columns`` has no meaning here: the header says which.
  /// - Throws: ``TableError`` if the path is a directory, or naming the directory if no file can be made in it.
  public convenience init(
    path: String, header: [String], options: CSVWritingOptions = CSVWritingOptions()
  ) throws(TableError) {
    try options.check(path: path)
    let output = try Self.writing { () throws(FileError) in try AtomicFileWriter(path) }
    try self.init(output, path: path, header: header, options)
  }

  /// Writes to standard output.
  ///
  /// - Parameters:
  ///   - header: the names of the columns, one or more; an empty list stops the program.
  ///   - options: how it is written.
  /// - Throws: ``TableError`` if standard output cannot be written.
  public convenience init(
    standardOutputWithHeader header: [String], options: CSVWritingOptions = CSVWritingOptions()
  ) throws(TableError) {
    try options.check(path: nil)
    try self.init(AtomicFileWriter(standardOutput: ()), path: nil, header: header, options)
  }

  private init(
    _ output: AtomicFileWriter, path: String?, header: [String], _ options: CSVWritingOptions
  ) throws(TableError) {
    guard !header.isEmpty else { fatalError("CSVWriter: the header has no columns") }
    self.output = output
    self.path = path
    columnCount = header.count
    encoder = CSVEncoder(options)
    let isGzipped = options.isGzipped ?? path?.hasSuffix(".gz") ?? false
    packer = try Self.writing { () throws(FileError) in
      isGzipped ? try GzipPacker(name: path ?? "standard output") : nil
    }
    if options.writesHeader { try write(header) }
  }

  /// Writes one row.
  ///
  /// - Parameter fields: one text for each column; any other number of them stops the program.
  /// - Throws: ``TableError`` if the disk is full or fails, or if a text needs quotes and the options forbid them.
  public func write(_ fields: [String]) throws(TableError) {
    guard fields.count == columnCount else {
      fatalError("CSVWriter.write: \(fields.count) fields for \(columnCount) columns")
    }
    var bytes: [UInt8] = []
    do throws(CSVEncoder.NeedsQuotes) { try encoder.append(fields, to: &bytes) } catch { throw needsQuotes(error) }
    try put(bytes)
  }

  /// Writes one row of numbers; see ``text(_:)``.
  ///
  /// - Parameter numbers: one number for each column; any other number of them stops the program.
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func write(_ numbers: [Double]) throws(TableError) {
    try write(numbers.map(Self.text))
  }

  /// Writes all rows of a table, with all processors; its columns' names don't matter.
  ///
  /// - Parameter table: A table with as many columns as the header; any other number of them stops the program.
  /// - Throws: ``TableError`` if the disk is full or fails, or if a text needs quotes and the options forbid them.
  public func write(_ table: Table) throws(TableError) {
    guard table.columns.count == columnCount else {
      fatalError("CSVWriter.write: a table of \(table.columns.count) columns for a file of \(columnCount)")
    }
    let encoded: CSVEncoder.Rows
    do throws(CSVEncoder.NeedsQuotes) { encoded = try encoder.rows(of: table.columns) } catch {
      throw needsQuotes(error)
    }
    let size = Self.rowsOfBlock
    let stride = size * 8 * Processors.count
    for start in Swift.stride(from: 0, to: table.rowCount, by: stride) {
      let end = min(start + stride, table.rowCount)
      let blocks = Mutex(
        [Result<[UInt8], CSVEncoder.NeedsQuotes>?](repeating: nil, count: (end - start - 1) / size + 1))
      FixedBlocks.forEach(end - start, size: size) { range in
        let rows = range.lowerBound + start..<range.upperBound + start
        let result = Result { () throws(CSVEncoder.NeedsQuotes) in try encoded.bytes(rows) }
        blocks.withLock { $0[range.lowerBound / size] = result }
      }
      for case let block? in blocks.withLock({ $0 }) {
        switch block {
        case .success(let bytes): try put(bytes)
        case .failure(let error): throw needsQuotes(error)
        }
      }
    }
  }

  /// Writes what is left and puts the file in its place. Without this call there is no file.
  ///
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func finish() throws(TableError) {
    try Self.writing { () throws(FileError) in
      if let packer { try output.write(packer.pack([], isLast: true)) }
      try output.finish()
    }
  }

  /// The shortest decimal text that is read back as the same number; `nan`, `inf`, and `-inf` for those values.
  public static func text(_ number: Double) -> String {
    number.description
  }

  private func put(_ bytes: [UInt8]) throws(TableError) {
    try Self.writing { () throws(FileError) in
      try output.write(packer.map { packer throws(FileError) in try packer.pack(bytes, isLast: false) } ?? bytes)
    }
  }

  private func needsQuotes(_ error: CSVEncoder.NeedsQuotes) -> TableError {
    TableError(
      .cannotWrite, path: path,
      error.text.isEmpty
        ? "a lone empty field needs quotes, or its line is blank; choose another quoting"
        : "\(quoted(error.text)) needs quotes; choose another quoting, or another separator")
  }

  private static func writing<Result>(_ body: () throws(FileError) -> Result) throws(TableError) -> Result {
    do {
      return try body()
    } catch {
      throw TableError(writing: error)
    }
  }
}
