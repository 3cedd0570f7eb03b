import MyelinCore
import Synchronization

/// The rows of a CSV file behind its header, in slices.
final class CSVSource {
  /// How many bytes make a block: with its index it fits into a core's own cache.
  static let blockSize = 1 << 18
  /// The bytes of a block of wide rows. What a block holds of a column is an object of its own: of rows that nearly fill a
  /// block these would be too many.
  private static let largestBlockSize = 1 << 26

  let path: String
  /// Whether the file can be read again.
  let isRegular: Bool
  var dialect: CSVDialect { blocks.dialect }
  /// The line of the file on which what comes next begins, from 1.
  private(set) var firstLine: Int

  private let blocks: CSVBlocks
  private let ragged: RaggedRows
  private let scratch = CSVScratch()
  /// How many fields the rows have; known with the header.
  private var fieldCount: Int?
  /// A block whose beginning has been read.
  private var begun: CSVBlock?
  /// Slices of pieces that have been read, first the next ones.
  private var ready: ArraySlice<CSVSlice> = []
  /// What is wrong with the first piece behind those that are ready.
  private var failure: TableError?

  init(path: String, options: CSVOptions, blockSize: Int) throws(TableError) {
    let input = try CSVInput(path: path, unpackedLimit: options.unpackedLimit)
    self.path = path
    isRegular = input.isRegular
    blocks = try CSVBlocks(input, options, size: blockSize)
    firstLine = blocks.skippedLineCount + 1
    ragged = options.raggedRows
  }

  /// The first record that isn't read yet, of any number of fields; nil if there is none.
  ///
  /// Only for the file's beginning, before any slices.
  ///
  /// - Parameter isTaken: Whether the next record is another one then.
  func firstRecord(isTaken: Bool) throws(TableError) -> CSVSlice? {
    while true {
      guard let block = try nextBlock() else { return nil }
      let piece = CSVPiece(block, dialect, fieldCount: nil, ragged: .error, scratch)
      if piece.count == 0, let failure = piece.failure { throw error(failure, of: piece, firstLine: firstLine) }
      let slice = CSVSlice(piece: piece, rows: 0..<piece.count, firstLine: firstLine)
      if piece.count == 0 {
        firstLine += piece.lineCount
        continue
      }
      if isTaken {
        if piece.consumed < block.bytes.count { begun = CSVBlock(block, from: piece.consumed) }
        firstLine += piece.lineCount
      } else {
        begun = block
      }
      return slice
    }
  }

  private func nextBlock() throws(TableError) -> CSVBlock? {
    if let block = begun.take() { return block }
    return try blocks.next()
  }

  /// Sets how many fields the rows have, and about how many bytes.
  func begin(fieldCount: Int, rowSize: Int) {
    self.fieldCount = fieldCount
    if 64 * rowSize > Self.blockSize { blocks.size = max(blocks.size, min(64 * rowSize, Self.largestBlockSize)) }
  }

  /// The next rows, as many as are ready, at most `rows`; nil at the end.
  func nextSlice(rows: Int) throws(TableError) -> CSVSlice? {
    while ready.isEmpty {
      if let failure { throw failure }
      guard try readAhead() else { return nil }
    }
    return takeFirst(rows)
  }

  /// The next rows, at most `rows`, in several slices; none at the end.
  func nextSlices(rows: Int) throws(TableError) -> [CSVSlice] {
    guard let first = try nextSlice(rows: rows) else { return [] }
    var result = [first]
    var missing = rows - first.rows.count
    while missing > 0, !ready.isEmpty {
      let slice = takeFirst(missing)
      missing -= slice.rows.count
      result.append(slice)
    }
    return result
  }

  private func takeFirst(_ rows: Int) -> CSVSlice {
    var slice = ready[ready.startIndex]
    if slice.rows.count <= rows {
      ready.removeFirst()
    } else {
      ready[ready.startIndex].rows = slice.rows.lowerBound + rows..<slice.rows.upperBound
      slice.rows = slice.rows.lowerBound..<slice.rows.lowerBound + rows
    }
    return slice
  }

  /// Reads some blocks and finds their records; false at the end of the file.
  private func readAhead() throws(TableError) -> Bool {
    guard let fieldCount else { fatalError("CSVSource: the header comes first") }
    var read: [CSVBlock] = []
    // Enough that threads seldom wait for one another, and little enough for little memory.
    let wanted = max(2, min(32 * Processors.count, 128) * Self.blockSize / max(blocks.size, Self.blockSize))
    do throws(TableError) {
      while read.count < wanted, let block = try nextBlock() { read.append(block) }
    } catch {
      // The rows before come first.
      failure = error
    }
    guard !read.isEmpty else {
      if let failure { throw failure }
      return false
    }
    let found = Mutex([CSVPiece?](repeating: nil, count: read.count))
    let (dialect, ragged, scratch, blocks) = (dialect, ragged, scratch, read)
    FixedBlocks.forEach(blocks.count, size: 1) { range in
      for index in range {
        let piece = CSVPiece(blocks[index], dialect, fieldCount: fieldCount, ragged: ragged, scratch)
        found.withLock { $0[index] = piece }
      }
    }
    for case let piece? in found.withLock({ $0 }) {
      if piece.count > 0 { ready.append(CSVSlice(piece: piece, rows: 0..<piece.count, firstLine: firstLine)) }
      if let wrong = piece.failure {
        failure = error(wrong, of: piece, firstLine: firstLine)
        break
      }
      firstLine += piece.lineCount
    }
    return true
  }

  /// The error for what is wrong with a piece.
  private func error(_ failure: CSVPiece.Failure, of piece: CSVPiece, firstLine: Int) -> TableError {
    let place = piece.place(of: failure.place)
    let (line, character) = (firstLine + place.line, place.character)
    func error(_ kind: TableError.Kind, _ message: String) -> TableError {
      TableError(kind, path: path, line: line, column: character, message)
    }
    switch failure.reason {
    case .invalidUTF8:
      let byte = "0x" + String(piece.block.bytes[failure.place], radix: 16)
      return error(
        .invalidUTF8,
        "the text is not UTF-8: \(byte), byte \(piece.block.offset + failure.place + 1) of the file, is no part of a "
          + "character; save the file as UTF-8")
    case .openQuote:
      return error(
        .unterminatedQuote,
        "the quote that opens here is never closed; close it, or double it if it belongs to the text")
    case .textAfterQuote:
      return error(
        .textAfterQuote, "text follows the closing quote of a field; double the quotes that belong to the text")
    case .longField:
      let isQuoted = Int16(piece.block.bytes[failure.place]) == dialect.marks.quote
      return error(
        .tooLong,
        isQuoted
          ? "a quoted field is longer than 16 MiB; is its closing quote missing?"
          : "a field is longer than 16 MiB; is this a CSV file?")
    case .manyFields: return error(.tooLong, "has more than \(CSVReader.columnLimit) columns")
    case .ragged(let found): return raggedRow(found: found, line: line, character: character)
    }
  }

  /// The names of the header, for hints about what separates them.
  var headerNames: [String] = []

  private func raggedRow(found: Int, line: Int, character: Int) -> TableError {
    let wanted = fieldCount ?? 0
    let mark = SeparatorGuess(headerNames)
    return TableError(
      .raggedRow, path: path, line: line, column: character, likelySeparator: mark?.separator,
      "row has \(found) \(found == 1 ? "field" : "fields"), the header has \(wanted); \(mark?.hint ?? "")"
        + "add or remove separators, or quote a field that holds one")
  }
}
