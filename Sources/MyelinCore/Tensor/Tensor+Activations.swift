// The activation functions of neural networks that aren't elementary functions themselves (`relu`, `sigmoid`, `tanh`,
// `softplus` and `logSigmoid` are in Tensor+Functions, `softmax` and `logSoftmax` in Tensor+Reductions).
//
// All of them convert integers and Booleans to float32 first, keep NaN, and are finite wherever the function is. At a kink the
// derivative is PyTorch's.

extension Tensor {
  /// This tensor as floating-point numbers.
  private var real: Tensor { cast(to: type.floatingPoint) }

  /// 0 below 0, and 1 elsewhere: a hard decision, Heaviside's function with 1 at 0. Its derivative is taken as 0 everywhere.
  public func step() -> Tensor {
    let x = real.detached()
    // NaN isn't below 0 either, but no decision.
    return .select(x.isNaN(), x, (x .>= 0).cast(to: x.type))
  }

  /// x limited to `minimum`…`maximum`, a straight-line tanh. Its derivative is 1 within, and 0 on the limits and outside.
  public func hardTanh(minimum: Double = -1, maximum: Double = 1) -> Tensor {
    guard minimum <= maximum else { stop("hardTanh: the minimum \(minimum) is above the maximum \(maximum)") }
    return real.clipped(to: minimum...maximum)
  }

  /// min(max(x + 3, 0), 6) / 6, a straight-line sigmoid as in PyTorch and Keras. Its derivative is ⅙ where −3 < x < 3, and 0
  /// elsewhere.
  public func hardSigmoid() -> Tensor { (real + 3).clipped(to: 0...6) / 6 }

  /// min(max(x, 0), 6). Its derivative is 1 where 0 < x < 6, and 0 elsewhere.
  ///
  /// Source: A. Krizhevsky, "Convolutional Deep Belief Networks on CIFAR-10" (2010).
  public func relu6() -> Tensor { real.clipped(to: 0...6) }

  /// x above 0, and `slope`·x elsewhere. Its derivative at 0 is `slope`.
  ///
  /// Source: A. Maas, A. Hannun, A. Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models" (2013).
  public func leakyRelu(slope: Double = 0.01) -> Tensor {
    let x = real
    return .select(x .> 0, x, slope * x)
  }

  /// x above 0, and `slope`·x elsewhere, for slopes that are learnt: leaky ReLU with a slope of its own for every feature, say.
  ///
  /// Its derivatives where x ≤ 0 are `slope` by x, and x by the slope.
  ///
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).
  ///
  /// - Parameter slope: Broadcast to x: one slope, or one for each place of the last axis.
  public func prelu(slope: Tensor) -> Tensor {
    let type = self.type.promoted(with: slope.type).floatingPoint
    let x = cast(to: type)
    let isPositive = x .> 0
    // 0 × ∞ must not get into the slope's derivative from where x is positive.
    let negativePart = Tensor.select(isPositive, .zeros([], type: type), x)
    return .select(isPositive, x, slope.cast(to: type) * negativePart)
  }

  /// x above 0, and α·(eˣ − 1) elsewhere. Its derivative at 0 is α.
  ///
  /// Source: D. Clevert, T. Unterthiner, S. Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units"
  /// (2016).
  public func elu(alpha: Double = 1) -> Tensor { exponentialLinear(alpha: alpha, scale: 1, rate: 1) }

  /// λ·x above 0, and λ·α·(eˣ − 1) elsewhere, with λ ≈ 1.0507 and α ≈ 1.6733: keeps mean 0 and variance 1 from layer to layer,
  /// if weights are drawn by `lecunNormal`. Its derivative at 0 is λ·α.
  ///
  /// Source: G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, "Self-Normalizing Neural Networks" (2017).
  public func selu() -> Tensor {
    exponentialLinear(alpha: 1.6732632423543772848, scale: 1.0507009873554804934, rate: 1)
  }

  /// x above 0, and α·(e^(x/α) − 1) elsewhere: smooth for every α. Its derivative at 0 is 1.
  ///
  /// Source: J. Barron, "Continuously Differentiable Exponential Linear Units" (2017).
  public func celu(alpha: Double = 1) -> Tensor {
    guard alpha != 0 else { stop("celu: α is 0, and x/α has no value") }
    return exponentialLinear(alpha: alpha, scale: 1, rate: 1 / alpha)
  }

  /// `scale`·x above 0, and `scale`·`alpha`·(e^(`rate`·x) − 1) elsewhere.
  private func exponentialLinear(alpha: Double, scale: Double, rate: Double) -> Tensor {
    let x = real
    let isPositive = x .> 0
    // The exponential of a large x would overflow, and 0 × ∞ get into the derivative.
    let negativePart = Tensor.select(isPositive, .zeros([], type: x.type), x)
    let exponent = rate == 1 ? negativePart : rate * negativePart
    return .select(isPositive, scale == 1 ? x : scale * x, (scale * alpha) * exponent.expm1())
  }

  /// x·Φ(x) with Φ the normal distribution function: ½·x·(1 + erf(x/√2)). 0 at −∞.
  ///
  /// Source: D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units (GELUs)" (2016).
  public func gelu() -> Tensor {
    let x = real
    return 0.5 * x.boundedBelow * (1 + (x * 0.5.squareRoot()).erf())
  }

  /// ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), which is within 0.0005 of `gelu`. 0 at −∞.
  ///
  /// Source: as `gelu`; PyTorch's `gelu(approximate="tanh")`, Keras' `gelu(approximate=True)`.
  public func geluTanh() -> Tensor {
    let x = real
    // At ±100 the tanh is ±1, and the cube far from overflow.
    let inner = x.clipped(to: -100...100)
    let cubic = inner * (1 + 0.044715 * (inner * inner))
    return 0.5 * x.boundedBelow * (1 + ((2 / Double.pi).squareRoot() * cubic).tanh())
  }

  /// x·sigmoid(x), also called swish. 0 at −∞.
  ///
  /// Source: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in
  /// Reinforcement Learning" (2018).
  public func silu() -> Tensor {
    let x = real
    return x.boundedBelow * x.sigmoid()
  }

  /// x·tanh(softplus(x)). 0 at −∞.
  ///
  /// Source: D. Misra, "Mish: A Self Regularized Non-Monotonic Activation Function" (2019).
  public func mish() -> Tensor {
    let x = real
    return x.boundedBelow * x.softplus().tanh()
  }

  /// x, but not below −1000, where the gates that it is multiplied by are 0 in any type: −∞ × 0 would be NaN.
  private var boundedBelow: Tensor { .select(self .< -1000, .number(-1000, type: type), self) }

  /// log(1 + e^(β·x)) / β, without overflow: the larger β, the closer to a ReLU.
  public func softplus(beta: Double) -> Tensor {
    guard beta > 0 else { stop("softplus: β is \(beta); it must be positive") }
    return beta == 1 ? softplus() : (beta * real).softplus() / beta
  }

  /// x / (1 + |x|), between −1 and 1.
  ///
  /// Source: J. Bergstra, G. Desjardins, P. Lamblin, Y. Bengio, "Quadratic polynomials learn better image features" (2009).
  public func softsign() -> Tensor {
    // From there on it is ±1 in any type, and ∞ / ∞ is avoided.
    let x = real.clipped(to: -1e18...1e18)
    return x / (1 + x.abs())
  }

  /// max(x, 0)².
  ///
  /// Source: D. So and others, "Primer: Searching for Efficient Transformers for Language Modeling" (2021).
  public func squaredRelu() -> Tensor { real.relu().squared() }

  /// a·sigmoid(b), where a is the first half of an axis and b the second: a gated linear unit. Halves the axis.
  ///
  /// Source: Y. Dauphin, A. Fan, M. Auli, D. Grangier, "Language Modeling with Gated Convolutional Networks" (2017);
  /// PyTorch's `glu`.
  public func glu(axis: Int = -1) -> Tensor {
    let (first, second) = real.halves(axis: axis, in: "glu")
    return first * second.sigmoid()
  }

  /// silu(a)·b, where a is the first half of an axis and b the second. Halves the axis.
  ///
  /// Source: N. Shazeer, "GLU Variants Improve Transformer" (2020); the order of the halves is that of Megatron-LM and vLLM.
  public func swiglu(axis: Int = -1) -> Tensor {
    let (first, second) = real.halves(axis: axis, in: "swiglu")
    return first.silu() * second
  }

  /// The first and the second half of an axis.
  private func halves(axis: Int, in name: String) -> (Tensor, Tensor) {
    let axis = Shape.axis(axis, rank: rank, in: name)
    guard shape[axis] % 2 == 0 else {
      stop("\(name): axis \(axis) of \(shape) has size \(shape[axis]), which has no halves; give it an even size")
    }
    let half = shape[axis] / 2
    return (sliced(axis: axis, from: 0, count: half), sliced(axis: axis, from: half, count: half))
  }
}
