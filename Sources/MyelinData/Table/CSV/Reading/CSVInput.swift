import Glibc
import MyelinFiles

/// The bytes of a CSV file from its beginning to its end: of a regular file, packed by gzip or not, of a pipe, a device, or
/// standard input.
final class CSVInput {
  /// The path, as given; `-` is standard input.
  let path: String
  /// Whether the file can be read again.
  let isRegular: Bool

  private let descriptor: Int32
  private let unpacked: GzipStream?
  private var isAtStart = true

  init(path: String, unpackedLimit: Int) throws(TableError) {
    self.path = path
    descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openError(errno, path: path) }
    var status = stat()
    let type = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    isRegular = type == S_IFREG && path != "-"
    if type == S_IFDIR {
      close(descriptor)
      throw TableError(.isDirectory, path: path, "is a directory; name a CSV file")
    }
    guard isRegular else {
      unpacked = nil
      return
    }
    do throws(FileError) {
      let source = try ByteSource(path: path)
      unpacked = try GzipStream.recognizes(source) ? GzipStream(source, limit: unpackedLimit) : nil
    } catch {
      close(descriptor)
      throw Self.tableError(error, path: path)
    }
  }

  deinit { close(descriptor) }

  /// Whether a path leads to a file that can be read again.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Fills the target as far as the file goes.
  ///
  /// - Returns: How many bytes were read; fewer than asked for only at the end.
  func read(into target: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var done = 0
    while done < target.count {
      let count = try readSome(into: UnsafeMutableRawBufferPointer(rebasing: target[done...]))
      if count == 0 { break }
      done += count
    }
    if isAtStart, unpacked == nil, done >= 2, target[0] == 0x1f, target[1] == 0x8b {
      throw TableError(
        .unreadable, path: path, "is gzipped, and only files can be unpacked; send it through 'gzip -dc' first")
    }
    isAtStart = false
    return done
  }

  private func readSome(into target: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    if let unpacked {
      do throws(FileError) { return try unpacked.read(into: target) } catch {
        throw Self.tableError(error, path: path)
      }
    }
    while true {
      // One call reads 2 GiB at most.
      let count = Glibc.read(descriptor, target.baseAddress, min(target.count, 1 << 30))
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw TableError(.unreadable, path: path, "cannot be read: \(systemMessage(errno))")
      }
    }
  }

  private static func tableError(_ error: FileError, path: String) -> TableError {
    let kind: TableError.Kind = error.kind == .unexpectedContent ? .tooLong : .unreadable
    return TableError(kind, path: path, "\(error.problem); \(error.remedy)")
  }

  private static func openError(_ code: Int32, path: String) -> TableError {
    if code == ENOENT {
      return TableError(.fileNotFound, path: path, "no such file; check the name and the current directory")
    }
    return TableError(.unreadable, path: path, "cannot be opened: \(systemMessage(code)); check its permissions")
  }
}

/// What the system says about an error number.
func systemMessage(_ code: Int32) -> String {
  String(cString: strerror(code))
}
