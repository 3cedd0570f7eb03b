import Glibc
import MyelinFiles

/// The lines of a stream of bytes, one at a time.
final class LineReader {
  /// The most bytes that a line may have: 64 MiB. A file without line ends would else be read into memory.
  static let lineLimit = 1 << 26

  private let stream: any ByteStream
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// Where the next line begins, and where what has been read ends.
  private var (start, end) = (0, 0)
  private var isAtEnd = false
  /// The number of the last line that was given, from 1.
  private(set) var line = 0
  /// The number of bytes in the lines that were given.
  private(set) var byteCount = 0

  init(_ stream: any ByteStream) { self.stream = stream }

  deinit { buffer.deallocate() }

  /// What errors call the stream.
  var name: String { stream.name }

  /// The next line without the line feed at its end, or nil after the last one. It is valid until the next call.
  ///
  /// - Throws: ``TableError`` if the stream can't be read, or the line is longer than ``lineLimit``.
  func next() throws(TableError) -> UnsafeRawBufferPointer? {
    // How much of the line has no line feed in it.
    var searched = 0
    while true {
      if let place = lineFeed(from: start + searched) { return taken(to: place, after: place + 1) }
      searched = end - start
      guard searched <= Self.lineLimit else {
        throw TableError(
          .tooLong, path: name, line: line + 1,
          "a line is longer than \(Self.lineLimit >> 20) MiB; is this a text file?")
      }
      if isAtEnd { return searched == 0 ? nil : taken(to: end, after: end) }
      try refill()
    }
  }

  private func lineFeed(from place: Int) -> Int? {
    guard let base = buffer.baseAddress, let found = memchr(base + place, 0x0a, end - place) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private func taken(to place: Int, after next: Int) -> UnsafeRawBufferPointer {
    let result = UnsafeRawBufferPointer(rebasing: buffer[start..<place])
    byteCount += next - start
    start = next
    line += 1
    return result
  }

  private func refill() throws(TableError) {
    if start > 0, let base = buffer.baseAddress {
      memmove(base, base + start, end - start)
      (start, end) = (0, end - start)
    }
    if end == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * buffer.count, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    do {
      let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      end += count
      isAtEnd = count == 0
    } catch {
      throw TableError(reading: error)
    }
  }
}
