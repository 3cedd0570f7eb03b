import MyelinFiles

/// The bytes of a file or of an array in memory, to be read at any place.
enum ByteSource: Sendable {
  case file(InputFile)
  case memory([UInt8], name: String)

  /// Opens a regular file.
  init(path: String) throws(FileError) { self = .file(try InputFile(path)) }

  /// What errors call it.
  var name: String {
    switch self {
    case .file(let file): file.path
    case .memory(_, let name): name
    }
  }

  /// The number of bytes.
  var count: Int {
    switch self {
    case .file(let file): file.size
    case .memory(let bytes, _): bytes.count
    }
  }

  /// Copies what is at `offset` into the whole target.
  ///
  /// - Throws: ``FileError`` if fewer bytes are left.
  func copy(from offset: Int, into target: UnsafeMutableRawBufferPointer) throws(FileError) {
    guard target.count <= count - offset else {
      throw FileError.truncated("the file ends here", path: name, at: .byte(count))
    }
    switch self {
    case .file(let file): try file.read(at: offset, into: target)
    case .memory(let bytes, _):
      bytes.withUnsafeBytes {
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + target.count]))
      }
    }
  }

  /// All bytes.
  func bytes() throws(FileError) -> [UInt8] {
    if case .memory(let bytes, _) = self { return bytes }
    return try bytes(from: 0, count: count)
  }

  /// `count` bytes at `offset`.
  func bytes(from offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard count <= self.count - offset else {
      throw FileError.truncated("the file ends here", path: name, at: .byte(self.count))
    }
    var failure: FileError?
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FileError) {
        try copy(from: offset, into: UnsafeMutableRawBufferPointer(buffer))
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }
}
