/// A function that a layer applies to its sums; also a layer of its own.
///
/// Most work element by element; `softmax` and `logSoftmax` along the last axis, whose size `glu` and `swiglu` halve. Each is a
/// method of `Tensor` of the same name, which says its formula, its source and its derivative at kinks (PyTorch's).
///
/// ```swift
/// let model = Sequential {
///   Dense(20, 64, activation: .gelu)
///   Dense(64, 64, activation: .leakyRelu(slope: 0.2))
///   Dense(64, 3)
/// }
/// let probabilities = Activation.softmax(model(x))
/// ```
///
/// For slopes that are learnt, see the layer `PReLU`.
public struct Activation: Layer, Hashable {
  /// Which function it is.
  let function: Function
  /// The values of the function's parameters, in their order; 0 where it has none.
  let first, second: Double

  /// The function with its standard parameters.
  init(_ function: Function) {
    let standard = function.parameters.map(\.standard)
    self.init(function, standard.first ?? 0, standard.count > 1 ? standard[1] : 0)
  }

  /// The function with parameters.
  init(_ function: Function, _ first: Double, _ second: Double = 0) {
    if let problem = function.problem(first, second) { fatalError("Activation: \(problem)") }
    (self.function, self.first, self.second) = (function, first, second)
  }

  /// z itself: linear, for regression.
  public static var identity: Activation { Activation(.identity, 0) }
  /// −1, 0 or 1 by the sign of z: a hard decision. Its derivative is taken as 0.
  public static var sign: Activation { Activation(.sign, 0) }
  /// 0 below 0, and 1 elsewhere: a hard decision. Its derivative is taken as 0.
  public static var step: Activation { Activation(.step, 0) }
  /// (e²ᶻ − 1)/(e²ᶻ + 1), between −1 and 1: a soft decision.
  public static var tanh: Activation { Activation(.tanh, 0) }
  /// z limited to −1…1.
  public static var hardTanh: Activation { hardTanh(minimum: -1, maximum: 1) }
  /// z limited to `minimum`…`maximum`.
  public static func hardTanh(minimum: Double, maximum: Double) -> Activation {
    Activation(.hardTanh, minimum, maximum)
  }
  /// 1/(1 + e⁻ᶻ), between 0 and 1: a soft decision, or a probability.
  public static var sigmoid: Activation { Activation(.sigmoid, 0) }
  /// log sigmoid(z), without overflow.
  public static var logSigmoid: Activation { Activation(.logSigmoid, 0) }
  /// min(max(z + 3, 0), 6) / 6.
  public static var hardSigmoid: Activation { Activation(.hardSigmoid, 0) }
  /// eᶻ / Σ eᶻ along the last axis: as many outputs as inputs, each in 0…1, summing to 1.
  public static var softmax: Activation { Activation(.softmax, 0) }
  /// The logarithm of `softmax`, exact where that underflows.
  public static var logSoftmax: Activation { Activation(.logSoftmax, 0) }
  /// max(z, 0). Its derivative is 0 or 1, and taken as 0 at 0.
  public static var relu: Activation { Activation(.relu, 0) }
  /// min(max(z, 0), 6).
  public static var relu6: Activation { Activation(.relu6, 0) }
  /// z above 0, and z/100 elsewhere.
  public static var leakyRelu: Activation { leakyRelu(slope: 0.01) }
  /// z above 0, and `slope`·z elsewhere.
  public static func leakyRelu(slope: Double) -> Activation { Activation(.leakyRelu, slope) }
  /// z above 0, and eᶻ − 1 elsewhere.
  public static var elu: Activation { elu(alpha: 1) }
  /// z above 0, and α·(eᶻ − 1) elsewhere.
  public static func elu(alpha: Double) -> Activation { Activation(.elu, alpha) }
  /// λ·z above 0, and λ·α·(eᶻ − 1) elsewhere: keeps mean 0 and variance 1 with weights drawn by `lecunNormal`.
  public static var selu: Activation { Activation(.selu, 0) }
  /// As `elu`.
  public static var celu: Activation { celu(alpha: 1) }
  /// z above 0, and α·(e^(z/α) − 1) elsewhere.
  public static func celu(alpha: Double) -> Activation { Activation(.celu, alpha) }
  /// z·Φ(z) with the normal distribution function Φ.
  public static var gelu: Activation { Activation(.gelu, 0) }
  /// `gelu` approximated by a tanh.
  public static var geluTanh: Activation { Activation(.geluTanh, 0) }
  /// z·sigmoid(z), also called swish.
  public static var silu: Activation { Activation(.silu, 0) }
  /// z·tanh(softplus(z)).
  public static var mish: Activation { Activation(.mish, 0) }
  /// log(1 + eᶻ), without overflow.
  public static var softplus: Activation { softplus(beta: 1) }
  /// log(1 + e^(β·z)) / β: the larger β, the closer to `relu`.
  public static func softplus(beta: Double) -> Activation { Activation(.softplus, beta) }
  /// z / (1 + |z|).
  public static var softsign: Activation { Activation(.softsign, 0) }
  /// max(z, 0)².
  public static var squaredRelu: Activation { Activation(.squaredRelu, 0) }
  /// a·sigmoid(b), where a and b are the halves of the last axis: half as many outputs as inputs.
  public static var glu: Activation { Activation(.glu, 0) }
  /// silu(a)·b, where a and b are the halves of the last axis: half as many outputs as inputs.
  public static var swiglu: Activation { Activation(.swiglu, 0) }

  /// The activation of `input`: of its shape, but for `glu` and `swiglu`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    switch function {
    case .identity: input
    case .sign: input.sign()
    case .step: input.step()
    case .tanh: input.tanh()
    case .hardTanh: input.hardTanh(minimum: first, maximum: second)
    case .sigmoid: input.sigmoid()
    case .logSigmoid: input.logSigmoid()
    case .hardSigmoid: input.hardSigmoid()
    case .softmax: input.softmax()
    case .logSoftmax: input.logSoftmax()
    case .relu: input.relu()
    case .relu6: input.relu6()
    case .leakyRelu: input.leakyRelu(slope: first)
    case .elu: input.elu(alpha: first)
    case .selu: input.selu()
    case .celu: input.celu(alpha: first)
    case .gelu: input.gelu()
    case .geluTanh: input.geluTanh()
    case .silu: input.silu()
    case .mish: input.mish()
    case .softplus: input.softplus(beta: first)
    case .softsign: input.softsign()
    case .squaredRelu: input.squaredRelu()
    case .glu: input.glu()
    case .swiglu: input.swiglu()
    }
  }

  /// The size of the output's last axis for an input's of `inputSize`: half of it for `glu` and `swiglu` (`nil` if there is no
  /// half), else itself.
  public func outputSize(for inputSize: Int) -> Int? {
    guard function.isGated else { return inputSize }
    return inputSize % 2 == 0 ? inputSize / 2 : nil
  }

  /// Stops for a size that is to be halved and can't be.
  func checkSize(_ size: Int) {
    if outputSize(for: size) == nil {
      fatalError("\(name): a last axis of size \(size) has no halves; give it an even size")
    }
  }
}
