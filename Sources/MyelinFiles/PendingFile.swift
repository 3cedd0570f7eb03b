import Glibc

/// A new file that a library makes by itself, under another name beside its place until it is complete.
///
/// Without `finish()` it is removed. A process that is killed leaves a file `.myelin-….tmp`.
package final class PendingFile {
  /// The name under which to make the file.
  package let temporary: String
  /// Its place, to which symbolic links lead.
  package let target: String
  private let path: String
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Parameter path: Where it shall be; its folder must exist. A symbolic link leads to the file's place.
  /// - Throws: A ``FileError`` if no file can be made there.
  package init(_ path: String) throws(FileError) {
    try AtomicFile.checkName(path)
    self.path = path
    target = AtomicFileWriter.linkTarget(path)
    let folder = AtomicFileWriter.directory(of: target)
    temporary = "\(folder)/.myelin-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    // Made at once, so that what is wrong with the folder is told by the system itself.
    let file = try FileDescriptor(
      opening: temporary, for: path, action: "write", flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
    try file.close()
  }

  deinit { if !isFinished { unlink(temporary) } }

  /// Puts the file in its place when it is on the disk.
  ///
  /// - Throws: A ``FileError``; there is no file then.
  package func finish() throws(FileError) {
    let file = try FileDescriptor(opening: temporary, for: path, action: "write", flags: O_RDONLY)
    try file.synchronize()
    try file.close()
    guard rename(temporary, target) == 0 else { throw FileError.system(errno, path: path, action: "write") }
    isFinished = true
    // The new name itself must reach the disk. A folder that can't be opened for reading leaves that to the system.
    if let handle = try? FileDescriptor(
      opening: AtomicFileWriter.directory(of: target), for: path, action: "write", flags: O_RDONLY | O_DIRECTORY)
    {
      try handle.synchronize()
    }
  }
}
