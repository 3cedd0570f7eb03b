// Comparisons have a point, as in Swift's SIMD types, because their result is a tensor and not one Boolean.

extension Tensor {
  /// Where a equals b.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { compare(.equal, a, b) }
  /// Where a equals b.
  public static func .== (a: Tensor, b: some TensorElement) -> Tensor { a .== a.scalar(beside: b) }
  /// Where a differs from b.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { compare(.notEqual, a, b) }
  /// Where a differs from b.
  public static func .!= (a: Tensor, b: some TensorElement) -> Tensor { a .!= a.scalar(beside: b) }
  /// Where a is less than b.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { compare(.less, a, b) }
  /// Where a is less than b.
  public static func .< (a: Tensor, b: some TensorElement) -> Tensor { a .< a.scalar(beside: b) }
  /// Where a is at most b.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { compare(.lessOrEqual, a, b) }
  /// Where a is at most b.
  public static func .<= (a: Tensor, b: some TensorElement) -> Tensor { a .<= a.scalar(beside: b) }
  /// Where a is greater than b.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { compare(.greater, a, b) }
  /// Where a is greater than b.
  public static func .> (a: Tensor, b: some TensorElement) -> Tensor { a .> a.scalar(beside: b) }
  /// Where a is at least b.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { compare(.greaterOrEqual, a, b) }
  /// Where a is at least b.
  public static func .>= (a: Tensor, b: some TensorElement) -> Tensor { a .>= a.scalar(beside: b) }

  /// Where both Boolean tensors hold.
  public static func .& (a: Tensor, b: Tensor) -> Tensor { compare(.and, a, b) }
  /// Where one of the Boolean tensors holds, or both.
  public static func .| (a: Tensor, b: Tensor) -> Tensor { compare(.or, a, b) }
  /// Where a Boolean tensor differs from a Boolean.
  static func .^ (a: Tensor, b: Bool) -> Tensor { a .^ .full([], b) }
  /// Where exactly one of the Boolean tensors holds.
  public static func .^ (a: Tensor, b: Tensor) -> Tensor { compare(.exclusiveOr, a, b) }
  /// Where a Boolean tensor doesn't hold.
  public static prefix func .! (a: Tensor) -> Tensor { a .^ true }

  /// Where the elements are NaN.
  public func isNaN() -> Tensor { type.isFloatingPoint ? self .!= self : .full(shape, false) }
  /// Where the elements are neither infinite nor NaN.
  public func isFinite() -> Tensor {
    type.isFloatingPoint ? detached() * 0 .== 0 : .full(shape, true)
  }
  /// Where the elements are +∞ or −∞.
  public func isInfinite() -> Tensor { .!(isFinite() .| isNaN()) }
}
