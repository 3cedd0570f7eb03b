import Glibc

/// An open descriptor that a path leads to, such as `/dev/stdout`, `/dev/fd/3` or `/proc/self/fd/1`.
///
/// What is behind it is in use by whoever opened it: it is written into, and never replaced.
enum OpenDescriptor {
  /// One of this process.
  case own(Int32)
  /// One of another process.
  case foreign

  /// Follows a path's symbolic links as far as the folder of a process's descriptors; nil if they lead elsewhere.
  init?(path: String) {
    var current = path
    // As many links as the kernel follows.
    for _ in 0..<40 {
      let name = current.split(separator: "/").last ?? ""
      if let number = Int32(name), let folder = Self.descriptorFolder(AtomicFileWriter.directory(of: current)) {
        // Threads share the descriptors of their process.
        let process = folder.split(separator: "/").dropFirst().first.map(String.init)
        self = process == String(getpid()) ? .own(number) : .foreign
        return
      }
      guard let target = AtomicFileWriter.link(at: current) else { return nil }
      current = target
    }
    return nil
  }

  /// Opens it for writing behind what was written before.
  ///
  /// - Parameter path: What errors name.
  func writing(for path: String) throws(FileError) -> FileDescriptor {
    switch self {
    case .own(let number): try FileDescriptor(copying: number, for: path)
    case .foreign: try FileDescriptor(opening: path, for: path, action: "write", flags: O_WRONLY | O_APPEND)
    }
  }

  /// The folder's path without links, if it is one of the descriptors of a process.
  private static func descriptorFolder(_ folder: String) -> String? {
    guard let resolved = realpath(folder, nil) else { return nil }
    defer { free(resolved) }
    let path = String(cString: resolved)
    return path.hasPrefix("/proc/") && path.hasSuffix("/fd") ? path : nil
  }
}
