import Glibc
import Myelin

/// A directory that a command draws its figures into.
struct FigureFolder {
  let path: String

  /// Makes the directory, with those above it, if it is missing.
  init(making path: String) throws {
    // Otherwise long training would end without figures.
    try Figure.checkRequirements()
    self.path = path
    var partial = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      partial += partial.isEmpty || partial.hasSuffix("/") ? String(part) : "/\(part)"
      if mkdir(partial, 0o777) != 0 && errno != EEXIST {
        throw CommandError("\(path): cannot make the directory: \(String(cString: strerror(errno)))")
      }
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandError("\(path): is not a directory: name another one with --figures")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw CommandError("\(path): the directory is not writable: name another one with --figures")
    }
  }

  /// Writes a figure, and says where.
  @discardableResult
  func write(_ figure: Figure, _ name: String, size: Figure.Size? = nil) async throws -> String {
    let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    try await figure.write(to: file, size: size)
    return file
  }
}
