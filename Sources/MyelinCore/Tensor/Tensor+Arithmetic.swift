// A Swift number beside a tensor takes the tensor's type, so that `x * 2.5` is float32 for a float32 `x`; only a
// fraction beside integers makes the result float32.

extension Tensor {
  /// Element by element, in the type in which both meet.
  static func binary(_ function: BinaryFunction, _ a: Tensor, _ b: Tensor) -> Tensor {
    let (left, right) = (a.type, b.type)
    if left == right, left.isFloatingPoint || (function != .divide && function != .arctangent2) {
      return apply(function, a, b)
    }
    var type = left.promoted(with: right)
    if function == .divide || function == .arctangent2 { type = type.floatingPoint }
    let mixed = MixedBinaryFunction(function: function, type: type)
    if mixed.takes(a, b) { return apply(mixed, a, b) }
    return apply(function, a.cast(to: type), b.cast(to: type))
  }

  /// Element by element, in the type in which both meet; the result is Boolean.
  static func compare(_ comparison: Comparison, _ a: Tensor, _ b: Tensor) -> Tensor {
    let type = a.type.promoted(with: b.type)
    return apply(comparison, a.cast(to: type), b.cast(to: type))
  }

  /// A scalar of a type that leaves this tensor's alone, if it can hold the value.
  func scalar<Value: TensorElement>(beside value: Value) -> Tensor {
    let number = WeakNumber(value)
    return .number(number, type: number.type(beside: type))
  }

  /// The sums a + b.
  public static func + (a: Tensor, b: Tensor) -> Tensor { binary(.add, a, b) }
  /// The sums a + b.
  public static func + (a: Tensor, b: some TensorElement) -> Tensor { binary(.add, a, WeakNumber(b)) }
  /// The sums a + b.
  public static func + (a: some TensorElement, b: Tensor) -> Tensor {
    binary(.add, b, WeakNumber(a), numberFirst: true)
  }

  /// The differences a − b.
  public static func - (a: Tensor, b: Tensor) -> Tensor { binary(.subtract, a, b) }
  /// The differences a − b.
  public static func - (a: Tensor, b: some TensorElement) -> Tensor { binary(.subtract, a, WeakNumber(b)) }
  /// The differences a − b.
  public static func - (a: some TensorElement, b: Tensor) -> Tensor {
    binary(.subtract, b, WeakNumber(a), numberFirst: true)
  }

  /// The products a·b, element by element; for the matrix product see `matmul`.
  public static func * (a: Tensor, b: Tensor) -> Tensor { binary(.multiply, a, b) }
  /// The products a·b.
  public static func * (a: Tensor, b: some TensorElement) -> Tensor { binary(.multiply, a, WeakNumber(b)) }
  /// The products a·b.
  public static func * (a: some TensorElement, b: Tensor) -> Tensor {
    binary(.multiply, b, WeakNumber(a), numberFirst: true)
  }

  /// The quotients a/b; integers give float32.
  public static func / (a: Tensor, b: Tensor) -> Tensor { binary(.divide, a, b) }
  /// The quotients a/b; integers give float32.
  public static func / (a: Tensor, b: some TensorElement) -> Tensor { binary(.divide, a, WeakNumber(b)) }
  /// The quotients a/b; integers give float32.
  public static func / (a: some TensorElement, b: Tensor) -> Tensor {
    binary(.divide, b, WeakNumber(a), numberFirst: true)
  }

  /// The remainders a − b·⌊a/b⌋, which have the sign of b, as Python's `%`; 0 for an integer b of 0. Where they jump, their
  /// derivatives are taken as beside the jump: 1 and −⌊a/b⌋.
  public static func % (a: Tensor, b: Tensor) -> Tensor { binary(.remainder, a, b) }
  /// The remainders a − b·⌊a/b⌋.
  public static func % (a: Tensor, b: some TensorElement) -> Tensor { binary(.remainder, a, WeakNumber(b)) }
  /// The remainders a − b·⌊a/b⌋.
  public static func % (a: some TensorElement, b: Tensor) -> Tensor {
    binary(.remainder, b, WeakNumber(a), numberFirst: true)
  }

  /// The negatives −a.
  public static prefix func - (a: Tensor) -> Tensor { unary(.negative, a, keepsIntegers: true) }

  /// Adds in place.
  public static func += (a: inout Tensor, b: Tensor) { a = a + b }
  /// Adds in place.
  public static func += (a: inout Tensor, b: some TensorElement) { a = a + b }
  /// Subtracts in place.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
  /// Subtracts in place.
  public static func -= (a: inout Tensor, b: some TensorElement) { a = a - b }
  /// Multiplies in place.
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
  /// Multiplies in place.
  public static func *= (a: inout Tensor, b: some TensorElement) { a = a * b }
  /// Divides in place.
  public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
  /// Divides in place.
  public static func /= (a: inout Tensor, b: some TensorElement) { a = a / b }

  /// ⌊a/b⌋, towards −∞; 0 for an integer b of 0. Its derivatives are taken as 0.
  public func floorDivided(by b: Tensor) -> Tensor { .binary(.floorDivide, self, b) }
  /// ⌊a/b⌋, towards −∞; 0 for an integer b of 0.
  public func floorDivided(by b: some TensorElement) -> Tensor { floorDivided(by: scalar(beside: b)) }

  /// aᵇ element by element, by the rules of C's `pow`; integers wrap around.
  ///
  /// Its derivative by a where b = 0, and by b where a = 0 ≤ b, is 0.
  public func power(_ exponent: Tensor) -> Tensor { .binary(.power, self, exponent) }
  /// aᵇ element by element, by the rules of C's `pow`; integers wrap around.
  public func power(_ exponent: some TensorElement) -> Tensor { .binary(.power, self, WeakNumber(exponent)) }

  /// The larger of both, element by element; NaN if one is NaN. Where they tie, they share the derivative equally.
  public func maximum(_ other: Tensor) -> Tensor { .binary(.maximum, self, other) }
  /// The larger of both, element by element.
  public func maximum(_ other: some TensorElement) -> Tensor { .binary(.maximum, self, WeakNumber(other)) }
  /// The smaller of both, element by element; NaN if one is NaN. Where they tie, they share the derivative equally.
  public func minimum(_ other: Tensor) -> Tensor { .binary(.minimum, self, other) }
  /// The smaller of both, element by element.
  public func minimum(_ other: some TensorElement) -> Tensor { .binary(.minimum, self, WeakNumber(other)) }

  /// The angle of the point (x, y) = (`x`, self) in −π…π. Its derivatives at the origin are taken as 0.
  public func atan2(_ x: Tensor) -> Tensor { .binary(.arctangent2, self, x) }

  /// The values limited to `bounds`. The derivative is 1 within the bounds, and 0 on them and outside, as PyTorch's
  /// `clamp`. Integers stay integers if the bounds are.
  public func clipped<Bound: TensorElement>(to bounds: ClosedRange<Bound>) -> Tensor {
    let (low, high) = (scalar(beside: bounds.lowerBound), scalar(beside: bounds.upperBound))
    let type = self.type.promoted(with: low.type).promoted(with: high.type)
    let x = cast(to: type)
    return .select(x .<= low, low.cast(to: type), .select(x .>= high, high.cast(to: type), x))
  }

  /// `ifTrue` where `condition` holds and `ifFalse` elsewhere, all broadcast to one shape. NumPy's `where`.
  public static func `where`(_ condition: Tensor, _ ifTrue: Tensor, _ ifFalse: Tensor) -> Tensor {
    let type = ifTrue.type.promoted(with: ifFalse.type)
    return select(condition, ifTrue.cast(to: type), ifFalse.cast(to: type))
  }
  /// `ifTrue` where `condition` holds and the number `ifFalse` elsewhere.
  public static func `where`(_ condition: Tensor, _ ifTrue: Tensor, _ ifFalse: some TensorElement) -> Tensor {
    `where`(condition, ifTrue, ifTrue.scalar(beside: ifFalse))
  }
  /// The number `ifTrue` where `condition` holds and `ifFalse` elsewhere.
  public static func `where`(_ condition: Tensor, _ ifTrue: some TensorElement, _ ifFalse: Tensor) -> Tensor {
    `where`(condition, ifFalse.scalar(beside: ifTrue), ifFalse)
  }

  /// `where` for two tensors of one type.
  static func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor { apply(Select(), condition, a, b) }
}
