import Glibc

/// Reads files, and replaces them in one step, so that a file is always either the old or the new one as a whole.
///
/// A process that is killed, a computer that loses power or a disk that fills up while a file is written leaves the
/// old file as it was:
///
///     try AtomicFile.write("epoch,loss\n1,0.7\n", to: "output/history.csv")
///
/// The new data goes into a temporary file in the same folder, which then takes the old file's place.
public enum AtomicFile {
  /// Replaces the file at `path`, or creates it, with the text in UTF-8.
  ///
  /// - Parameters:
  ///   - text: What the file shall hold.
  ///   - path: Where the file is; its folder must exist.
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write([Array(text.utf8)], to: path)
  }

  /// Replaces the file at `path`, or creates it, with the bytes.
  ///
  /// A replaced file keeps its permissions. A symbolic link stays one: the file that it leads to is replaced.
  /// A device or a pipe, such as `/dev/stdout`, can't be replaced: the bytes are written into it, and so are they into a
  /// file that an open descriptor leads to (`/dev/stdout` behind `>`, `/dev/fd/3`). The path `-` is standard output.
  ///
  /// - Parameters:
  ///   - chunks: What the file shall hold, in pieces that are written one after the other.
  ///   - path: Where the file is; its folder must exist.
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public static func write(_ chunks: [[UInt8]], to path: String) throws(FileError) {
    let writer = try AtomicFileWriter(path)
    for chunk in chunks { try writer.write(chunk) }
    try writer.finish()
  }

  /// Reads a whole file.
  ///
  /// - Parameter path: Where the file is.
  /// - Returns: The file's bytes.
  /// - Throws: A ``FileError`` if the file does not exist or can't be read.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    try checkName(path)
    let file = try FileDescriptor(opening: path, for: path, action: "read", flags: O_RDONLY)
    let status = try file.status()
    switch status.st_mode & S_IFMT {
    case S_IFREG: return try file.readToEnd(expected: Int(status.st_size))
    case S_IFIFO: return try file.readToEnd(expected: 0)
    case S_IFDIR: throw FileError.system(EISDIR, path: path, action: "read")
    default:
      // A device such as /dev/zero has no end.
      throw FileError(.inputOutput, path: path, problem: "this is a device", remedy: "name a file")
    }
  }

  /// Whether writing to a path puts a whole file in its place, and does not write into something that is open or no file:
  /// standard output (`-`), a descriptor, a pipe, a device.
  package static func replaces(_ path: String) -> Bool {
    if path == "-" || OpenDescriptor(path: path) != nil { return false }
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Whether writing to a path writes to what the process's standard output is.
  package static func isStandardOutput(_ path: String) -> Bool {
    if path == "-" { return true }
    guard case .own(STDOUT_FILENO) = OpenDescriptor(path: path) else { return false }
    return true
  }

  /// The system would take the text up to a zero byte for the path, which is another path.
  static func checkName(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(
        .missing, path: "'\(path)'", problem: "this can't be a file's name", remedy: "check the path")
    }
  }
}
