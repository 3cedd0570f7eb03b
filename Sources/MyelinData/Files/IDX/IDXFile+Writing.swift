import MyelinCore
import MyelinFiles

extension IDXFile {
  /// Writes a tensor, replacing an old file only once all is written.
  ///
  /// - Parameters:
  ///   - tensor: The numbers.
  ///   - path: Where the file shall be. If it ends in `.gz`, it is packed.
  ///   - element: The type of the numbers in the file: uint8, int8, int16, int32, float32 or float64, which are all that the
  ///     format has. By default bool becomes uint8, int64 becomes int32, and the others stay.
  /// - Throws: ``FileError`` if a number doesn't fit the type, the shape doesn't fit the format, or the file can't be written.
  public static func write(_ tensor: Tensor, to path: String, as element: StoredElement? = nil) throws(FileError) {
    let bytes = try encoded(tensor, as: element, name: path)
    try AtomicFile.write([path.hasSuffix(".gz") ? GzipPacker.packed(bytes, name: path) : bytes], to: path)
  }

  /// The bytes of a file that isn't packed; see ``write(_:to:as:)``.
  ///
  /// - Parameter name: What errors call it.
  public static func encoded(
    _ tensor: Tensor, as element: StoredElement? = nil, name: String = "IDX data"
  ) throws(FileError) -> [UInt8] {
    let shape = tensor.shape
    guard shape.count <= 255, shape.allSatisfy({ $0 <= UInt32.max }) else {
      throw unfit("a tensor of the shape \(brief(shape)) doesn't fit an IDX file", name)
    }
    let natural: StoredElement =
      switch tensor.type {
      case .bool: .uint8
      case .int64: .int32
      default: StoredElement(tensor.type)
      }
    let (code, numbers): (UInt8, [UInt8]) =
      switch element ?? natural {
      case .uint8: (0x08, try integers(tensor, of: UInt8.self, name))
      case .int8: (0x09, try integers(tensor, of: Int8.self, name))
      case .int16: (0x0b, try integers(tensor, of: Int16.self, name))
      case .int32: (0x0c, try integers(tensor, of: Int32.self, name))
      case .float32: (0x0d, tensor.cast(to: .float32).storedBytes(bigEndian: true))
      case .float64: (0x0e, tensor.cast(to: .float64).storedBytes(bigEndian: true))
      case let other: throw unfit("an IDX file can't hold numbers of type \(other.rawValue)", name)
      }
    let sizes = shape.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
    return [0, 0, code, UInt8(shape.count)] + sizes + numbers
  }

  /// The numbers as integers of a type, if all of them are such.
  private static func integers<Number: FixedWidthInteger>(
    _ tensor: Tensor, of type: Number.Type, _ name: String
  ) throws(FileError) -> [UInt8] {
    var result: [Number] = []
    result.reserveCapacity(tensor.count)
    if tensor.type.isFloatingPoint {
      for value in tensor.scalars {
        guard let number = Number(exactly: value) else { throw unfit("\(value) is no \(type)", name) }
        result.append(number.bigEndian)
      }
    } else {
      for value in tensor.elements(as: Int.self) {
        guard let number = Number(exactly: value) else { throw unfit("\(value) is no \(type)", name) }
        result.append(number.bigEndian)
      }
    }
    return result.withUnsafeBytes { Array($0) }
  }

  private static func unfit(_ problem: String, _ name: String) -> FileError {
    FileError(.unexpectedContent, path: name, problem: problem, remedy: "write it as another type or as .npy")
  }
}
