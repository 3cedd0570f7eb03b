import MyelinFiles

/// Bytes that come one after the other: of a file, or of what is packed in one.
protocol ByteStream: AnyObject {
  /// What errors call it.
  var name: String { get }
  /// The number of bytes read so far, which is the place of the next one.
  var position: Int { get }
  /// More bytes than these can't be left, whatever a header says.
  var bound: Int { get }
  /// More bytes than these are unwanted, even if they are there.
  var limit: Int { get }
  /// Reads up to as many bytes as the target holds.
  ///
  /// - Returns: How many; 0 only at the end, if the target isn't empty.
  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
}

extension ByteStream {
  var limit: Int { .max }

  /// Throws if as many bytes can't follow, or are unwanted.
  func require(_ count: Int, _ what: @autoclosure () -> String) throws(FileError) {
    guard count <= limit - position else { throw overLimit }
    guard count <= bound else {
      throw FileError.truncated(
        "\(what()) should follow, but the data ends before", path: name, at: .byte(position))
    }
  }

  /// The error for more bytes than are wanted.
  var overLimit: FileError {
    FileError(
      .unexpectedContent, path: name, problem: "it unpacks to more than \(limit) bytes",
      remedy: "give a larger limit if you trust it")
  }

  /// Fills the whole target.
  ///
  /// - Throws: ``FileError`` if the bytes end before.
  func fill(_ target: UnsafeMutableRawBufferPointer) throws(FileError) {
    var done = 0
    while done < target.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: target[done...]))
      guard count > 0 else { throw FileError.truncated("the data ends here", path: name, at: .byte(position)) }
      done += count
    }
  }

  /// The next `count` bytes.
  ///
  /// - Throws: ``FileError`` if the bytes end before.
  func bytes(_ count: Int) throws(FileError) -> [UInt8] {
    guard count <= bound else {
      throw FileError.truncated(
        "\(count) bytes should follow, but the data ends before", path: name, at: .byte(position))
    }
    var failure: FileError?
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FileError) {
        try fill(UnsafeMutableRawBufferPointer(buffer))
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// All bytes that follow.
  func rest() throws(FileError) -> [UInt8] {
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var failure: FileError?
      let count = piece.withUnsafeMutableBytes { target -> Int in
        do throws(FileError) {
          return try read(into: target)
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if count == 0 { return result }
      result += piece[..<count]
    }
  }

  /// Whether nothing follows.
  func isAtEnd() throws(FileError) -> Bool {
    var byte: UInt8 = 0
    var count = 0
    var failure: FileError?
    withUnsafeMutableBytes(of: &byte) { target in
      do throws(FileError) { count = try read(into: target) } catch { failure = error }
    }
    if let failure { throw failure }
    return count == 0
  }
}

/// The bytes of a source as they are.
final class PlainStream: ByteStream {
  private let source: ByteSource
  private(set) var position: Int

  init(_ source: ByteSource, from position: Int = 0) {
    self.source = source
    self.position = position
  }

  var name: String { source.name }
  var bound: Int { source.count - position }

  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = min(target.count, bound)
    try source.copy(from: position, into: UnsafeMutableRawBufferPointer(rebasing: target[..<count]))
    position += count
    return count
  }
}
