/// The type of a tensor's elements.
public enum DType: String, Sendable, Hashable, CaseIterable, Codable {
  /// `false` or `true`, one byte each.
  case bool
  /// Signed integers of 32 bits.
  case int32
  /// Signed integers of 64 bits.
  case int64
  /// IEEE 754 single precision, the default.
  case float32
  /// IEEE 754 double precision.
  case float64

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool: 1
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// Whether the elements are floating-point numbers, the only ones that have derivatives.
  public var isFloatingPoint: Bool { self == .float32 || self == .float64 }

  /// Whether the elements are integers (Booleans are not).
  public var isInteger: Bool { self == .int32 || self == .int64 }

  /// The type in which elements of this type and of `other` meet.
  ///
  /// The order is bool → int32 → int64 → float32 → float64, as in PyTorch: an integer that meets a
  /// float32 gives float32.
  public func promoted(with other: DType) -> DType { rank >= other.rank ? self : other }

  /// The type that functions with real results (`exp`, `/`, `mean`) give for this one: itself for
  /// floating-point types, float32 for all others.
  public var floatingPoint: DType { isFloatingPoint ? self : .float32 }

  /// Whether integers of this type can be as large as `value`; floating-point types round what they can't hold.
  func holds(_ value: Int) -> Bool { self != .int32 || Int32(exactly: value) != nil }

  private var rank: Int {
    switch self {
    case .bool: 0
    case .int32: 1
    case .int64: 2
    case .float32: 3
    case .float64: 4
    }
  }
}
