import MyelinFiles

/// The bytes of a file, pipe or device, read once from the beginning to the end.
final class FileStream: ByteStream {
  private let file: SequentialFile
  private(set) var position = 0
  /// The first bytes of the file, of which `position` have been handed over.
  private var start: [UInt8] = []

  init(path: String) throws(FileError) { file = try SequentialFile(path) }

  /// The bytes of standard input.
  ///
  /// - Parameter name: What errors call it.
  init(standardInput name: String) throws(FileError) { file = try SequentialFile(standardInput: name) }

  /// Whether it is a regular file, which can be read again.
  var isRegular: Bool { file.size != nil }

  var name: String { file.path }
  // A file that grows while it is read gives more than it seemed to hold.
  var bound: Int { file.size.map { max($0 - position, 0) } ?? .max }

  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count: Int
    if position < start.count {
      count = min(target.count, start.count - position)
      target.copyBytes(from: start[position..<position + count])
    } else {
      count = try file.read(into: target)
    }
    position += count
    return count
  }

  /// The stream of what a file holds: of a gzip file, what it unpacks to.
  ///
  /// - Parameter limit: More unpacked bytes than these are an error.
  static func unpacking(path: String, limit: Int) throws(FileError) -> any ByteStream {
    try FileStream(path: path).unpacking(limit: limit)
  }

  /// The stream of what the file holds, of which nothing has been read: of a gzip file, what it unpacks to.
  ///
  /// - Parameter limit: More unpacked bytes than these are an error.
  func unpacking(limit: Int) throws(FileError) -> any ByteStream {
    while start.count < 2 {
      var byte: UInt8 = 0
      var failure: FileError?
      let count = withUnsafeMutableBytes(of: &byte) { target -> Int in
        do throws(FileError) {
          return try file.read(into: target)
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if count == 0 { break }
      start.append(byte)
    }
    return start == [0x1f, 0x8b] ? GzipStream(self, limit: limit) : self
  }

  /// The stream of what a file in memory holds: of a gzip file, what it unpacks to.
  static func unpacking(bytes: [UInt8], name: String, limit: Int) -> any ByteStream {
    let source = ByteSource.memory(bytes, name: name)
    return bytes.starts(with: [0x1f, 0x8b]) ? GzipStream(source, limit: limit) : PlainStream(source)
  }
}
