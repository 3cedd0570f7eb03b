import CMyelinPNG
import MyelinFiles

/// PNG images through libpng.
enum PNGImage {
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  static func pixels(_ bytes: [UInt8], name: String, limit: Int) throws(FileError) -> Pixels {
    var header = myelin_png_header()
    var message = [CChar](repeating: 0, count: Int(MYELIN_PNG_MESSAGE))
    guard myelin_png_read_header(bytes, bytes.count, &header, &message) else { throw damaged(message, name) }
    let (width, height) = (Int(header.width), Int(header.height))
    try ImageFile.checkSize(width: width, height: height, limit: limit, name: name)
    let row = width * Int(header.channels) * Int(header.bits) / 8
    let (count, overflow) = row.multipliedReportingOverflow(by: height)
    // In the file a pixel may take a bit where it is expanded to 8 bytes.
    guard !overflow, count / 64 / GzipStream.greatestRatio <= bytes.count else {
      throw FileError.truncated("\(bytes.count) bytes are too few for an image of \(width) × \(height)", path: name)
    }
    // Set to 0: the passes of an interlaced image write a part of a row each.
    var pixels = [UInt8](repeating: 0, count: count)
    guard myelin_png_read_pixels(bytes, bytes.count, &header, &pixels, &message) else { throw damaged(message, name) }
    return Pixels(width: width, height: height, channels: Int(header.channels), bits: Int(header.bits), bytes: pixels)
  }

  static func encoded(_ pixels: Pixels, name: String) throws(FileError) -> [UInt8] {
    var header = myelin_png_header(
      width: UInt32(pixels.width), height: UInt32(pixels.height), channels: Int32(pixels.channels),
      bits: Int32(pixels.bits))
    var message = [CChar](repeating: 0, count: Int(MYELIN_PNG_MESSAGE))
    var result: [UInt8] = []
    let isWritten = withUnsafeMutablePointer(to: &result) { target in
      myelin_png_write(
        &header, pixels.bytes, target,
        { context, bytes, count in
          context?.assumingMemoryBound(to: [UInt8].self).pointee += UnsafeBufferPointer(start: bytes, count: count)
        }, &message)
    }
    guard isWritten else {
      throw FileError(
        .inputOutput, path: name, problem: "no PNG can be made of it\(text(message))", remedy: "free some memory")
    }
    return result
  }

  private static func damaged(_ message: [CChar], _ name: String) -> FileError {
    .corrupt("the PNG image is damaged\(text(message))", path: name)
  }

  private static func text(_ message: [CChar]) -> String {
    let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? "" : " (\(String(decoding: bytes, as: UTF8.self)))"
  }
}
