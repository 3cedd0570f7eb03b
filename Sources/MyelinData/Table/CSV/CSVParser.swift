/// The grammar of a CSV file: divides its bytes into records of fields, whatever their number.
final class CSVParser {
  private static let quote = UInt8(ascii: "\"")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")

  private let bytes: ByteReader
  private let separator: UInt8
  /// The bytes of the field being read; kept to save an allocation for each field.
  private var content: [UInt8] = []
  private var isAtStart = true

  var path: String { bytes.path }

  init(_ bytes: ByteReader, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
  }

  /// The fields up to the end of the line, skipping blank lines; nil at the end of the file.
  func nextRecord() throws(TableError) -> [CSVField]? {
    if isAtStart {
      isAtStart = false
      try bytes.skipByteOrderMark()
    }
    while let byte = try bytes.peek(), isLineEnd(byte) { _ = try bytes.take() }
    guard try bytes.peek() != nil else { return nil }
    var fields: [CSVField] = []
    while true {
      fields.append(try readField())
      if fields.count > CSVReader.columnLimit {
        throw TableError(.tooLong, path: path, line: bytes.line, "has more than \(CSVReader.columnLimit) columns")
      }
      // A line feed after a carriage return is skipped with the blank lines before the next record.
      guard try bytes.take() == separator else { return fields }
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == Self.lineFeed || byte == Self.carriageReturn }

  private func readField() throws(TableError) -> CSVField {
    let (line, column) = (bytes.line, bytes.column)
    content.removeAll(keepingCapacity: true)
    if try bytes.peek() == Self.quote {
      try readQuoted(line: line, column: column)
    } else {
      try readPlain(line: line, column: column)
    }
    guard let text = content.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) else {
      throw TableError(
        .invalidUTF8, path: path, line: line, column: column, "the text is not UTF-8; save the file as UTF-8")
    }
    return CSVField(text: text, line: line, column: column)
  }

  private func readPlain(line: Int, column: Int) throws(TableError) {
    while try bytes.takeRun(into: &content, until: separator) {
      if content.count > CSVReader.fieldLimit {
        throw TableError(
          .tooLong, path: path, line: line, column: column, "a field is longer than 16 MiB; is this a CSV file?")
      }
    }
  }

  private func readQuoted(line: Int, column: Int) throws(TableError) {
    _ = try bytes.take()
    while true {
      _ = try bytes.takeRun(into: &content, until: Self.quote)
      if content.count > CSVReader.fieldLimit {
        throw TableError(
          .tooLong, path: path, line: line, column: column,
          "a quoted field is longer than 16 MiB; is its closing quote missing?")
      }
      guard let byte = try bytes.take() else { break }
      if byte == Self.quote {
        guard try bytes.peek() == Self.quote else { return try checkEnd() }
        _ = try bytes.take()
      }
      content.append(byte)
    }
    throw TableError(
      .unterminatedQuote, path: path, line: line, column: column,
      "the quote that opens here is never closed; close it, or double it if it belongs to the text")
  }

  private func checkEnd() throws(TableError) {
    guard let byte = try bytes.peek(), byte != separator, !isLineEnd(byte) else { return }
    throw TableError(
      .textAfterQuote, path: path, line: bytes.line, column: bytes.column,
      "text follows the closing quote of a field; double the quotes that belong to the text")
  }
}
