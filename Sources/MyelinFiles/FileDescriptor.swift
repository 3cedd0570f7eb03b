import Glibc

/// An open file that closes itself; each system call that fails throws the `FileError` that names the file.
struct FileDescriptor: ~Copyable {
  private var number: Int32
  private let path: String
  /// Whether the file is ours to close.
  private let isOwned: Bool

  /// Opens the file at `opened`; errors name `path`, which is what the user knows.
  init(opening opened: String, for path: String, action: String, flags: Int32, mode: mode_t = 0) throws(FileError) {
    var number: Int32
    repeat {
      number = open(opened, flags | O_CLOEXEC, mode)
    } while number < 0 && errno == EINTR
    guard number >= 0 else { throw FileError.system(errno, path: path, action: action) }
    self.number = number
    self.path = path
    isOwned = true
  }

  /// Opens a new file for writing that has no name, and vanishes with the process unless ``link(as:)`` gives it one; nil
  /// where the system has no such files.
  init?(withoutNameIn folder: String, for path: String, mode: mode_t) {
    // O_TMPFILE, a macro that Swift doesn't import. Without /proc the file could not be named later.
    let flags = 0o20000000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC
    guard access("/proc/self/fd", X_OK) == 0 else { return nil }
    let number = open(folder, flags, mode)
    guard number >= 0 else { return nil }
    self.number = number
    self.path = path
    isOwned = true
  }

  /// A copy of a descriptor of the process, which goes on where that one is.
  init(copying other: Int32, for path: String) throws(FileError) {
    let flags = fcntl(other, F_GETFL)
    guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
      throw FileError(
        .inputOutput, path: path, problem: "this descriptor is not open for writing", remedy: "name a file")
    }
    let number = fcntl(other, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw FileError.system(errno, path: path, action: "write") }
    self.number = number
    self.path = path
    isOwned = true
  }

  /// The process's standard input, which stays open.
  init(standardInputFor path: String) {
    number = STDIN_FILENO
    self.path = path
    isOwned = false
  }

  /// The process's standard output, which stays open.
  init(standardOutputFor path: String) {
    number = STDOUT_FILENO
    self.path = path
    isOwned = false
  }

  deinit {
    if number >= 0, isOwned { _ = Glibc.close(number) }
  }

  /// The file's type, size and mode.
  func status() throws(FileError) -> stat {
    var result = stat()
    guard fstat(number, &result) == 0 else { throw FileError.system(errno, path: path, action: "read") }
    return result
  }

  /// Writes all the bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw FileError.system(count == 0 ? EIO : errno, path: path, action: "write")
      }
    }
  }

  /// Reads from the present position to the end; `expected` is the length where it is known.
  func readToEnd(expected: Int) throws(FileError) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = max(expected, 4095) + 1
    while true {
      var code: Int32 = 0
      let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        count = 0
        // One call reads 2 GiB at most, and a signal may interrupt it.
        while count < buffer.count {
          let read = Glibc.read(number, buffer.baseAddress?.advanced(by: count), buffer.count - count)
          if read > 0 {
            count += read
          } else if read == 0 {
            break
          } else if errno != EINTR {
            code = errno
            break
          }
        }
      }
      guard code == 0 else { throw FileError.system(code, path: path, action: "read") }
      let isEnd = piece.count < chunk
      if result.isEmpty { result = piece } else { result += piece }
      if isEnd { return result }
      chunk = max(result.count, 65536)
    }
  }

  /// Reads what is at `offset`, as much as one call gives.
  ///
  /// - Returns: The number of bytes; 0 at the end of the file.
  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = pread(number, target.baseAddress, target.count, offset)
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError.system(errno, path: path, action: "read") }
    }
  }

  /// Shows the file's first `count` bytes, one or more, as memory, which must be given back by `munmap`.
  func map(count: Int) throws(FileError) -> UnsafeRawBufferPointer {
    guard let start = mmap(nil, count, PROT_READ, MAP_SHARED, number, 0), start != MAP_FAILED else {
      throw FileError.system(errno, path: path, action: "map into memory")
    }
    return UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Reads what comes next, as much as one call gives.
  ///
  /// - Returns: The number of bytes; 0 at the end of the file.
  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = Glibc.read(number, target.baseAddress, target.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError.system(errno, path: path, action: "read") }
    }
  }

  /// Gives the file the owner and the permissions of another one.
  func adopt(_ other: stat) throws(FileError) {
    // Only root can change an owner; for anyone else the file stays theirs, as with any newly written file.
    _ = fchown(number, other.st_uid, other.st_gid)
    guard fchmod(number, other.st_mode & 0o777) == 0 else {
      throw FileError.system(errno, path: path, action: "set the permissions")
    }
  }

  /// Gives a file without a name one, which must be free.
  func link(as name: String) throws(FileError) {
    guard linkat(AT_FDCWD, "/proc/self/fd/\(number)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else {
      throw FileError.system(errno, path: path, action: "write")
    }
  }

  /// Waits until what was written is on the disk. Some file systems and devices have nothing to wait for.
  func synchronize() throws(FileError) {
    while fsync(number) != 0 {
      switch errno {
      case EINTR: continue
      case EINVAL, ENOTSUP, ENOSYS: return
      default: throw FileError.system(errno, path: path, action: "write")
      }
    }
  }

  /// Closes the file and reports what only closing brings to light, such as a full disk on a network.
  consuming func close() throws(FileError) {
    let result = isOwned ? Glibc.close(number) : 0
    let code = errno
    number = -1
    guard result == 0 || code == EINTR else { throw FileError.system(code, path: path, action: "write") }
  }
}
