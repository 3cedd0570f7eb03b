import MyelinFiles

/// Writes tables as JSON lines, so that ``JSONLinesReader`` and other programs read back the same values.
///
/// Each row is an object in a line of its own, with all columns: integers and numbers by the fewest digits that are read as
/// the same number, dates as strings of ISO 8601, `null` where missing. Texts are UTF-8; of the characters that JSON allows
/// only those are escaped that some programs take for the end of a line. A path that ends in `.gz` is packed by gzip.
///
/// ```swift
/// let writer = try JSONLinesWriter(path: "events.jsonl.gz")
/// while let piece = try reader.nextTable(rows: 1000) { try writer.write(piece) }
/// try writer.finish()
/// ```
///
/// A file takes its place only when ``finish()`` is called; until then, and if writing fails, an old one stays as it was.
public final class JSONLinesWriter {
  private let output: AtomicFileWriter
  private let path: String
  /// What is not written yet.
  private var buffer: [UInt8] = []
  private let packer: GzipPacker?
  private var rowCount = 0

  /// How much is written, or packed, at a time.
  private static let pieceSize = 1 << 20

  /// Begins a file.
  ///
  /// - Parameter path: Where it shall be; its folder must exist.
  /// - Throws: ``TableError`` if no file can be written there.
  public convenience init(path: String) throws(TableError) {
    do {
      let packer = path.hasSuffix(".gz") ? try GzipPacker(name: path) : nil
      self.init(try AtomicFileWriter(path), path, packer)
    } catch {
      throw TableError(writing: error)
    }
  }

  /// Writes to standard output.
  public convenience init(standardOutput: Void) {
    self.init(AtomicFileWriter(standardOutput: ()), "standard output", nil)
  }

  private init(_ output: AtomicFileWriter, _ path: String, _ packer: GzipPacker?) {
    (self.output, self.path, self.packer) = (output, path, packer)
  }

  /// Writes the rows of a table behind those before.
  ///
  /// - Throws: ``TableError`` if the disk is full or fails, or a number is infinite, for which JSON has no word.
  public func write(_ table: Table) throws(TableError) {
    let columns = table.columns
    let keys = columns.enumerated().map { index, column in
      Array((index == 0 ? "" : ",").utf8) + Self.string(column.name) + [UInt8(ascii: ":")]
    }
    for row in 0..<table.rowCount {
      rowCount += 1
      buffer.append(UInt8(ascii: "{"))
      for (column, key) in zip(columns, keys) {
        buffer += key
        try append(column, row)
      }
      buffer += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
      if buffer.count >= Self.pieceSize { try flush() }
    }
  }

  /// Writes what is left and puts the file in its place. Without this call there is no file.
  ///
  /// - Throws: ``TableError`` if the disk is full or fails.
  public func finish() throws(TableError) {
    try flush(isLast: true)
    do {
      try output.finish()
    } catch {
      throw TableError(writing: error)
    }
  }

  private func flush(isLast: Bool = false) throws(TableError) {
    do {
      try output.write(packer?.pack(buffer, isLast: isLast) ?? buffer)
      buffer.removeAll(keepingCapacity: true)
    } catch {
      throw TableError(writing: error)
    }
  }

  private func append(_ column: TableColumn, _ row: Int) throws(TableError) {
    switch column[row] {
    case .missing: buffer += "null".utf8
    case .integer(let value): buffer += String(value).utf8
    case .boolean(let value): buffer += (value ? "true" : "false").utf8
    case .text(let value): Self.append(value, to: &buffer)
    case .date: Self.append(column.text(row: row) ?? "", to: &buffer)
    case .number(let value):
      guard value.isFinite else {
        throw TableError(
          .wrongValue, path: path,
          "column \(quoted(column.name)) is \(value) in row \(rowCount), and JSON has no such number; leave it missing")
      }
      buffer += value.description.utf8
    }
  }

  /// The text as a string of JSON.
  private static func string(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    append(text, to: &result)
    return result
  }

  private static func append(_ text: String, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    // All that must be escaped is ASCII, but for three characters that many programs take for the end of a line.
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c && $0 != 0xc2 && $0 != 0xe2 }
    if isPlain { buffer += text.utf8 } else { for scalar in text.unicodeScalars { append(scalar, to: &buffer) } }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func append(_ scalar: Unicode.Scalar, to buffer: inout [UInt8]) {
    switch scalar {
    case "\"": buffer += "\\\"".utf8
    case "\\": buffer += "\\\\".utf8
    case "\n": buffer += "\\n".utf8
    case "\r": buffer += "\\r".utf8
    case "\t": buffer += "\\t".utf8
    case "\u{0}"..<" ", "\u{85}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      buffer += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
    default: buffer += Unicode.UTF8.encode(scalar).map { Array($0) } ?? []
    }
  }
}
