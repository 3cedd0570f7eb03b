import RealModule

/// The functions of two real numbers that are computed element by element, with broadcasting.
enum BinaryFunction: String, Primitive, CaseIterable {
  case add, subtract, multiply, divide, power, maximum, minimum, arctangent2
  case floorDivide, remainder

  var name: String { rawValue }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let (a, b) = (inputs[0], inputs[1])
    let derivatives: (Tensor?, Tensor?) =
      switch self {
      case .add: (cotangent, cotangent)
      case .subtract: (cotangent, -cotangent)
      case .multiply: (cotangent * b, cotangent * a)
      case .divide: (cotangent / b, -cotangent * output / b)
      case .power: powerDerivative(cotangent, a, b, output)
      case .maximum: shared(cotangent, a, b, first: a .> b)
      case .minimum: shared(cotangent, a, b, first: a .< b)
      case .arctangent2: arctangentDerivative(cotangent, a, b)
      case .floorDivide: (nil, nil)
      case .remainder: (cotangent, -cotangent * a.floorDivided(by: b))
      }
    return [derivatives.0?.summed(to: a.shape), derivatives.1?.summed(to: b.shape)]
  }

  /// b·aᵇ⁻¹ and aᵇ·log a, both 0 where their first factor is 0: x⁰ is flat, and so is 0ᵇ for b > 0.
  private func powerDerivative(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor, _ output: Tensor) -> (Tensor, Tensor) {
    let zero = Tensor.zeros([], type: a.type)
    let byBase = Tensor.select(b .== 0, zero, cotangent * b * a.power(b - 1))
    // log is taken of 1 where 0ᵇ is flat, so that no 0 × ∞ arises there, in derivatives of this derivative either.
    let isFlat = (a .== 0) .& (b .>= 0)
    let logarithm = Tensor.select(isFlat, zero + 1, a).log()
    let byExponent = Tensor.select(isFlat, zero, cotangent * output * logarithm)
    return (byBase, byExponent)
  }

  /// b/(a² + b²) and −a/(a² + b²), both 0 at the origin.
  private func arctangentDerivative(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor) -> (Tensor, Tensor) {
    let square = a * a + b * b
    let scaled = cotangent / Tensor.select(square .== 0, square.onesLike(), square)
    return (scaled * b, -scaled * a)
  }

  /// The cotangent goes to the input that was chosen; equal inputs share it equally.
  private func shared(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor, first: Tensor) -> (Tensor, Tensor) {
    let share = first.cast(to: a.type) + 0.5 * (a .== b).cast(to: a.type)
    return (cotangent * share, cotangent * (1 - share))
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (a, b) = (inputs[0], inputs[1])
    switch a.type {
    case .bool: return evaluateBoolean(a, b)
    case .int32: return evaluateInteger(a, b, as: Int32.self)
    case .int64: return evaluateInteger(a, b, as: Int.self)
    case .float32: return evaluate(a, b, as: Float.self)
    case .float64: return evaluate(a, b, as: Double.self)
    }
  }

  private func evaluateBoolean(_ a: Tensor, _ b: Tensor) -> Tensor {
    switch self {
    case .maximum: Tensor.combine(a, b, as: Bool.self, name) { $0 || $1 }
    case .minimum: Tensor.combine(a, b, as: Bool.self, name) { $0 && $1 }
    default: stop("\(name): not defined for two Boolean tensors; use .| .& .^ or convert them with cast(to:)")
    }
  }

  private func evaluateInteger<Element: NumericElement & FixedWidthInteger>(
    _ a: Tensor, _ b: Tensor, as element: Element.Type
  ) -> Tensor {
    switch self {
    case .add: Tensor.combine(a, b, as: element, name) { $0 &+ $1 }
    case .subtract: Tensor.combine(a, b, as: element, name) { $0 &- $1 }
    case .multiply: Tensor.combine(a, b, as: element, name) { $0 &* $1 }
    case .power: Tensor.combine(a, b, as: element, name) { integerPower($0, $1) }
    case .maximum: Tensor.combine(a, b, as: element, name) { Element.larger($0, $1) }
    case .minimum: Tensor.combine(a, b, as: element, name) { Element.smaller($0, $1) }
    case .floorDivide: Tensor.combine(a, b, as: element, name) { floored($0, $1).quotient }
    case .remainder: Tensor.combine(a, b, as: element, name) { floored($0, $1).remainder }
    case .divide, .arctangent2: stop("\(name): integers must be converted to a floating-point type first")
    }
  }

  private func evaluate<Element: RealElement>(_ a: Tensor, _ b: Tensor, as element: Element.Type) -> Tensor {
    switch self {
    case .add: Tensor.combine(a, b, as: element, name) { $0 + $1 }
    case .subtract: Tensor.combine(a, b, as: element, name) { $0 - $1 }
    case .multiply: Tensor.combine(a, b, as: element, name) { $0 * $1 }
    case .divide: Tensor.combine(a, b, as: element, name) { $0 / $1 }
    case .power: Tensor.combine(a, b, as: element, name) { realPower($0, $1) }
    case .maximum: Tensor.combine(a, b, as: element, name) { Element.larger($0, $1) }
    case .minimum: Tensor.combine(a, b, as: element, name) { Element.smaller($0, $1) }
    case .arctangent2: Tensor.combine(a, b, as: element, name) { Element.atan2(y: $0, x: $1) }
    case .floorDivide: Tensor.combine(a, b, as: element, name) { flooredQuotient($0, $1) }
    case .remainder: Tensor.combine(a, b, as: element, name) { flooredRemainder($0, $1) }
    }
  }
}

/// aᵇ for every real base and exponent, by the rules of C's `pow`.
///
/// swift-numerics' `pow` is defined for positive bases only, so the sign of a negative one is set apart.
@inline(__always)
private func realPower<Element: RealElement>(_ a: Element, _ b: Element) -> Element {
  if b == 2 { return a * a }
  if b == 1 { return a }
  if b == 0 || a == 1 { return 1 }
  if b == -1 { return 1 / a }
  if b == 0.5 && a >= 0 { return a == 0 ? 0 : a.squareRoot() }
  if a.isNaN || b.isNaN { return .nan }
  if a > 0 && a.isFinite && b.isFinite { return .pow(a, b) }
  let isInteger = b.isFinite && b.rounded(.towardZero) == b
  let isOdd = isInteger && b.magnitude < 0x1p53 && (b / 2).rounded(.towardZero) * 2 != b
  let size = a.magnitude
  let result: Element
  if b.isInfinite {
    result = size == 1 ? 1 : (size > 1) == (b > 0) ? .infinity : 0
  } else if size == 0 || size.isInfinite {
    result = (size == 0) == (b > 0) ? 0 : .infinity
  } else if isInteger {
    result = .pow(size, b)
  } else {
    return .nan
  }
  return a.sign == .minus && isOdd ? -result : result
}

/// aᵇ by repeated squaring, wrapping around; negative exponents give the integer part.
private func integerPower<Element: NumericElement & FixedWidthInteger>(_ a: Element, _ b: Element) -> Element {
  if b < 0 { return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0 }
  var (result, factor, exponent) = (1 as Element, a, b)
  while exponent > 0 {
    if exponent % 2 == 1 { result = result &* factor }
    factor = factor &* factor
    exponent /= 2
  }
  return result
}

/// Division that rounds towards −∞, so that the remainder has the divisor's sign; 0 for a divisor of 0.
private func floored<Element: NumericElement & FixedWidthInteger>(
  _ a: Element, _ b: Element
) -> (quotient: Element, remainder: Element) {
  if b == 0 { return (0, 0) }
  if b == -1 { return (0 &- a, 0) }
  let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
  return remainder != 0 && (remainder < 0) != (b < 0) ? (quotient - 1, remainder + b) : (quotient, remainder)
}

/// ⌊a/b⌋, from the remainder, so that both agree where the quotient itself would be rounded to a whole number.
///
/// Source: NumPy's `npy_divmod`.
private func flooredQuotient<Element: RealElement>(_ a: Element, _ b: Element) -> Element {
  if b == 0 { return a / b }
  let remainder = a.truncatingRemainder(dividingBy: b)
  var quotient = (a - remainder) / b
  if remainder != 0, (remainder < 0) != (b < 0) { quotient -= 1 }
  // The quotient is whole up to rounding.
  return quotient == 0 ? Element(signOf: a / b, magnitudeOf: 0) : quotient.rounded(.toNearestOrEven)
}

/// The remainder with the divisor's sign, also if it is 0.
private func flooredRemainder<Element: RealElement>(_ a: Element, _ b: Element) -> Element {
  let remainder = a.truncatingRemainder(dividingBy: b)
  if remainder == 0 { return Element(signOf: b, magnitudeOf: 0) }
  return (remainder < 0) != (b < 0) ? remainder + b : remainder
}

extension Tensor {
  /// `operation` of the elements of `a` and `b`, broadcast to one shape.
  @inline(__always)
  static func combine<Element: TensorElement, Result: TensorElement>(
    _ a: Tensor, _ b: Tensor, as element: Element.Type, _ name: String, _ operation: (Element, Element) -> Result
  ) -> Tensor {
    guard let shape = Shape.broadcast(a.shape, b.shape) else {
      stop(Shape.mismatch(name, a.shape, b.shape))
    }
    /// One row, whose operands are a step apart: 1, or 0 for a number that is repeated.
    func row(
      _ x: UnsafePointer<Element>, _ xStep: Int, _ y: UnsafePointer<Element>, _ yStep: Int,
      _ target: UnsafeMutablePointer<Result>, _ length: Int
    ) {
      switch (xStep, yStep) {
      case (1, 1): for index in 0..<length { target[index] = operation(x[index], y[index]) }
      case (1, 0): let y = y[0]; for index in 0..<length { target[index] = operation(x[index], y) }
      case (0, 1): let x = x[0]; for index in 0..<length { target[index] = operation(x, y[index]) }
      default: for index in 0..<length { target[index] = operation(x[index * xStep], y[index * yStep]) }
      }
    }
    return Tensor(shape: shape, of: Result.self) { output in
      guard let target = output.baseAddress, !output.isEmpty else { return }
      let (left, right) = (a.start(of: element), b.start(of: element))
      if let leftStep = a.step(over: output.count), let rightStep = b.step(over: output.count) {
        return row(left, leftStep, right, rightStep, target, output.count)
      }
      let loop = StridedLoop(
        shape: shape,
        strides: [
          Shape.broadcastStrides(a.shape, strides: a.strides, to: shape),
          Shape.broadcastStrides(b.shape, strides: b.strides, to: shape),
        ])
      loop.forEachRow { position, offsets, length, steps in
        row(left + offsets[0], steps[0], right + offsets[1], steps[1], target + position, length)
      }
    }
  }

  /// The distance between the elements that a loop over `count` of them reads of this tensor, if that is always the same:
  /// 1 if it has as many without gaps, 0 if it repeats one number.
  private func step(over count: Int) -> Int? {
    if isContiguous, self.count == count { return 1 }
    return repeatsOneNumber ? 0 : nil
  }
}

extension Shape {
  /// What disagrees between two shapes that don't broadcast.
  static func mismatch(_ name: String, _ a: [Int], _ b: [Int]) -> String {
    for axis in 1...max(min(a.count, b.count), 1) where axis <= a.count && axis <= b.count {
      let (left, right) = (a[a.count - axis], b[b.count - axis])
      if left != right && left != 1 && right != 1 {
        return "\(name): shapes \(a) and \(b) do not broadcast: sizes \(left) and \(right) differ "
          + "at the \(axis == 1 ? "last axis" : "axis −\(axis)")"
      }
    }
    return "\(name): shapes \(a) and \(b) do not broadcast"
  }
}
