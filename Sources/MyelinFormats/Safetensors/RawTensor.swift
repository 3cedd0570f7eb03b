/// A tensor as it is in a file: the type of its elements, its shape, and its bytes.
///
/// The elements are in row-major order, each with its least significant byte first.
public struct RawTensor: Hashable, Sendable {
  /// The types of elements that the safetensors format knows, by their names in it.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// A truth value: one byte, 0 or 1.
    case bool = "BOOL"
    /// An unsigned integer of 8 bits.
    case uint8 = "U8"
    /// A signed integer of 8 bits.
    case int8 = "I8"
    /// An unsigned integer of 16 bits.
    case uint16 = "U16"
    /// A signed integer of 16 bits.
    case int16 = "I16"
    /// An unsigned integer of 32 bits.
    case uint32 = "U32"
    /// A signed integer of 32 bits.
    case int32 = "I32"
    /// An unsigned integer of 64 bits.
    case uint64 = "U64"
    /// A signed integer of 64 bits.
    case int64 = "I64"
    /// A number of 8 bits, 4 of them for the exponent.
    case float8E4M3 = "F8_E4M3"
    /// A number of 8 bits, 5 of them for the exponent.
    case float8E5M2 = "F8_E5M2"
    /// A power of two of 8 bits.
    case float8E8M0 = "F8_E8M0"
    /// A number of 16 bits as in IEEE 754, 5 of them for the exponent.
    case float16 = "F16"
    /// The upper half of a ``float32``: 8 of its 16 bits are for the exponent.
    case bfloat16 = "BF16"
    /// A number of 32 bits: Swift's `Float`.
    case float32 = "F32"
    /// A number of 64 bits: Swift's `Double`.
    case float64 = "F64"
    /// A complex number of two ``float32``.
    case complex64 = "C64"

    /// The number of bytes of one element.
    public var byteCount: Int {
      switch self {
      case .bool, .uint8, .int8, .float8E4M3, .float8E5M2, .float8E8M0: 1
      case .uint16, .int16, .float16, .bfloat16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64, .complex64: 8
      }
    }
  }

  /// The type of the elements.
  public let elementType: ElementType

  /// The number of elements along each axis; empty for a single number.
  public let shape: [Int]

  /// The elements' bytes.
  public let bytes: [UInt8]

  /// Creates a tensor from its bytes.
  ///
  /// - Precondition: The shape has no negative size, and there are as many bytes as it calls for.
  ///
  /// - Parameters:
  ///   - elementType: The type of the elements.
  ///   - shape: The number of elements along each axis.
  ///   - bytes: The elements, row by row, each with its least significant byte first.
  public init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
    let expected = Self.byteCount(of: elementType, shape: shape)
    guard expected == bytes.count else {
      fatalError(
        "RawTensor: a tensor of shape \(shape) and type \(elementType.rawValue) "
          + (expected.map { "has \($0) bytes, but \(bytes.count) were given" } ?? "can't exist"))
    }
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a tensor of type ``ElementType/float32``.
  ///
  /// - Precondition: There are as many values as the shape calls for.
  public init(_ values: [Float], shape: [Int]) {
    self.init(elementType: .float32, shape: shape, bytes: Self.bytes(of: values))
  }

  /// Creates a tensor of type ``ElementType/float64``.
  ///
  /// - Precondition: There are as many values as the shape calls for.
  public init(_ values: [Double], shape: [Int]) {
    self.init(elementType: .float64, shape: shape, bytes: Self.bytes(of: values))
  }

  /// Creates a tensor of type ``ElementType/int32``.
  ///
  /// - Precondition: There are as many values as the shape calls for.
  public init(_ values: [Int32], shape: [Int]) {
    self.init(elementType: .int32, shape: shape, bytes: Self.bytes(of: values))
  }

  /// Creates a tensor of type ``ElementType/int64``.
  ///
  /// - Precondition: There are as many values as the shape calls for.
  public init(_ values: [Int], shape: [Int]) {
    self.init(elementType: .int64, shape: shape, bytes: Self.bytes(of: values))
  }

  /// Creates a tensor of type ``ElementType/bool``.
  ///
  /// - Precondition: There are as many values as the shape calls for.
  public init(_ values: [Bool], shape: [Int]) {
    self.init(elementType: .bool, shape: shape, bytes: values.map { $0 ? 1 : 0 })
  }

  /// The number of elements.
  public var count: Int { bytes.count / elementType.byteCount }

  /// The elements as `Float`, or `nil` unless the type is one of 16, 32 or 64 bits for fractions.
  ///
  /// Values of ``ElementType/float64`` are rounded; those of the other types are exact.
  public var floats: [Float]? {
    switch elementType {
    case .float32: values(as: Float.self)
    case .float64: values(as: Double.self).map { Float($0) }
    case .float16: values(as: UInt16.self).map { Float(halfBits: $0) }
    case .bfloat16: values(as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: nil
    }
  }

  /// The elements as `Double`, or `nil` unless the type is one of 16, 32 or 64 bits for fractions; all are exact.
  public var doubles: [Double]? {
    elementType == .float64 ? values(as: Double.self) : floats?.map { Double($0) }
  }

  /// The elements as `Int`, or `nil` if they are not integers or one of them is too large.
  public var integers: [Int]? {
    switch elementType {
    case .uint8: return bytes.map { Int($0) }
    case .int8: return values(as: Int8.self).map { Int($0) }
    case .uint16: return values(as: UInt16.self).map { Int($0) }
    case .int16: return values(as: Int16.self).map { Int($0) }
    case .uint32: return values(as: UInt32.self).map { Int($0) }
    case .int32: return values(as: Int32.self).map { Int($0) }
    case .int64: return values(as: Int.self)
    case .uint64:
      let values = values(as: UInt64.self)
      return values.allSatisfy { $0 <= Int.max } ? values.map { Int($0) } : nil
    default: return nil
    }
  }

  /// The elements as `Bool`, or `nil` if they are not truth values. Any byte but 0 counts as true.
  public var bools: [Bool]? {
    elementType == .bool ? bytes.map { $0 != 0 } : nil
  }

  /// The number of bytes of a tensor, or `nil` if a size is negative or the number is too large for `Int`.
  static func byteCount(of type: ElementType, shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    var total = type.byteCount
    for size in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      total = product
    }
    return total
  }

  // Swift's Linux runs on little-endian processors only, so memory and file hold the same bytes.
  private static func bytes<Scalar: BitwiseCopyable>(of values: [Scalar]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  private func values<Scalar: BitwiseCopyable>(as type: Scalar.Type) -> [Scalar] {
    [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }
}

extension Float {
  /// The value of a number of 16 bits as in IEEE 754. Not every platform of Swift has `Float16`.
  fileprivate init(halfBits bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero and the subnormal numbers: multiples of the smallest one.
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F: self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
