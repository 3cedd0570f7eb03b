import Glibc

/// Checks that are made before long work.
enum FileCheck {
  /// Throws if a file at `path` could not be written: its directory is missing or not writable, or it is a directory.
  static func canReplace(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw CommandError("\(path): is a directory: name a file") }
      if access(path, W_OK) != 0 { throw CommandError("\(path): cannot be written: \(String(cString: strerror(errno)))") }
    }
    let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandError("\(path): there is no directory '\(directory)': make it, or name another")
    }
    guard access(directory, W_OK | X_OK) == 0 else {
      throw CommandError("\(path): the directory '\(directory)' is not writable: name another")
    }
  }
}
