import MyelinCore
import MyelinFiles

/// Files of arrays in the format of the MNIST images, plain or packed with gzip.
///
/// Such a file has a type, up to 255 sizes of axes, and the numbers, the first byte of each the most significant one:
///
/// ```swift
/// let images = try IDXFile.read("train-images-idx3-ubyte.gz")   // int32, [60000, 28, 28]
/// let pixels = images.cast(to: .float32) / 255
/// ```
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public enum IDXFile {
  /// A packed file may unpack to this many bytes unless told otherwise: 4 GiB.
  public static let defaultLimit = 1 << 32

  /// Reads a file, whether it is packed with gzip or not.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - limit: How many bytes a packed file may unpack to. Memory for more than 1,032 times the file's size is never asked
  ///     for: gzip can't pack better.
  /// - Returns: A tensor of the shape in the file, of the type that ``StoredElement`` says.
  /// - Throws: ``FileError`` if the file can't be read, is none of this format, or is truncated or damaged.
  public static func read(_ path: String, limit: Int = defaultLimit) throws(FileError) -> Tensor {
    try read(ByteSource(path: path), limit: limit)
  }

  /// Reads a file that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes, packed or not.
  ///   - name: What errors call it.
  ///   - limit: How many bytes a packed file may unpack to.
  public static func read(
    bytes: [UInt8], name: String = "IDX data", limit: Int = defaultLimit
  ) throws(FileError) -> Tensor {
    try read(.memory(bytes, name: name), limit: limit)
  }

  /// How the array lies in a file that isn't packed: what it takes to read a part of it.
  ///
  /// - Throws: ``FileError`` if the file is packed or none of this format, or is shorter than it says.
  public static func layout(of path: String) throws(FileError) -> ArrayLayout {
    let source = try ByteSource(path: path)
    guard try !GzipStream.recognizes(source) else {
      throw FileError(
        .wrongFormat, path: path, problem: "it is packed with gzip, so no part can be read alone",
        remedy: "unpack it with gunzip")
    }
    let stream = PlainStream(source)
    let layout = try header(stream)
    guard layout.byteCount == stream.bound else { throw wrongLength(layout, stream) }
    return layout
  }

  /// The bytes of a file of bytes without a sign, packed or not.
  ///
  /// - Throws: ``FileError`` also if the numbers are others than such bytes.
  static func bytes(of path: String) throws(FileError) -> (shape: [Int], bytes: [UInt8]) {
    try withArray(in: ByteSource(path: path), limit: defaultLimit) { layout, stream throws(FileError) in
      guard layout.element == .uint8 else {
        throw FileError(
          .unexpectedContent, path: path, problem: "the numbers are of the type \(layout.element.rawValue), not uint8",
          remedy: "name a file of bytes, as MNIST's are")
      }
      return (layout.shape, try stream.bytes(layout.count))
    }
  }

  private static func read(_ source: ByteSource, limit: Int) throws(FileError) -> Tensor {
    try withArray(in: source, limit: limit) { layout, stream throws(FileError) in try layout.tensor(from: stream) }
  }

  /// What `body` gives for the array, whose numbers come next in the stream; then nothing may follow.
  static func withArray<Result>(
    in source: ByteSource, limit: Int, _ body: (ArrayLayout, any ByteStream) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    guard try GzipStream.recognizes(source) else {
      let stream = PlainStream(source)
      let layout = try header(stream)
      guard layout.byteCount == stream.bound else { throw wrongLength(layout, stream) }
      return try body(layout, stream)
    }
    let stream = GzipStream(source, limit: limit)
    let result = try body(header(stream), stream)
    guard try stream.isAtEnd() else {
      throw FileError.corrupt(
        "more data follows than the header says", path: source.name, at: .byte(stream.position - 1))
    }
    return result
  }

  private static func wrongLength(_ layout: ArrayLayout, _ stream: PlainStream) -> FileError {
    let problem =
      "\(layout.byteCount) bytes of numbers should follow (shape \(brief(layout.shape))), not \(stream.bound)"
    return layout.byteCount > stream.bound
      ? .truncated(problem, path: stream.name, at: .byte(stream.position))
      : .corrupt(problem, path: stream.name, at: .byte(stream.position))
  }

  private static func header(_ stream: some ByteStream) throws(FileError) -> ArrayLayout {
    let start = try stream.bytes(4)
    guard start[0] == 0, start[1] == 0, let element = element(code: start[2]) else {
      throw FileError(
        .wrongFormat, path: stream.name, problem: "this is no IDX file",
        remedy: "name one, such as train-images-idx3-ubyte")
    }
    let sizes = try stream.bytes(4 * Int(start[3]))
    let shape = stride(from: 0, to: sizes.count, by: 4).map { place in
      sizes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    return try ArrayLayout(
      element: element, isBigEndian: true, shape: shape, offset: 4 + sizes.count, name: stream.name)
  }

  private static func element(code: UInt8) -> StoredElement? {
    switch code {
    case 0x08: .uint8
    case 0x09: .int8
    case 0x0b: .int16
    case 0x0c: .int32
    case 0x0d: .float32
    case 0x0e: .float64
    default: nil
    }
  }
}
