import Glibc

/// A file that grows line by line while others may read it, such as a log.
///
/// What it begins with replaces an old file in one step; what is added is in the file when `append` returns.
public final class GrowingFile {
  private var file: FileDescriptor?
  private let path: String

  /// Begins the file.
  ///
  /// - Parameters:
  ///   - path: Where the file is; its folder must exist.
  ///   - text: What it holds at first.
  /// - Throws: A ``FileError``; an old file is then unchanged.
  public init(_ path: String, beginningWith text: String = "") throws(FileError) {
    self.path = path
    try AtomicFile.write(text, to: path)
    file = try FileDescriptor(opening: path, for: path, action: "write", flags: O_WRONLY | O_APPEND)
  }

  /// Adds the text in UTF-8 to the end.
  ///
  /// - Throws: A ``FileError`` if it can't be written, or the file is closed.
  public func append(_ text: String) throws(FileError) {
    guard file != nil else {
      throw FileError(.inputOutput, path: path, problem: "it is closed", remedy: "begin it again to write more")
    }
    try file?.write(Array(text.utf8))
  }

  /// Closes the file; nothing can be added then. Closing it again does nothing.
  ///
  /// - Throws: A ``FileError`` for what only closing brings to light.
  public func close() throws(FileError) {
    guard let file = file.take() else { return }
    try file.close()
  }
}
