import CMyelinKernels
import RealModule

/// The functions of one real number that are computed element by element.
enum UnaryFunction: String, Primitive, CaseIterable {
  case negative, absolute, sign
  case exp, expMinusOne, log, logOnePlus, log2, log10, squareRoot, reciprocalSquareRoot
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case sigmoid, softplus, erf, relu
  case floor, ceil, round, truncate

  var name: String { rawValue }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let x = inputs[0]
    let y = output
    let derivative: Tensor? =
      switch self {
      case .negative: -cotangent
      case .absolute: cotangent * x.sign()
      case .exp: cotangent * y
      case .expMinusOne: cotangent * (y + 1)
      case .log: cotangent / x
      case .logOnePlus: cotangent / (x + 1)
      case .log2: cotangent / (x * Double.log(2))
      case .log10: cotangent / (x * Double.log(10))
      case .squareRoot: cotangent / (2 * y)
      case .reciprocalSquareRoot: -0.5 * cotangent * y / x
      case .sin: cotangent * x.cos()
      case .cos: -cotangent * x.sin()
      case .tan: cotangent * (1 + y * y)
      case .asin: cotangent * (1 - x * x).rsqrt()
      case .acos: -cotangent * (1 - x * x).rsqrt()
      case .atan: cotangent / (1 + x * x)
      case .sinh: cotangent * x.cosh()
      case .cosh: cotangent * x.sinh()
      case .tanh: cotangent * (1 - y * y)
      case .asinh: cotangent * (x * x + 1).rsqrt()
      case .acosh: cotangent * ((x - 1).rsqrt() * (x + 1).rsqrt())
      case .atanh: cotangent / (1 - x * x)
      case .sigmoid: cotangent * (y * (1 - y))
      case .softplus: cotangent * x.sigmoid()
      case .erf: cotangent * ((-(x * x)).exp() * (2 / Double.pi.squareRoot()))
      case .relu: cotangent * (x .> 0).cast(to: x.type)
      // Steps: flat wherever they have a derivative, and taken as flat where they jump.
      case .sign, .floor, .ceil, .round, .truncate: nil
      }
    return [derivative]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let x = inputs[0].contiguous()
    switch x.type {
    case .float32: return evaluateFloat32(x)
    case .float64: return evaluate(x, as: Double.self)
    case .int32: return evaluateInteger(x, as: Int32.self)
    case .int64: return evaluateInteger(x, as: Int.self)
    case .bool: stop("\(name): not defined for Booleans; convert them with cast(to:)")
    }
  }

  /// The functions that have a vector loop use it; the others are computed one by one.
  private func evaluateFloat32(_ x: Tensor) -> Tensor {
    let kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void
    switch self {
    case .exp: kernel = myelin_exp_f32
    case .log: kernel = myelin_log_f32
    case .tanh: kernel = myelin_tanh_f32
    case .sigmoid: kernel = myelin_sigmoid_f32
    case .erf: kernel = myelin_erf_f32
    case .sin: kernel = myelin_sin_f32
    case .cos: kernel = myelin_cos_f32
    default: return evaluate(x, as: Float.self)
    }
    return Tensor(shape: x.shape, of: Float.self) { output in
      x.withElements(of: Float.self) { kernel($0.baseAddress, output.baseAddress, $0.count) }
    }
  }

  private func evaluateInteger<Element: NumericElement & FixedWidthInteger>(
    _ x: Tensor, as element: Element.Type
  ) -> Tensor {
    switch self {
    case .negative: x.map(element) { 0 &- $0 }
    case .absolute: x.map(element) { $0 < 0 ? 0 &- $0 : $0 }
    case .sign: x.map(element) { $0.signum() }
    case .relu: x.map(element) { max($0, 0) }
    case .floor, .ceil, .round, .truncate: x
    default: stop("\(name): integers must be converted to a floating-point type first")
    }
  }

  private func evaluate<Element: RealElement>(_ x: Tensor, as element: Element.Type) -> Tensor {
    switch self {
    case .negative: x.map(element) { -$0 }
    case .absolute: x.map(element) { $0.magnitude }
    case .sign: x.map(element) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    case .exp: x.map(element) { Element.exp($0) }
    case .expMinusOne: x.map(element) { Element.expMinusOne($0) }
    case .log: x.map(element) { Element.log($0) }
    case .logOnePlus: x.map(element) { Element.log(onePlus: $0) }
    case .log2: x.map(element) { Element.log2($0) }
    case .log10: x.map(element) { Element.log10($0) }
    case .squareRoot: x.map(element) { $0.squareRoot() }
    case .reciprocalSquareRoot: x.map(element) { 1 / $0.squareRoot() }
    case .sin: x.map(element) { Element.sin($0) }
    case .cos: x.map(element) { Element.cos($0) }
    case .tan: x.map(element) { Element.tan($0) }
    case .asin: x.map(element) { Element.asin($0) }
    case .acos: x.map(element) { Element.acos($0) }
    case .atan: x.map(element) { Element.atan($0) }
    case .sinh: x.map(element) { Element.sinh($0) }
    case .cosh: x.map(element) { Element.cosh($0) }
    case .tanh: x.map(element) { Element.tanh($0) }
    case .asinh: x.map(element) { Element.asinh($0) }
    case .acosh: x.map(element) { Element.acosh($0) }
    case .atanh: x.map(element) { Element.atanh($0) }
    case .sigmoid: x.map(element) { logistic($0) }
    case .softplus: x.map(element) { Element.larger($0, 0) + Element.log(onePlus: Element.exp(-$0.magnitude)) }
    case .erf: x.map(element) { Element.erf($0) }
    case .relu: x.map(element) { $0 < 0 ? 0 : $0 }
    case .floor: x.map(element) { $0.rounded(.down) }
    case .ceil: x.map(element) { $0.rounded(.up) }
    case .round: x.map(element) { $0.rounded(.toNearestOrEven) }
    case .truncate: x.map(element) { $0.rounded(.towardZero) }
    }
  }
}

/// 1 / (1 + e⁻ˣ), by the exponential that can't overflow.
@inline(__always)
private func logistic<Element: RealElement>(_ x: Element) -> Element {
  if x >= 0 { return 1 / (1 + .exp(-x)) }
  let e = Element.exp(x)
  return e / (1 + e)
}

extension Tensor {
  /// `transform` of every element of a contiguous tensor.
  @inline(__always)
  func map<Element: TensorElement, Result: TensorElement>(
    _ element: Element.Type, _ transform: (Element) -> Result
  ) -> Tensor {
    Tensor(shape: shape, of: Result.self) { output in
      withElements(of: Element.self) { input in
        for index in 0..<input.count { output[index] = transform(input[index]) }
      }
    }
  }
}
