import MyelinCore
import MyelinFiles

/// The type of numbers in a file of arrays, which may be one that tensors don't have.
///
/// A tensor of them has the nearest type that holds each of its values: `int8`, `uint8`, `int16`, `uint16` and `int32` become
/// int32; `uint32`, `int64` and `uint64` become int64; `float16` and `float32` become float32. A `uint64` above `Int.max`
/// fits no type, and is an error.
public enum StoredElement: String, Sendable, Hashable, CaseIterable, Codable {
  /// One byte; anything but 0 is true.
  case bool
  /// Signed integers of 8 bits.
  case int8
  /// Unsigned integers of 8 bits.
  case uint8
  /// Signed integers of 16 bits.
  case int16
  /// Unsigned integers of 16 bits.
  case uint16
  /// Signed integers of 32 bits.
  case int32
  /// Unsigned integers of 32 bits.
  case uint32
  /// Signed integers of 64 bits.
  case int64
  /// Unsigned integers of 64 bits.
  case uint64
  /// IEEE 754 half precision.
  case float16
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 double precision.
  case float64

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The type of a tensor that holds every value.
  public var type: DType {
    switch self {
    case .bool: .bool
    case .int8, .uint8, .int16, .uint16, .int32: .int32
    case .uint32, .int64, .uint64: .int64
    case .float16, .float32: .float32
    case .float64: .float64
    }
  }

  /// The type as which a tensor's elements are stored.
  public init(_ type: DType) {
    switch type {
    case .bool: self = .bool
    case .int32: self = .int32
    case .int64: self = .int64
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }
}
