import MyelinCore
import MyelinFiles

/// PNG and JPEG images as tensors.
///
/// An image is a float32 tensor `[height, width, channels]` of numbers from 0 to 1: what is in the file, divided by 255 (by 65,535
/// for PNGs of 16 bits). Keras has the same order of axes, and numbers up to 255; torchvision's `ToTensor` has the same numbers,
/// and the channels first.
///
/// ```swift
/// let image = try ImageFile.read("cat.jpg", channels: .rgb)             // [375, 500, 3]
/// try ImageFile.write(image.resized(height: 64, width: 64), to: "small.png")
/// ```
///
/// Numbers are taken as they are in the file: colour profiles, gamma and the orientation in EXIF data change nothing, as in
/// Keras and torchvision.
public enum ImageFile {
  /// An image may have so many pixels unless told otherwise: those from which on Pillow refuses it as a bomb.
  public static let defaultLimit = 178_956_970

  /// Reads an image.
  ///
  /// - Parameters:
  ///   - path: Where the file is. What it begins with tells the format, not its name.
  ///   - channels: What the channels shall be. By default those of the file: palettes become rgb, or rgba if they are
  ///     transparent somewhere; grey of less than 8 bits becomes grey; CMYK becomes rgb. Colours become grey by ITU-R 601
  ///     (0.299 red + 0.587 green + 0.114 blue), and opacity that isn't asked for is dropped, both as in Pillow.
  ///   - limit: How many pixels it may have. It is looked at before memory for them is asked for, which is up to 24 bytes
  ///     for each.
  /// - Throws: ``FileError`` if the file can't be read, is neither PNG nor JPEG, is larger than the limit, or is truncated or
  ///   damaged.
  public static func read(
    _ path: String, channels: ImageChannels? = nil, limit: Int = defaultLimit
  ) throws(FileError) -> Tensor {
    try read(bytes: ByteSource(path: path).bytes(), channels: channels, name: path, limit: limit)
  }

  /// Reads an image that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - channels: What the channels shall be; by default those of the file.
  ///   - name: What errors call it.
  ///   - limit: How many pixels it may have.
  public static func read(
    bytes: [UInt8], channels: ImageChannels? = nil, name: String = "image data", limit: Int = defaultLimit
  ) throws(FileError) -> Tensor {
    try pixels(bytes, name: name, limit: limit).tensor(channels)
  }

  private static func pixels(_ bytes: [UInt8], name: String, limit: Int) throws(FileError) -> Pixels {
    if bytes.starts(with: PNGImage.signature) { return try PNGImage.pixels(bytes, name: name, limit: limit) }
    if bytes.starts(with: [0xff, 0xd8]) { return try JPEGImage.pixels(bytes, name: name, limit: limit) }
    throw FileError(
      .wrongFormat, path: name, problem: "this is neither PNG nor JPEG", remedy: "convert it to one of these")
  }

  static func checkSize(width: Int, height: Int, limit: Int, name: String) throws(FileError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= limit else {
      throw FileError(
        .unexpectedContent, path: name, problem: "it is \(width) × \(height), more than \(limit) pixels",
        remedy: "give a larger limit if you trust it")
    }
  }
}
