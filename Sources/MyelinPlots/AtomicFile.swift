import Glibc

/// A file that is replaced whole or not at all.
struct AtomicFile {
  private let path: String
  private let directory: String
  /// What the path leads to through symbolic links, so that a link stays one.
  private let target: String

  /// Checks that `path` can be written, without touching it.
  init(path: String) throws(PlotError) {
    guard !path.utf8.contains(0) else {
      throw PlotError.cannotWrite(path: path, reason: "the name contains a null character")
    }
    self.path = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    } else {
      target = path
    }
    if let slash = target.lastIndex(of: "/") {
      directory = slash == target.startIndex ? "/" : String(target[..<slash])
    } else {
      directory = "."
    }
    var status = stat()
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw PlotError.cannotWrite(path: path, reason: "it exists and is not a regular file")
    }
    guard access(directory, W_OK | X_OK) == 0 else {
      throw PlotError.cannotWrite(path: path, reason: "directory '\(directory)': \(String(cString: strerror(errno)))")
    }
  }

  /// Replaces the file by one with these bytes.
  func write(_ bytes: [UInt8]) throws(PlotError) {
    let temporary = "\(directory)/.myelin-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
    var status = stat()
    // A file that is replaced keeps who may read it.
    if stat(target, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
    var problem = writeAll(bytes, to: descriptor)
    // Without fsync a crash after the rename could leave an empty file under the good name.
    if problem == nil, fsync(descriptor) != 0 { problem = errno }
    if close(descriptor) != 0, problem == nil { problem = errno }
    if problem == nil, rename(temporary, target) != 0 { problem = errno }
    if let problem {
      _ = unlink(temporary)
      throw failure(problem)
    }
    let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if parent >= 0 {
      _ = fsync(parent)
      _ = close(parent)
    }
  }

  private func failure(_ code: Int32) -> PlotError {
    PlotError.cannotWrite(path: path, reason: String(cString: strerror(code)))
  }
}

/// Writes all bytes to a descriptor; returns the error number of a failure.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
  bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count {
      let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      written += count
    }
    return nil
  }
}
