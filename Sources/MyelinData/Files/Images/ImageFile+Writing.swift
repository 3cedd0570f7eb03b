import Foundation
import MyelinCore
import MyelinFiles

extension ImageFile {
  /// Writes an image, replacing an old file only once all is written.
  ///
  /// - Parameters:
  ///   - image: Numbers from 0 to 1, `[height, width, channels]` with 1 to 4 channels, or `[height, width]`, grey. Numbers
  ///     beyond become 0 or 1, others are rounded to the nearest.
  ///   - path: Where the file shall be: `….png`, `….jpg` or `….jpeg`.
  ///   - bits: 8 or 16 for each channel of a PNG.
  ///   - quality: Of a JPEG, from 1 to 100. Colours are kept at half the resolution, as Pillow does.
  /// - Throws: ``FileError`` if the name has another ending, there is a NaN in the image, a JPEG would have opacity or be wider or
  ///   higher than 65,535, or the file can't be written.
  public static func write(_ image: Tensor, to path: String, bits: Int = 8, quality: Int = 90) throws(FileError) {
    let name = path.lowercased()
    let bytes: [UInt8]
    if name.hasSuffix(".png") {
      bytes = try encodedPNG(image, bits: bits, name: path)
    } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      bytes = try encodedJPEG(image, quality: quality, name: path)
    } else {
      throw FileError(
        .wrongFormat, path: path, problem: "the name tells no format of images", remedy: "end it in .png or .jpg")
    }
    try AtomicFile.write([bytes], to: path)
  }

  /// The bytes of a PNG file; see ``write(_:to:bits:quality:)``.
  public static func encodedPNG(_ image: Tensor, bits: Int = 8, name: String = "image") throws(FileError) -> [UInt8] {
    guard bits == 8 || bits == 16 else { fatalError("ImageFile.encodedPNG: bits is \(bits): give 8 or 16") }
    return try PNGImage.encoded(pixels(image, bits: bits, name: name), name: name)
  }

  /// The bytes of a JPEG file; see ``write(_:to:bits:quality:)``.
  public static func encodedJPEG(
    _ image: Tensor, quality: Int = 90, name: String = "image"
  ) throws(FileError) -> [UInt8] {
    guard (1...100).contains(quality) else {
      fatalError("ImageFile.encodedJPEG: quality is \(quality): give a number from 1 to 100")
    }
    let pixels = try pixels(image, bits: 8, name: name)
    guard pixels.channels % 2 == 1 else {
      throw FileError(
        .unexpectedContent, path: name, problem: "a JPEG can't hold the opacity", remedy: "write a PNG, or drop it")
    }
    return try JPEGImage.encoded(pixels, quality: quality, name: name)
  }

  private static func pixels(_ image: Tensor, bits: Int, name: String) throws(FileError) -> Pixels {
    let shape = image.rank == 2 ? image.shape + [1] : image.shape
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }), (1...4).contains(shape[2]) else {
      fatalError(
        "ImageFile: a tensor of the shape \(image.shape) is no image: give [height, width] or [height, width, 1…4], none 0"
      )
    }
    guard shape[0] < Int32.max, shape[1] < Int32.max else {
      throw FileError(.unexpectedContent, path: name, problem: "it is too large for a PNG", remedy: "make it smaller")
    }
    let greatest: Double = bits == 16 ? 65535 : 255
    var bytes: [UInt8] = []
    bytes.reserveCapacity(image.count * bits / 8)
    for value in image.scalars {
      guard !value.isNaN else {
        throw FileError(.unexpectedContent, path: name, problem: "there is a NaN in the image", remedy: "replace it")
      }
      let number = UInt16((min(max(value, 0), 1) * greatest).rounded())
      if bits == 16 {
        withUnsafeBytes(of: number) { bytes += $0 }
      } else {
        bytes.append(UInt8(truncatingIfNeeded: number))
      }
    }
    return Pixels(width: shape[1], height: shape[0], channels: shape[2], bits: bits, bytes: bytes)
  }
}
