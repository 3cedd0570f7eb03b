import Glibc
import Myelin

/// Checks that are made before long work.
enum FileCheck {
  /// Throws if a file at `path` could not be written: its directory is missing or not writable, or it is a directory.
  static func canReplace(_ path: String) throws {
    // What is written into needs no new file beside it.
    guard AtomicFile.replaces(path) else {
      if path != "-", access(path, W_OK) != 0 {
        throw CommandError("\(path): cannot be written: \(String(cString: strerror(errno)))")
      }
      return
    }
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw CommandError("\(path): is a directory: name a file") }
      if access(path, W_OK) != 0 {
        throw CommandError("\(path): cannot be written: \(String(cString: strerror(errno)))")
      }
    }
    let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandError("\(path): there is no directory '\(directory)': make it, or name another")
    }
    // Only trying shows it: root may write anywhere, but not in /proc or on a disk mounted for reading.
    let trial = "\(directory)/.myelin-\(getpid()).tmp"
    let descriptor = open(trial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw CommandError("\(path): the directory '\(directory)' is not writable (\(reason)): name another")
    }
    close(descriptor)
    unlink(trial)
  }

  /// Whether a path leads to a file, which can be read again, and not to a pipe or a device.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Throws if `output` is the same file as `input`, which it would replace.
  static func isNot(_ output: String, input: String, option: String) throws {
    var (first, second) = (stat(), stat())
    guard stat(output, &first) == 0, stat(input, &second) == 0 else { return }
    if first.st_dev == second.st_dev, first.st_ino == second.st_ino, first.st_mode & S_IFMT == S_IFREG {
      throw CommandError("\(output): \(option) would replace a file that is read: name another")
    }
  }
}
