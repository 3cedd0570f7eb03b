/// A Swift type whose values are the elements of a tensor: `Bool`, `Int32`, `Int`, `Float` or `Double`.
public protocol TensorElement: Sendable, Hashable, BitwiseCopyable {
  /// The element type of tensors that hold these values.
  static var dtype: DType { get }
  /// This value as a `Double`, rounded to nearest where it must be; `false` is 0 and `true` is 1.
  var asDouble: Double { get }
  /// This value as an `Int`: truncated towards zero, clamped to the range of `Int`, NaN as 0.
  var asInt: Int { get }
  /// The value nearest to `value`; integers truncate towards zero, and `Bool` is whether it differs from zero.
  static func element(from value: Double) -> Self
  /// The value nearest to `value`; `Bool` is whether it differs from zero.
  static func element(from value: Int) -> Self
}

extension Bool: TensorElement {
  /// The element type of tensors that hold these values.
  public static var dtype: DType { .bool }
  /// This value as a `Double`.
  public var asDouble: Double { self ? 1 : 0 }
  /// This value as an `Int`.
  public var asInt: Int { self ? 1 : 0 }
  /// The value nearest to `value`.
  public static func element(from value: Double) -> Bool { value != 0 }
  /// The value nearest to `value`.
  public static func element(from value: Int) -> Bool { value != 0 }
}

extension Int32: TensorElement {
  /// The element type of tensors that hold these values.
  public static var dtype: DType { .int32 }
  /// This value as a `Double`.
  public var asDouble: Double { Double(self) }
  /// This value as an `Int`.
  public var asInt: Int { Int(self) }
  /// The value nearest to `value`.
  public static func element(from value: Double) -> Int32 { Int32(clamping: Int.element(from: value)) }
  /// The value nearest to `value`.
  public static func element(from value: Int) -> Int32 { Int32(truncatingIfNeeded: value) }
}

extension Int: TensorElement {
  /// The element type of tensors that hold these values.
  public static var dtype: DType { .int64 }
  /// This value as a `Double`.
  public var asDouble: Double { Double(self) }
  /// This value as an `Int`.
  public var asInt: Int { self }
  /// The value nearest to `value`.
  public static func element(from value: Double) -> Int {
    if value >= 0x1p63 { return .max }
    return value >= -0x1p63 ? Int(value) : value.isNaN ? 0 : .min
  }
  /// The value nearest to `value`.
  public static func element(from value: Int) -> Int { value }
}

extension Float: TensorElement {
  /// The element type of tensors that hold these values.
  public static var dtype: DType { .float32 }
  /// This value as a `Double`.
  public var asDouble: Double { Double(self) }
  /// This value as an `Int`.
  public var asInt: Int { Int.element(from: Double(self)) }
  /// The value nearest to `value`.
  public static func element(from value: Double) -> Float { Float(value) }
  /// The value nearest to `value`.
  public static func element(from value: Int) -> Float { Float(value) }
}

extension Double: TensorElement {
  /// The element type of tensors that hold these values.
  public static var dtype: DType { .float64 }
  /// This value as a `Double`.
  public var asDouble: Double { self }
  /// This value as an `Int`.
  public var asInt: Int { Int.element(from: self) }
  /// The value nearest to `value`.
  public static func element(from value: Double) -> Double { value }
  /// The value nearest to `value`.
  public static func element(from value: Int) -> Double { Double(value) }
}

/// The elements that can be added and multiplied: all but `Bool`.
protocol NumericElement: TensorElement, Comparable, SignedNumeric {
  static func wrappingAdd(_ a: Self, _ b: Self) -> Self
  static func wrappingSubtract(_ a: Self, _ b: Self) -> Self
  static func wrappingMultiply(_ a: Self, _ b: Self) -> Self
  var isNotANumber: Bool { get }
}

extension NumericElement where Self: FixedWidthInteger {
  // Integers wrap around as they do in NumPy and PyTorch: data must not be able to stop the program.
  @inline(__always) static func wrappingAdd(_ a: Self, _ b: Self) -> Self { a &+ b }
  @inline(__always) static func wrappingSubtract(_ a: Self, _ b: Self) -> Self { a &- b }
  @inline(__always) static func wrappingMultiply(_ a: Self, _ b: Self) -> Self { a &* b }
  @inline(__always) var isNotANumber: Bool { false }
}

extension NumericElement where Self: BinaryFloatingPoint {
  @inline(__always) static func wrappingAdd(_ a: Self, _ b: Self) -> Self { a + b }
  @inline(__always) static func wrappingSubtract(_ a: Self, _ b: Self) -> Self { a - b }
  @inline(__always) static func wrappingMultiply(_ a: Self, _ b: Self) -> Self { a * b }
  @inline(__always) var isNotANumber: Bool { isNaN }
}

extension Int32: NumericElement {}
extension Int: NumericElement {}
extension Float: NumericElement {}
extension Double: NumericElement {}

extension DType {
  /// Calls `body` with the Swift type of the elements.
  @inline(__always)
  func withElementType<Result>(_ body: (any TensorElement.Type) -> Result) -> Result {
    switch self {
    case .bool: body(Bool.self)
    case .int32: body(Int32.self)
    case .int64: body(Int.self)
    case .float32: body(Float.self)
    case .float64: body(Double.self)
    }
  }
}
