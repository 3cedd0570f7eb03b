import Glibc

/// Reads a file byte by byte through a buffer of fixed size, and knows the line and character it is at.
final class ByteReader {
  let path: String
  /// The line of the next byte, from 1.
  private(set) var line = 1
  /// The character of the next byte in its line, from 1. Characters are Unicode scalars.
  private(set) var column = 1

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var end = 0
  private var isAfterCarriageReturn = false

  init(path: String) throws(TableError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openError(errno, path: path) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw TableError(.isDirectory, path: path, "is a directory; name a CSV file")
    }
  }

  deinit { close(descriptor) }

  private static func openError(_ code: Int32, path: String) -> TableError {
    if code == ENOENT {
      return TableError(.fileNotFound, path: path, "no such file; check the name and the current directory")
    }
    return TableError(.unreadable, path: path, "cannot be opened: \(systemMessage(code)); check its permissions")
  }

  /// The next byte, which stays the next one; nil at the end of the file.
  func peek() throws(TableError) -> UInt8? {
    if position == end { try refill() }
    return position < end ? buffer[position] : nil
  }

  /// The next bytes, as many as have been read from the file; all stay the next ones.
  func lookingAhead() throws(TableError) -> ArraySlice<UInt8> {
    _ = try peek()
    return buffer[position..<end]
  }

  /// The next byte, which is thereby consumed; nil at the end of the file.
  func take() throws(TableError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    count(byte)
    return byte
  }

  /// Consumes bytes up to the next `stop` or line end, and adds them to `content`; at most what the buffer holds, so
  /// that a caller can limit the length. This is much faster than byte by byte.
  ///
  /// - Returns: whether any bytes came before the stop, the line end, or the end of the file.
  func takeRun(into content: inout [UInt8], until stop: UInt8) throws(TableError) -> Bool {
    guard try peek() != nil else { return false }
    let start = position
    var index = start
    var characters = 0
    buffer.withUnsafeBufferPointer { bytes in
      while index < end {
        let byte = bytes[index]
        if byte == stop || byte == 0x0a || byte == 0x0d { break }
        if !Self.isContinuation(byte) { characters += 1 }
        index += 1
      }
      content.append(contentsOf: bytes[start..<index])
    }
    guard index > start else { return false }
    position = index
    column += characters
    isAfterCarriageReturn = false
    return true
  }

  /// Consumes a UTF-8 byte order mark if it comes next. It must lie at the start of the file.
  func skipByteOrderMark() throws(TableError) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    if try peek() == mark[0], Array(buffer[0..<min(3, end)]) == mark { position = 3 }
  }

  /// A carriage return, a line feed, or the former followed by the latter end one line.
  private func count(_ byte: UInt8) {
    switch byte {
    case 0x0a where isAfterCarriageReturn: break
    case 0x0a, 0x0d:
      line += 1
      column = 1
    default: if !Self.isContinuation(byte) { column += 1 }
    }
    isAfterCarriageReturn = byte == 0x0d
  }

  /// Whether a byte is the second or a later one of a UTF-8 sequence, whose character the first one counts.
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

  private func refill() throws(TableError) {
    position = 0
    end = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        end = count
        return
      }
      guard errno == EINTR else {
        throw TableError(.unreadable, path: path, line: line, "cannot be read: \(systemMessage(errno))")
      }
    }
  }
}

/// What the system says about an error number.
func systemMessage(_ code: Int32) -> String {
  String(cString: strerror(code))
}
