import Glibc

/// A file, pipe or device that is read from its beginning to its end.
package final class SequentialFile {
  /// The path as the program gave it.
  package let path: String
  /// The size in bytes when it was opened; nil of a pipe or device, which do not know it.
  package let size: Int?
  private let file: FileDescriptor

  /// Opens a file. A pipe is waited for until somebody writes to it.
  ///
  /// - Throws: A ``FileError`` if it doesn't exist, can't be read, or is a folder.
  package convenience init(_ path: String) throws(FileError) {
    try AtomicFile.checkName(path)
    try self.init(FileDescriptor(opening: path, for: path, action: "read", flags: O_RDONLY), path: path)
  }

  /// Reads standard input, which stays open.
  ///
  /// - Parameter name: What errors call it.
  /// - Throws: A ``FileError`` if it is closed, or a folder.
  package convenience init(standardInput name: String) throws(FileError) {
    try self.init(FileDescriptor(standardInputFor: name), path: name)
  }

  private init(_ file: consuming FileDescriptor, path: String) throws(FileError) {
    let status = FileStatus(try file.status(), path: path)
    guard !status.isFolder else { throw FileError.system(EISDIR, path: path, action: "read") }
    self.path = path
    size = status.isRegular ? status.size : nil
    self.file = file
  }

  /// Reads what comes next, as much as there is and the target holds.
  ///
  /// - Returns: The number of bytes; 0 at the end.
  /// - Throws: A ``FileError`` if the system reports a fault.
  package func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try file.read(into: target)
  }
}
