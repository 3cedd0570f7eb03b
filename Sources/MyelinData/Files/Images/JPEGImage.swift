import CTurboJPEG
import MyelinFiles

/// JPEG images through libjpeg-turbo.
enum JPEGImage {
  static func pixels(_ bytes: [UInt8], name: String, limit: Int) throws(FileError) -> Pixels {
    guard let decoder = tjInitDecompress() else { throw noMemory(name) }
    defer { tjDestroy(decoder) }
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard
      tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &sampling, &space) == 0, width > 0,
      height > 0
    else { throw damaged(decoder, name) }
    try ImageFile.checkSize(width: Int(width), height: Int(height), limit: limit, name: name)
    let isFourColored = space == Int32(TJCS_CMYK.rawValue) || space == Int32(TJCS_YCCK.rawValue)
    let isGrey = space == Int32(TJCS_GRAY.rawValue)
    let channels = isGrey ? 1 : isFourColored ? 4 : 3
    let format = isGrey ? TJPF_GRAY : isFourColored ? TJPF_CMYK : TJPF_RGB
    let (row, isLong) = width.multipliedReportingOverflow(by: Int32(channels))
    guard !isLong else { throw FileError.corrupt("the JPEG image is too wide", path: name) }
    var pixels = [UInt8](repeating: 0, count: Int(row) * Int(height))
    // Hundreds of passes over a large image in a small file would take for ever.
    let flags = TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT
    let code = tjDecompress2(
      decoder, bytes, UInt(bytes.count), &pixels, width, row, height, Int32(format.rawValue), flags)
    // Odd bytes between two pieces are common and do no harm; pixels that are missing do.
    let isHarmless =
      tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue) && !message(decoder).contains("Premature")
    guard code == 0 || isHarmless else { throw damaged(decoder, name) }
    if isFourColored { pixels = withoutBlack(pixels) }
    return Pixels(
      width: Int(width), height: Int(height), channels: isFourColored ? 3 : channels, bits: 8, bytes: pixels)
  }

  /// Red, green and blue of inks that are stored inverted, as all programs do since Photoshop; rounded as in Pillow.
  private static func withoutBlack(_ inks: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(inks.count / 4 * 3)
    for start in stride(from: 0, to: inks.count, by: 4) {
      let light = Int(inks[start + 3])
      for ink in 0..<3 {
        let product = (255 - Int(inks[start + ink])) * light + 128
        result.append(UInt8(clamping: light - (product + product >> 8) >> 8))
      }
    }
    return result
  }

  static func encoded(_ pixels: Pixels, quality: Int, name: String) throws(FileError) -> [UInt8] {
    guard let encoder = tjInitCompress() else { throw noMemory(name) }
    defer { tjDestroy(encoder) }
    let isGrey = pixels.channels == 1
    var buffer: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { tjFree(buffer) }
    let code = tjCompress2(
      encoder, pixels.bytes, Int32(pixels.width), 0, Int32(pixels.height),
      Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue), &buffer, &count,
      Int32((isGrey ? TJSAMP_GRAY : TJSAMP_420).rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
    guard code == 0, let buffer else {
      throw FileError(
        .unexpectedContent, path: name, problem: "no JPEG can be made of it (\(message(encoder)))",
        remedy: "write it as PNG")
    }
    return Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
  }

  private static func message(_ handle: tjhandle) -> String { tjGetErrorStr2(handle).map { String(cString: $0) } ?? "" }

  private static func damaged(_ handle: tjhandle, _ name: String) -> FileError {
    let text = message(handle)
    return text.contains("Premature")
      ? .truncated("the JPEG image ends too early", path: name)
      : .corrupt("the JPEG image is damaged (\(text))", path: name)
  }

  private static func noMemory(_ name: String) -> FileError {
    FileError(.inputOutput, path: name, problem: "libjpeg-turbo can't begin", remedy: "free some memory")
  }
}
