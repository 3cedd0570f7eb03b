import Glibc

/// A file under writing that takes its place only when it is complete.
///
/// ```swift
/// let writer = try AtomicFileWriter("output/history.csv")
/// try writer.write(Array("epoch,loss\n".utf8))
/// try writer.finish()
/// ```
///
/// The data goes into a temporary file in the same folder, is forced to the disk, and is then renamed. Without `finish()`,
/// or after an error, the temporary file is removed and the old file is as it was. Where the file system allows it, the
/// temporary file has no name until then, so that even a process that is killed leaves nothing behind (unless it happens in the
/// moment between the two, which leaves a file `.myelin-….tmp`). A device or a pipe,
/// such as `/dev/stdout`, can't be replaced: the bytes are written into it, and so are they into a file that an open
/// descriptor leads to (`/dev/stdout` behind `>`, `/dev/fd/3`). The path `-` is standard output.
public final class AtomicFileWriter {
  private let path: String
  private var file: FileDescriptor?
  private let replacement: Replacement?
  private var buffer: [UInt8] = []

  /// What is renamed in the end.
  private struct Replacement {
    let temporary: String
    /// Whether the temporary file has no name yet.
    let isAnonymous: Bool
    let target: String
    let folder: String
    /// What the system says of the file that is replaced.
    let old: stat?
  }

  /// How much is gathered before the system is called.
  private static let bufferSize = 1 << 16

  /// Begins a file.
  ///
  /// - Parameter path: Where the file is; its folder must exist. A symbolic link stays one: the file that it leads to is
  ///   replaced, and the new file keeps its permissions. `-` is standard output.
  /// - Throws: A ``FileError`` if no file can be written there.
  public init(_ path: String) throws(FileError) {
    try AtomicFile.checkName(path)
    if path == "-" {
      self.path = "standard output"
      replacement = nil
      file = FileDescriptor(standardOutputFor: self.path)
      return
    }
    self.path = path
    if let open = OpenDescriptor(path: path) {
      replacement = nil
      file = try open.writing(for: path)
      return
    }
    var old = stat()
    let exists = stat(path, &old) == 0
    // A link to nothing counts as missing too: its end, not the link, is what to create.
    if !exists, errno != ENOENT { throw FileError.system(errno, path: path, action: "write") }
    if exists, old.st_mode & S_IFMT == S_IFDIR { throw FileError.system(EISDIR, path: path, action: "write") }
    if exists, old.st_mode & S_IFMT != S_IFREG {
      replacement = nil
      file = try FileDescriptor(opening: path, for: path, action: "write", flags: O_WRONLY)
      return
    }
    // Renaming would replace even a file that its owner has made read-only.
    if exists, faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 {
      throw FileError.system(errno, path: path, action: "write")
    }
    let target = Self.linkTarget(path)
    let folder = Self.directory(of: target)
    var status = stat()
    guard stat(folder, &status) == 0 || errno != ENOENT else {
      throw FileError(
        .missing, path: path, problem: "its folder does not exist (\(String(cString: strerror(ENOENT))))",
        remedy: "create the folder or check the path")
    }
    // The name does not grow with the target's, which may be as long as the system allows.
    let temporary = "\(folder)/.myelin-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    // What was private stays so while it is written.
    let mode: mode_t = exists ? 0o600 : 0o644
    let anonymous = FileDescriptor(withoutNameIn: folder, for: path, mode: mode)
    let isAnonymous = anonymous != nil
    file =
      if let anonymous {
        anonymous
      } else {
        try FileDescriptor(
          opening: temporary, for: path, action: "write", flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
      }
    replacement = Replacement(
      temporary: temporary, isAnonymous: isAnonymous, target: target, folder: folder, old: exists ? old : nil)
  }

  /// Writes to standard output, which no file takes the place of.
  public init(standardOutput: Void) {
    path = "standard output"
    replacement = nil
    file = FileDescriptor(standardOutputFor: path)
  }

  deinit { abandon() }

  /// Writes the bytes behind those before.
  ///
  /// - Throws: A ``FileError``; nothing more can be written then.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    buffer += bytes
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes the text in UTF-8 behind what was written before.
  ///
  /// - Throws: A ``FileError``; nothing more can be written then.
  public func write(_ text: String) throws(FileError) {
    buffer += text.utf8
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is left and puts the file in its place.
  ///
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public func finish() throws(FileError) {
    try flush()
    try attempt { () throws(FileError) in
      guard let file = file.take() else { return }
      if let old = replacement?.old { try file.adopt(old) }
      if let replacement {
        try file.synchronize()
        if replacement.isAnonymous { try file.link(as: replacement.temporary) }
      }
      try file.close()
      guard let replacement else { return }
      guard rename(replacement.temporary, replacement.target) == 0 else {
        throw FileError.system(errno, path: path, action: "write")
      }
      // The new name itself must reach the disk. A folder that can't be opened for reading leaves that to the system.
      if let handle = try? FileDescriptor(
        opening: replacement.folder, for: path, action: "write", flags: O_RDONLY | O_DIRECTORY)
      {
        try handle.synchronize()
      }
    }
  }

  private func flush() throws(FileError) {
    try attempt { () throws(FileError) in
      guard file != nil else {
        throw FileError(.inputOutput, path: path, problem: "it is finished", remedy: "open it again to write more")
      }
      try file?.write(buffer)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Runs a step of writing; if it fails, removes the temporary file and adds to the error that the old file is as it was,
  /// which is what its owner wants to know first.
  private func attempt(_ step: () throws(FileError) -> Void) throws(FileError) {
    do {
      try step()
    } catch {
      abandon()
      guard replacement?.old != nil else { throw error }
      throw FileError(
        error.kind, path: error.path, problem: error.problem + "; the old file is unchanged", remedy: error.remedy)
    }
  }

  private func abandon() {
    // After the rename the name is gone, and unlinking it does nothing.
    file = nil
    if let replacement { unlink(replacement.temporary) }
  }

  /// The path of the file that `path` leads to through symbolic links.
  static func linkTarget(_ path: String) -> String {
    var current = path
    // As many links as the kernel follows; in a circle of them `stat` has failed before.
    for _ in 0..<40 {
      guard let target = link(at: current) else { break }
      current = target
    }
    return current
  }

  /// The path that a symbolic link leads to; nil if there is none at `path`.
  static func link(at path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return target.hasPrefix("/") ? target : directory(of: path) + "/" + target
  }

  /// The folder in which the file at `path` is.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
