import Glibc

/// A file under writing that takes its place only when it is complete.
///
/// The bytes go to a new file beside the old one, are forced to the disk, and are then renamed to the path. A full disk
/// or a crash thus leaves the old file as it was. Paths that are no ordinary files (`/dev/stdout`, a pipe) are written
/// directly.
final class OutputFile {
  private let path: String
  private let directory: String
  private let temporaryPath: String?
  private var descriptor: Int32
  private let closesDescriptor: Bool
  private var buffer: [UInt8] = []

  /// Writes to standard output.
  init(standardOutput: Void) {
    path = "standard output"
    directory = ""
    temporaryPath = nil
    descriptor = STDOUT_FILENO
    closesDescriptor = false
  }

  init(path: String) throws(TableError) {
    guard !path.isEmpty else { throw TableError(.cannotWrite, "the name of the file to write is empty") }
    closesDescriptor = true
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw TableError(.cannotWrite, path: path, "is a directory; name a file to write")
      }
      (self.path, directory, temporaryPath) = (path, "", nil)
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw TableError(.cannotWrite, path: path, "cannot be written: \(systemMessage(errno))") }
      return
    }
    // A link stays a link: what it points to is replaced.
    let target = Self.resolved(path)
    self.path = target
    directory = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    let mark = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = "\(target).\(mark).tmp"
    temporaryPath = temporary
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      throw TableError(
        .cannotWrite, path: path,
        "no file can be made in the directory \(quoted(directory)): \(systemMessage(errno)); "
          + "make the directory, or choose one you may write to")
    }
    // The new file keeps the permissions of the one that it replaces.
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  deinit { abandon() }

  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  func write(_ text: String) throws(TableError) {
    buffer += text.utf8
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes what is left, and puts the file in its place.
  func finish() throws(TableError) {
    try flush()
    guard let temporaryPath else {
      closeDescriptor()
      return
    }
    guard fsync(descriptor) == 0 else { throw fail(errno) }
    let open = descriptor
    descriptor = -1
    guard close(open) == 0, rename(temporaryPath, path) == 0 else { throw fail(errno) }
    forceDirectory()
  }

  private func flush() throws(TableError) {
    var start = 0
    while start < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw fail(errno)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func fail(_ code: Int32) -> TableError {
    abandon()
    let kept = temporaryPath == nil ? "" : "; a file already there is unchanged"
    return TableError(.cannotWrite, path: path, "cannot be written: \(systemMessage(code))\(kept)")
  }

  /// Until the directory is on the disk, so is the old name only. Not every file system can force it, so failure is
  /// not an error.
  private func forceDirectory() {
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private func closeDescriptor() {
    if descriptor >= 0, closesDescriptor { close(descriptor) }
    descriptor = -1
  }

  private func abandon() {
    // After the rename the name is gone, and unlinking it does nothing.
    closeDescriptor()
    if let temporaryPath { unlink(temporaryPath) }
  }
}
