import Glibc

/// A regular file that is open for reading at any place.
///
/// Folders, pipes and devices are refused: their sizes say nothing, and a pipe without a writer would keep the reader
/// waiting for ever.
package final class InputFile: Sendable {
  /// The path as the program gave it.
  package let path: String
  /// The size in bytes when the file was opened.
  package let size: Int
  private let file: FileDescriptor

  /// Opens a file.
  ///
  /// - Throws: A ``FileError`` if it doesn't exist, can't be read, or isn't a regular file.
  package init(_ path: String) throws(FileError) {
    try AtomicFile.checkName(path)
    // Not blocking: to open a pipe without a writer would not return. Regular files don't care.
    let file = try FileDescriptor(opening: path, for: path, action: "read", flags: O_RDONLY | O_NONBLOCK)
    let status = FileStatus(try file.status(), path: path)
    try status.requireRegular()
    self.path = path
    size = status.size
    self.file = file
  }

  /// Reads what is at `offset` into the whole target.
  ///
  /// - Throws: A ``FileError`` if the file ends before, or the system reports a fault.
  package func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(FileError) {
    var done = 0
    while done < target.count {
      let count = try file.read(at: offset + done, into: UnsafeMutableRawBufferPointer(rebasing: target[done...]))
      guard count > 0 else {
        throw FileError.truncated("the file ends here", path: path, at: .byte(offset + done))
      }
      done += count
    }
  }

  /// Throws if the file is shorter now than when it was opened.
  package func checkSize() throws(FileError) {
    let now = Int(try file.status().st_size)
    guard now >= size else {
      throw FileError.truncated(
        "the file was shortened from \(size) to \(now) bytes while it was read", path: path, at: .byte(now))
    }
  }

  /// The file's bytes as memory.
  fileprivate func map() throws(FileError) -> UnsafeRawBufferPointer {
    size == 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : try file.map(count: size)
  }
}

/// A regular file whose bytes are shown as memory: the system reads them when they are looked at, and forgets them when it needs
/// the memory, so the file may be larger than that.
package final class MappedFile: Sendable {
  private let file: InputFile
  // Never written, and there as long as this is.
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Opens a file.
  ///
  /// - Throws: A ``FileError`` if it doesn't exist, can't be read, or isn't a regular file.
  package init(_ path: String) throws(FileError) {
    file = try InputFile(path)
    bytes = try file.map()
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// The path as the program gave it.
  package var path: String { file.path }
  /// The number of bytes when the file was opened.
  package var size: Int { file.size }

  /// Reads the bytes. Bytes that somebody cuts off the file while the body runs would stop the process, as the system can't give
  /// them any more: so the body should be short.
  ///
  /// - Throws: A ``FileError`` if the file has been shortened; what the body throws.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Result) throws(FileError)
    -> Result
  {
    try file.checkSize()
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }
}
