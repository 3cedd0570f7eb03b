// Elementary functions, element by element. Integers and Booleans are converted to float32 first. In float32, exp, log,
// tanh, sigmoid, erf, sin and cos are within 2 units in the last place of the exact result for every input; the others
// are the platform's.

extension Tensor {
  /// `function` of every element.
  static func unary(_ function: UnaryFunction, _ x: Tensor, keepsIntegers: Bool = false) -> Tensor {
    let keepsType = x.type.isFloatingPoint || (keepsIntegers && x.type.isInteger)
    return apply(function, keepsType ? x : x.cast(to: x.type == .bool && keepsIntegers ? .int64 : .float32))
  }

  /// |x|. Its derivative at 0 is taken as 0.
  public func abs() -> Tensor { .unary(.absolute, self, keepsIntegers: true) }
  /// −1, 0 or 1 by the sign of x. Its derivative is taken as 0 everywhere.
  public func sign() -> Tensor { .unary(.sign, self, keepsIntegers: true) }
  /// x².
  public func squared() -> Tensor { self * self }
  /// 1/x.
  public func reciprocal() -> Tensor { 1 / self }

  /// eˣ.
  public func exp() -> Tensor { .unary(.exp, self) }
  /// eˣ − 1, exact near 0.
  public func expm1() -> Tensor { .unary(.expMinusOne, self) }
  /// The natural logarithm; −∞ at 0, NaN below.
  public func log() -> Tensor { .unary(.log, self) }
  /// log(1 + x), exact near 0.
  public func log1p() -> Tensor { .unary(.logOnePlus, self) }
  /// The logarithm to base 2.
  public func log2() -> Tensor { .unary(.log2, self) }
  /// The logarithm to base 10.
  public func log10() -> Tensor { .unary(.log10, self) }
  /// √x; NaN below 0.
  public func sqrt() -> Tensor { .unary(.squareRoot, self) }
  /// 1/√x.
  public func rsqrt() -> Tensor { .unary(.reciprocalSquareRoot, self) }

  /// The sine of an angle in radians.
  public func sin() -> Tensor { .unary(.sin, self) }
  /// The cosine of an angle in radians.
  public func cos() -> Tensor { .unary(.cos, self) }
  /// The tangent of an angle in radians.
  public func tan() -> Tensor { .unary(.tan, self) }
  /// The angle in −π/2…π/2 whose sine is x.
  public func asin() -> Tensor { .unary(.asin, self) }
  /// The angle in 0…π whose cosine is x.
  public func acos() -> Tensor { .unary(.acos, self) }
  /// The angle in −π/2…π/2 whose tangent is x.
  public func atan() -> Tensor { .unary(.atan, self) }

  /// (eˣ − e⁻ˣ)/2.
  public func sinh() -> Tensor { .unary(.sinh, self) }
  /// (eˣ + e⁻ˣ)/2.
  public func cosh() -> Tensor { .unary(.cosh, self) }
  /// (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ).
  public func tanh() -> Tensor { .unary(.tanh, self) }
  /// The inverse of `sinh`.
  public func asinh() -> Tensor { .unary(.asinh, self) }
  /// The inverse of `cosh`; NaN below 1.
  public func acosh() -> Tensor { .unary(.acosh, self) }
  /// The inverse of `tanh`; NaN outside −1…1.
  public func atanh() -> Tensor { .unary(.atanh, self) }

  /// The logistic function 1/(1 + e⁻ˣ).
  public func sigmoid() -> Tensor { .unary(.sigmoid, self) }
  /// log(1 + eˣ), without overflow.
  public func softplus() -> Tensor { .unary(.softplus, self) }
  /// log(sigmoid(x)) = −log(1 + e⁻ˣ), without overflow.
  public func logSigmoid() -> Tensor { -(-self).softplus() }
  /// The error function 2/√π ∫₀ˣ e^(−t²) dt.
  public func erf() -> Tensor { .unary(.erf, self) }
  /// max(x, 0). Its derivative at 0 is taken as 0.
  public func relu() -> Tensor { .unary(.relu, self, keepsIntegers: true) }

  /// The largest integer that isn't above x. Its derivative is taken as 0.
  public func floor() -> Tensor { .unary(.floor, self, keepsIntegers: true) }
  /// The smallest integer that isn't below x. Its derivative is taken as 0.
  public func ceil() -> Tensor { .unary(.ceil, self, keepsIntegers: true) }
  /// The nearest integer, halves to the even one, as NumPy and PyTorch. Its derivative is taken as 0.
  public func round() -> Tensor { .unary(.round, self, keepsIntegers: true) }
  /// x without its fraction. Its derivative is taken as 0.
  public func truncated() -> Tensor { .unary(.truncate, self, keepsIntegers: true) }
}
