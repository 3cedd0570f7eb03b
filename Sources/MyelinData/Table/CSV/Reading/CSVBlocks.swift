import CMyelinKernels

/// Some whole records of a CSV file as bytes.
final class CSVBlock: @unchecked Sendable {
  // Written by whoever makes the block, before anybody else sees it.
  private let storage: UnsafeMutableBufferPointer<UInt8>
  /// The records.
  let bytes: UnsafeBufferPointer<UInt8>
  /// The place in the file of the first byte, from 0.
  let offset: Int
  private let owner: CSVBlock?

  /// Takes over memory, of which the first `count` bytes are the records.
  init(_ storage: UnsafeMutableBufferPointer<UInt8>, count: Int, offset: Int) {
    self.storage = storage
    bytes = UnsafeBufferPointer(rebasing: storage[..<count])
    self.offset = offset
    owner = nil
  }

  /// The records of another block from a byte on.
  init(_ block: CSVBlock, from start: Int) {
    storage = UnsafeMutableBufferPointer(start: nil, count: 0)
    bytes = UnsafeBufferPointer(rebasing: block.bytes[start...])
    offset = block.offset + start
    owner = block
  }

  deinit { storage.deallocate() }
}

/// Divides a CSV file into blocks of whole records.
final class CSVBlocks {
  /// How many bytes are read for a block.
  var size: Int
  /// The most bytes that a record may have; positions in it are numbers of 32 bits.
  static let recordLimit = 1 << 30

  let dialect: CSVDialect
  /// The number of lines before the first block.
  let skippedLineCount: Int
  private let input: CSVInput
  /// Bytes that were read but belong to the next block.
  private var rest: [UInt8]
  private var offset: Int
  private var isAtEnd: Bool

  /// Reads the beginning of a file: skips a byte order mark and the lines that the options say, and finds the separator.
  init(_ input: CSVInput, _ options: CSVOptions, size: Int) throws(TableError) {
    self.input = input
    self.size = size
    var start: [UInt8] = []
    var isAtEnd = try Self.append(1 << 16, of: input, to: &start)
    try Self.checkEncoding(start, path: input.path)
    // Where the file goes on among these bytes, and the place in the file of the first of them.
    var begin = start.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    var offset = 0
    var skipped = 0
    while skipped < options.skippedLines {
      let rest = start[begin...]
      // Behind a carriage return a line feed may come.
      if let end = rest.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }),
        start[end] == 0x0a || end + 1 < start.count || isAtEnd
      {
        let isPair = start[end] == 0x0d && end + 1 < start.count && start[end + 1] == 0x0a
        begin = end + (isPair ? 2 : 1)
        skipped += 1
      } else if isAtEnd {
        begin = start.count
        break
      } else {
        // Nothing of a long line need be kept, but a carriage return at its end.
        let read = start.count - (rest.last == 0x0d ? 1 : 0)
        offset += read
        start.removeFirst(read)
        begin = 0
        isAtEnd = try Self.append(1 << 16, of: input, to: &start)
      }
    }
    offset += begin
    start.removeFirst(begin)
    if start.count < 1 << 16, !isAtEnd { isAtEnd = try Self.append(1 << 16, of: input, to: &start) }
    let separator =
      options.separator.map { UInt8($0.value) } ?? CSVDialect.separator(of: start.prefix(1 << 16), options)
    dialect = CSVDialect(options, separator: separator)
    skippedLineCount = skipped
    rest = start
    (self.offset, self.isAtEnd) = (offset, isAtEnd)
  }

  /// The next block; nil at the end of the file.
  ///
  /// The last block holds what is left, which need not be whole records.
  func next() throws(TableError) -> CSVBlock? {
    if isAtEnd, rest.isEmpty { return nil }
    var storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: rest.count + size)
    rest.withUnsafeBytes { UnsafeMutableRawBufferPointer(storage).copyMemory(from: $0) }
    var count = rest.count
    rest = []
    while true {
      if !isAtEnd {
        do throws(TableError) {
          let target = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: storage[count...]))
          let read = try input.read(into: target)
          isAtEnd = read < target.count
          count += read
        } catch {
          storage.deallocate()
          isAtEnd = true
          throw error
        }
      }
      let bytes = UnsafeBufferPointer(rebasing: storage[..<count])
      let end = isAtEnd ? count : lastRecordEnd(bytes)
      if let end, end > 0 {
        rest = Array(bytes[end...])
        defer { offset += end }
        return CSVBlock(storage, count: end, offset: offset)
      }
      // Not a record among all these bytes, or an error among them: then they are the last ones.
      if end == nil || count >= Self.recordLimit {
        isAtEnd = true
        if count == 0 {
          storage.deallocate()
          return nil
        }
        guard end == nil else {
          storage.deallocate()
          throw TableError(
            .tooLong, path: input.path, "has a row of more than \(Self.recordLimit >> 20) MiB; is this a CSV file?")
        }
        return CSVBlock(storage, count: count, offset: offset)
      }
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * storage.count)
      UnsafeMutableRawBufferPointer(larger).copyMemory(from: UnsafeRawBufferPointer(bytes))
      storage.deallocate()
      storage = larger
    }
  }

  /// Where the last whole record ends; 0 if none does, nil if something is wrong.
  private func lastRecordEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if !dialect.mayHideLineEnds(bytes) {
      let end = myelin_csv_last_line_end(bytes.baseAddress, bytes.count)
      if end > 0 { return end }
    }
    var records = myelin_csv_records()
    records.fieldLimit = CSVReader.columnLimit
    records.byteLimit = CSVReader.fieldLimit
    let status = withUnsafePointer(to: dialect.marks) {
      myelin_csv_scan(bytes.baseAddress, bytes.count, false, $0, &records)
    }
    return status == MYELIN_CSV_DONE ? records.consumed : nil
  }

  /// Reads up to so many bytes more; true at the end of the file.
  private static func append(_ count: Int, of input: CSVInput, to bytes: inout [UInt8]) throws(TableError) -> Bool {
    var failure: TableError?
    let old = bytes
    bytes = [UInt8](unsafeUninitializedCapacity: old.count + count) { target, initialized in
      old.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
      initialized = old.count
      do throws(TableError) {
        initialized += try input.read(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[old.count...]))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes.count < old.count + count
  }

  private static func checkEncoding(_ start: [UInt8], path: String) throws(TableError) {
    guard start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) else { return }
    throw TableError(
      .invalidUTF8, path: path, line: 1, column: 1, "the text is UTF-16; save the file as UTF-8 (iconv -f UTF-16)")
  }
}
