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
  public static func write(_ text: String, to path: String) throws {
    try write([Array(text.utf8)], to: path)
  }

  /// Replaces the file at `path`, or creates it, with the bytes.
  ///
  /// A replaced file keeps its permissions. A symbolic link stays one: the file that it leads to is replaced.
  /// A device or a pipe, such as `/dev/stdout`, can't be replaced: the bytes are written into it.
  ///
  /// - Parameters:
  ///   - chunks: What the file shall hold, in pieces that are written one after the other.
  ///   - path: Where the file is; its folder must exist.
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public static func write(_ chunks: [[UInt8]], to path: String) throws {
    try checkName(path)
    var old = stat()
    guard stat(path, &old) == 0 else {
      // A link to nothing counts as missing too: its end, not the link, is what to create.
      guard errno == ENOENT else { throw FileError.system(errno, path: path, action: "write") }
      try replace(linkTarget(path), with: chunks, old: nil, named: path)
      return
    }
    switch old.st_mode & S_IFMT {
    case S_IFREG:
      // Renaming would replace even a file that its owner has made read-only.
      guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else {
        throw FileError.system(errno, path: path, action: "write")
      }
      try replace(linkTarget(path), with: chunks, old: old, named: path)
    case S_IFDIR:
      throw FileError.system(EISDIR, path: path, action: "write")
    default:
      let file = try FileDescriptor(opening: path, for: path, action: "write", flags: O_WRONLY)
      for chunk in chunks { try file.write(chunk) }
      try file.close()
    }
  }

  /// Reads a whole file.
  ///
  /// - Parameter path: Where the file is.
  /// - Returns: The file's bytes.
  /// - Throws: A ``FileError`` if the file does not exist or can't be read.
  public static func read(_ path: String) throws -> [UInt8] {
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

  /// The system would take the text up to a zero byte for the path, which is another path.
  private static func checkName(_ path: String) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(
        .missing, path: "'\(path)'", problem: "this can't be a file's name", remedy: "check the path")
    }
  }

  /// The path of the file that `path` leads to through symbolic links.
  private static func linkTarget(_ path: String) -> String {
    var current = path
    // As many links as the kernel follows; in a circle of them `stat` has failed before.
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(current, &buffer, buffer.count)
      guard count > 0 else { break }
      let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      current = target.hasPrefix("/") ? target : directory(of: current) + "/" + target
    }
    return current
  }

  /// The folder in which the file at `path` is.
  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Writes the temporary file and renames it to `target`; errors name `path`.
  private static func replace(
    _ target: String, with chunks: [[UInt8]], old: stat?, named path: String
  ) throws {
    let folder = directory(of: target)
    var status = stat()
    guard stat(folder, &status) == 0 || errno != ENOENT else {
      throw FileError(
        .missing, path: path, problem: "its folder does not exist (\(String(cString: strerror(ENOENT))))",
        remedy: "create the folder or check the path")
    }
    // The name does not grow with the target's, which may be as long as the system allows.
    let temporary = "\(folder)/.myelin-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    // What was private stays so while it is written.
    let file = try FileDescriptor(
      opening: temporary, for: path, action: "write", flags: O_WRONLY | O_CREAT | O_EXCL,
      mode: old == nil ? 0o644 : 0o600)
    do {
      for chunk in chunks { try file.write(chunk) }
      if let old { try file.adopt(old) }
      try file.synchronize()
      try file.close()
      guard rename(temporary, target) == 0 else { throw FileError.system(errno, path: path, action: "write") }
    } catch {
      unlink(temporary)
      throw old == nil ? error : withReassurance(error)
    }
    // The new name itself must reach the disk. A folder that can't be opened for reading leaves that to the system.
    if let handle = try? FileDescriptor(opening: folder, for: path, action: "write", flags: O_RDONLY | O_DIRECTORY) {
      try handle.synchronize()
    }
  }

  /// Adds to the error that the old file is as it was, which is what its owner wants to know first.
  private static func withReassurance(_ error: any Error) -> any Error {
    guard let error = error as? FileError else { return error }
    return FileError(
      error.kind, path: error.path, problem: error.problem + "; the old file is unchanged", remedy: error.remedy)
  }
}
