import Glibc

/// What the system tells of a file without opening it.
///
/// A process that closes a file loses all its POSIX locks on it, whichever descriptor they were taken through. So
/// whoever only wants to know of a file that a library may have locked, such as a database, must not open it.
package struct FileStatus {
  private let path: String
  private let status: stat

  /// Asks for the file that a path leads to.
  ///
  /// - Throws: A ``FileError`` if there is none, or the system does not tell.
  package init(_ path: String) throws(FileError) {
    try AtomicFile.checkName(path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError.system(errno, path: path, action: "read") }
    self.init(status, path: path)
  }

  /// Takes what the system has told of an open file.
  init(_ status: stat, path: String) {
    (self.path, self.status) = (path, status)
  }

  /// Whether a path leads to a regular file, which can be read again and again.
  package static func isRegular(_ path: String) -> Bool { (try? FileStatus(path))?.isRegular ?? false }

  /// Whether it is a regular file: no folder, pipe or device.
  package var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }

  /// Whether it is a folder.
  package var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }

  /// The size in bytes, which only a regular file has.
  package var size: Int { Int(status.st_size) }

  /// Throws if the file is no regular one.
  package func requireRegular() throws(FileError) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileError.system(EISDIR, path: path, action: "read")
    case S_IFIFO:
      throw FileError(.inputOutput, path: path, problem: "this is a pipe", remedy: "write it to a file and name that")
    default: throw FileError(.inputOutput, path: path, problem: "this is a device", remedy: "name a file")
    }
  }

  /// Throws if this user may not read the file.
  package func requireReadable() throws(FileError) {
    guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 else {
      throw FileError.system(errno, path: path, action: "read")
    }
  }
}
