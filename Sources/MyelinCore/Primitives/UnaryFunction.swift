import CMyelinKernels
import RealModule

/// The functions of one real number that are computed element by element.
enum UnaryFunction: String, UnaryPrimitive, CaseIterable {
  case negative, absolute, sign
  case exp, expMinusOne, log, logOnePlus, log2, log10, squareRoot, reciprocalSquareRoot
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case sigmoid, softplus, erf, relu
  case floor, ceil, round, truncate

  var name: String { rawValue }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    if x.type == .bool { stop("\(name): not defined for Booleans; convert them with cast(to:)") }
    return x
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let x = inputs[0]
    let y = output
    let derivative: Tensor? =
      switch self {
      case .negative: -cotangent
      case .absolute: cotangent * x.sign()
      case .exp: cotangent * y
      // Not y + 1, which has lost its digits where y is near −1.
      case .expMinusOne: cotangent * x.exp()
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
      // The output is positive where the input is, and is at hand without a record of the input.
      case .relu: cotangent * (y .> 0).cast(to: x.type)
      // Steps: flat wherever they have a derivative, and taken as flat where they jump.
      case .sign, .floor, .ceil, .round, .truncate: nil
      }
    return .one(derivative)
  }

  var isFlat: Bool {
    switch self {
    case .sign, .floor, .ceil, .round, .truncate: true
    default: false
    }
  }

  func evaluate(_ x: Tensor) -> Tensor {
    guard let loop = myelin_unary_loop_of(kernel, x.type.kernel) else {
      stop(
        x.type == .bool
          ? "\(name): not defined for Booleans; convert them with cast(to:)"
          : "\(name): integers must be converted to a floating-point type first")
    }
    return x.map(to: x.type, loop)
  }
}
