import CMyelinKernels
import Synchronization

/// A block of a CSV file with the places of its records and fields.
final class CSVPiece: @unchecked Sendable {
  /// Why the block isn't read to its end.
  struct Failure {
    enum Reason {
      case invalidUTF8, ragged(found: Int), openQuote, textAfterQuote, longField, manyFields
    }

    let reason: Reason
    /// The byte of the block where to look.
    let place: Int
  }

  // Nothing changes any more when the initializer is done.
  let block: CSVBlock
  /// The number of records.
  let count: Int
  /// How many bytes the records are.
  let consumed: Int
  /// How many lines end in them.
  let lineCount: Int
  let failure: Failure?
  /// Where each field ends; in the same memory are the three others.
  private let ends: UnsafeMutablePointer<UInt32>
  /// The position of each record's first field among the fields.
  private let firsts: UnsafeMutablePointer<UInt32>
  /// Where each record begins.
  let starts: UnsafeMutablePointer<UInt32>
  /// The line on which each record begins, from 0.
  let lines: UnsafeMutablePointer<UInt32>

  /// Finds the records of a block.
  ///
  /// - Parameter fieldCount: How many fields a record must have; nil to find only the first record, of any number.
  init(_ block: CSVBlock, _ dialect: CSVDialect, fieldCount: Int?, ragged: RaggedRows, _ scratch: CSVScratch) {
    self.block = block
    var records = myelin_csv_records()
    records.fieldCount = fieldCount ?? 0
    records.ragged =
      switch ragged {
      case .error: MYELIN_CSV_RAGGED_ERROR
      case .fill: MYELIN_CSV_RAGGED_FILL
      case .fillOrCut: MYELIN_CSV_RAGGED_FILL_OR_CUT
      case .skip: MYELIN_CSV_RAGGED_SKIP
      }
    records.fieldLimit = CSVReader.columnLimit
    records.byteLimit = CSVReader.fieldLimit
    let bytes = block.bytes
    var failure: Failure?
    (ends, firsts, starts, lines) = scratch.withArrays(bytes.count + 2) { ends, firsts, starts, lines in
      (records.ends, records.firsts, records.starts, records.lines) = (ends, firsts, starts, lines)
      // A block ends where a record does, or where the file does.
      let status = withUnsafePointer(to: dialect.marks) {
        myelin_csv_scan(bytes.baseAddress, bytes.count, true, $0, &records)
      }
      failure = Self.failure(status, &records, bytes)
      // What is needed of the arrays, in one piece of memory.
      let (rows, fields) = (records.count, Int(firsts[records.count]))
      let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: fields + 3 * rows + 1)
      let (copiedFirsts, copiedStarts) = (copy + fields, copy + fields + rows + 1)
      copy.update(from: ends, count: fields)
      copiedFirsts.update(from: firsts, count: rows + 1)
      copiedStarts.update(from: starts, count: rows)
      (copiedStarts + rows).update(from: lines, count: rows)
      return (copy, copiedFirsts, copiedStarts, copiedStarts + rows)
    }
    self.failure = failure
    (count, consumed, lineCount) = (records.count, records.consumed, records.lineCount)
  }

  deinit { ends.deallocate() }

  private static func failure(
    _ status: myelin_csv_status, _ records: inout myelin_csv_records, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Failure? {
    let reason: Failure.Reason? =
      switch status {
      case MYELIN_CSV_RAGGED_RECORD: .ragged(found: records.found)
      case MYELIN_CSV_OPEN_QUOTE: .openQuote
      case MYELIN_CSV_TEXT_AFTER_QUOTE: .textAfterQuote
      case MYELIN_CSV_LONG_FIELD: .longField
      case MYELIN_CSV_MANY_FIELDS: .manyFields
      default: nil
      }
    let failure = reason.map { Failure(reason: $0, place: records.place) }
    // A lone record was found before the rest was looked at.
    let checked = status == MYELIN_CSV_ONE_RECORD ? records.consumed : bytes.count
    guard !records.isASCII else { return failure }
    let wrong = myelin_invalid_utf8(bytes.baseAddress, checked)
    guard wrong < checked, wrong < failure?.place ?? .max else { return failure }
    // The records before the wrong byte are good.
    var good = records.count
    while good > 0, wrong < (good < records.count ? Int(records.starts[good]) : records.consumed) { good -= 1 }
    records.count = good
    return Failure(reason: .invalidUTF8, place: wrong)
  }

  /// What the kernels read.
  var fieldsOfRecords: myelin_csv_piece {
    myelin_csv_piece(bytes: block.bytes.baseAddress, ends: ends, firsts: firsts, starts: starts)
  }

  /// How many fields a record has.
  func fieldCount(row: Int) -> Int { Int(firsts[row + 1] - firsts[row]) }

  /// The bytes of a field, quotes included; of one that its record lacks, none at the record's end.
  func field(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
    let start = start(row: row, column: column)
    let end = column < fieldCount(row: row) ? Int(ends[Int(firsts[row]) + column]) : start
    return UnsafeBufferPointer(rebasing: block.bytes[start..<end])
  }

  /// The byte of the block at which a field begins.
  func start(row: Int, column: Int) -> Int {
    if column == 0 { return Int(starts[row]) }
    return column < fieldCount(row: row)
      ? Int(ends[Int(firsts[row]) + column - 1]) + 1 : Int(ends[Int(firsts[row + 1]) - 1])
  }

  /// The line, counted from the block's first, and the character in it, from 1, of a byte of the block.
  func place(of byte: Int) -> (line: Int, character: Int) {
    var place = CSVPlace(line: 0)
    place.advance(over: block.bytes[..<byte])
    return (place.line, place.character)
  }
}

/// A line, and a character in it.
struct CSVPlace {
  private(set) var line: Int
  /// From 1. Characters are Unicode scalars.
  private(set) var character = 1
  private var isAfterCarriageReturn = false

  init(line: Int) { self.line = line }

  /// Goes on behind some bytes. A carriage return, a line feed, or the former followed by the latter end one line.
  mutating func advance(over bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    for byte in bytes {
      switch byte {
      case 0x0a where isAfterCarriageReturn: break
      case 0x0a, 0x0d:
        line += 1
        character = 1
      // The second and later bytes of a character are counted with its first.
      default: if byte & 0xc0 != 0x80 { character += 1 }
      }
      isAfterCarriageReturn = byte == 0x0d
    }
  }
}

/// Arrays for finding records, used again and again: they are as large as the worst file needs, and little of them is
/// touched.
final class CSVScratch: Sendable {
  private struct Arrays: @unchecked Sendable {
    // One thread has them at a time.
    let memory: UnsafeMutableBufferPointer<UInt32>
  }

  private let free = Mutex<[Arrays]>([])

  deinit { free.withLock { for arrays in $0 { arrays.memory.deallocate() } } }

  /// Calls `body` with four arrays for at least so many numbers.
  func withArrays<Result>(
    _ count: Int,
    _ body: (
      UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>,
      UnsafeMutablePointer<UInt32>
    ) -> Result
  ) -> Result {
    var arrays = free.withLock { $0.popLast() }
    if let small = arrays, small.memory.count < 4 * count {
      small.memory.deallocate()
      arrays = nil
    }
    let taken = arrays ?? Arrays(memory: .allocate(capacity: 4 * count))
    defer { free.withLock { $0.append(taken) } }
    guard let start = taken.memory.baseAddress else { fatalError("CSVScratch: no memory") }
    let part = taken.memory.count / 4
    return body(start, start + part, start + 2 * part, start + 3 * part)
  }
}
