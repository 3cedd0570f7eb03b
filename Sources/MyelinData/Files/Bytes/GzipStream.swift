import CZlib
import MyelinFiles

/// What a gzip file unpacks to (RFC 1952; several members one after the other are one file).
///
/// The checksum of each member is verified at its end.
final class GzipStream: ByteStream {
  /// Deflate packs at most this many bytes into one: a match of 258 bytes takes two bits.
  static let greatestRatio = 1032

  private let packed: any ByteStream
  let limit: Int
  private(set) var position = 0
  private var stream = z_stream()
  private var isOpen = false
  private var isFinished = false
  /// Packed bytes that zlib is reading.
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// Whether no packed bytes follow those in `input`.
  private var isAtPackedEnd = false

  /// Whether the bytes begin like a gzip file.
  static func recognizes(_ source: ByteSource) throws(FileError) -> Bool {
    guard source.count >= 2 else { return false }
    return try source.bytes(from: 0, count: 2) == [0x1f, 0x8b]
  }

  /// - Parameters:
  ///   - packed: The file's bytes.
  ///   - limit: More unpacked bytes than these are an error.
  init(_ packed: some ByteStream, limit: Int) {
    self.packed = packed
    self.limit = limit
  }

  convenience init(_ source: ByteSource, limit: Int) {
    self.init(PlainStream(source), limit: limit)
  }

  deinit {
    if isOpen { inflateEnd(&stream) }
    input.deallocate()
  }

  var name: String { packed.name }

  var bound: Int {
    // What zlib has unpacked but not handed over yet comes on top.
    let (left, isEndless) = packed.bound.addingReportingOverflow(Int(stream.avail_in) + (1 << 16))
    let (product, overflow) = left.multipliedReportingOverflow(by: Self.greatestRatio)
    return isEndless || overflow ? .max : product
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard target.count > 0, let start = target.baseAddress else { return 0 }
    while !isFinished {
      if !isOpen {
        // 16 tells zlib to expect gzip's header, and 15 is the largest window.
        guard inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
          throw FileError(.inputOutput, path: name, problem: "zlib can't begin", remedy: "free some memory")
        }
        isOpen = true
      }
      if stream.avail_in == 0 { try refill() }
      let capacity = min(target.count, 1 << 30)
      stream.next_out = start.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(capacity)
      let code = inflate(&stream, Z_NO_FLUSH)
      let count = capacity - Int(stream.avail_out)
      switch code {
      case Z_OK: break
      case Z_STREAM_END: try beginNextMember()
      case Z_BUF_ERROR where stream.avail_in == 0 && isAtPackedEnd:
        throw FileError.truncated("the compressed data ends here", path: name, at: .byte(place))
      case Z_BUF_ERROR: break
      default:
        let reason = stream.msg.map { " (\(String(cString: $0)))" } ?? ""
        throw FileError.corrupt("the compressed data is wrong\(reason)", path: name, at: .byte(place))
      }
      position += count
      guard position <= limit else { throw overLimit }
      if count > 0 { return count }
    }
    return 0
  }

  /// Where zlib is in the packed bytes.
  private var place: Int { packed.position - Int(stream.avail_in) }

  private func refill() throws(FileError) {
    let count = try packed.read(into: input)
    isAtPackedEnd = count == 0
    stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(count)
  }

  /// What follows a member: another one, zeros that fill a block of a tape, or nothing.
  private func beginNextMember() throws(FileError) {
    while true {
      if stream.avail_in == 0 { try refill() }
      guard stream.avail_in > 0, let next = stream.next_in else {
        isFinished = true
        return
      }
      if next.pointee == 0x1f {
        inflateReset(&stream)
        return
      }
      guard next.pointee == 0 else {
        throw FileError.corrupt("something else follows the compressed data", path: name, at: .byte(place))
      }
      stream.next_in = next + 1
      stream.avail_in -= 1
    }
  }
}

/// Packs bytes as a gzip file, piece by piece: the same for the same bytes, as it has no time and no name.
final class GzipPacker {
  private let name: String
  private var stream = z_stream()
  private var piece: [UInt8]
  /// How many bytes zlib is given at once: it counts in 32 bits.
  private let chunkSize: Int

  /// - Parameters:
  ///   - name: What errors call the file.
  ///   - chunkSize: How many bytes zlib is given at once.
  ///   - pieceSize: How many packed bytes it gives at once.
  init(name: String, chunkSize: Int = 1 << 30, pieceSize: Int = 1 << 16) throws(FileError) {
    self.name = name
    self.chunkSize = chunkSize
    piece = [UInt8](repeating: 0, count: pieceSize)
    // 6 is gzip's own level, 8 the memory that zlib uses by default.
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { throw failure }
  }

  deinit { deflateEnd(&stream) }

  private var failure: FileError {
    FileError(.inputOutput, path: name, problem: "zlib can't pack it", remedy: "free some memory")
  }

  /// What comes next in the file when these bytes are added.
  ///
  /// - Parameter isLast: Whether no more will follow.
  func pack(_ bytes: [UInt8], isLast: Bool) throws(FileError) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    var code = Z_OK
    bytes.withUnsafeBufferPointer { input in
      repeat {
        let count = min(input.count - offset, chunkSize)
        stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + offset) }
        stream.avail_in = UInt32(count)
        let ends = isLast && offset + count == input.count
        repeat {
          let produced = piece.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            code = deflate(&stream, ends ? Z_FINISH : Z_NO_FLUSH)
            return output.count - Int(stream.avail_out)
          }
          result += piece[..<produced]
        } while code == Z_OK && stream.avail_out == 0
        offset += count - Int(stream.avail_in)
        // After a chunk whose packed bytes just fill a piece, zlib may say that it has nothing to do (1.2.13 does not).
        // That must not end the loop: more chunks may follow.
      } while (code == Z_OK || code == Z_BUF_ERROR) && offset < input.count
    }
    // Without any input and room enough, zlib has nothing to do and says so.
    guard code == (isLast ? Z_STREAM_END : Z_OK) || code == Z_BUF_ERROR && !isLast else { throw failure }
    return result
  }

  /// The gzip file of the bytes.
  static func packed(_ bytes: [UInt8], name: String) throws(FileError) -> [UInt8] {
    try GzipPacker(name: name).pack(bytes, isLast: true)
  }
}
