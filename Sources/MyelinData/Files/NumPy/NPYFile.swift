import MyelinCore
import MyelinFiles

/// Files of one array, as `numpy.save` writes them.
///
/// ```swift
/// let samples = try NPYFile.read("samples.npy")
/// try NPYFile.write(samples / 255, to: "scaled.npy")
/// ```
///
/// Read are versions 1 to 3 of the format, both byte orders, row-major and column-major arrays of Booleans, integers and
/// floating-point numbers of all sizes; ``StoredElement`` says which type a tensor of them has. Complex numbers, texts, objects and
/// structured arrays are errors.
public enum NPYFile {
  /// Reads a file. What follows the first array in it is left alone, as `numpy.load` does.
  ///
  /// - Parameter path: Where the file is.
  /// - Returns: A tensor of the array's shape. A column-major array is a transposed view.
  /// - Throws: ``FileError`` if the file can't be read, is none of this format, holds what a tensor can't, or is truncated
  ///   or damaged.
  public static func read(_ path: String) throws(FileError) -> Tensor {
    try read(PlainStream(ByteSource(path: path)))
  }

  /// Reads a file that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - name: What errors call it.
  public static func read(bytes: [UInt8], name: String = "NPY data") throws(FileError) -> Tensor {
    try read(PlainStream(.memory(bytes, name: name)))
  }

  static func read(_ stream: some ByteStream) throws(FileError) -> Tensor {
    try NPYHeader.layout(from: stream).tensor(from: stream)
  }

  /// How the array lies in a file: what it takes to read a part of it.
  ///
  /// - Throws: ``FileError`` if the file is none of this format, or is shorter than it says.
  public static func layout(of path: String) throws(FileError) -> ArrayLayout {
    let stream = PlainStream(try ByteSource(path: path))
    let layout = try NPYHeader.layout(from: stream)
    guard layout.byteCount <= stream.bound else {
      throw FileError.truncated(
        "\(layout.byteCount) bytes of numbers should follow, not \(stream.bound)", path: path, at: .byte(layout.offset))
    }
    return layout
  }

  /// Writes a tensor, replacing an old file only once all is written.
  ///
  /// - Parameters:
  ///   - tensor: The numbers, which keep their type.
  ///   - path: Where the file shall be.
  /// - Throws: ``FileError``; the old file, if there was one, is then unchanged.
  public static func write(_ tensor: Tensor, to path: String) throws(FileError) {
    try AtomicFile.write(
      [NPYHeader.encoded(StoredElement(tensor.type), shape: tensor.shape), tensor.storedBytes(bigEndian: false)],
      to: path)
  }

  /// The bytes of a file; see ``write(_:to:)``.
  public static func encoded(_ tensor: Tensor) -> [UInt8] {
    NPYHeader.encoded(StoredElement(tensor.type), shape: tensor.shape) + tensor.storedBytes(bigEndian: false)
  }
}
