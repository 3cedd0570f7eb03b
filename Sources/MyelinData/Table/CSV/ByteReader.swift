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

  /// The next byte, which is thereby consumed; nil at the end of the file.
  func take() throws(TableError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    count(byte)
    return byte
  }

  /// Consumes the bytes if they come next. They must lie at the start of the file.
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
    // The second and later bytes of a UTF-8 sequence belong to the character that the first one counted.
    case 0x80...0xbf: break
    default: column += 1
    }
    isAfterCarriageReturn = byte == 0x0d
  }

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
