extension Initializer {
  /// What the variance of weights is divided by.
  public enum Fan: String, Sendable, CaseIterable {
    /// The number of inputs: signals keep their size on the way forward.
    case inputs
    /// The number of outputs: gradients keep their size on the way back.
    case outputs
    /// The mean of both.
    case average
  }

  /// How weights of a given variance are distributed.
  public enum Distribution: String, Sendable, CaseIterable {
    /// Uniform.
    case uniform
    /// Normal.
    case normal
    /// Normal, truncated at two standard deviations; the variance is that after truncation.
    case truncatedNormal
  }

  /// Weights with mean 0 and variance `scale` / fan: what Glorot's, He's and LeCun's initializers are cases of. Keras'
  /// `VarianceScaling`.
  public static func varianceScaling(
    scale: Double = 1, fan: Fan = .inputs, distribution: Distribution = .truncatedNormal
  ) -> Initializer {
    guard scale > 0, scale.isFinite else { fatalError("varianceScaling: the scale is \(scale); it must be positive") }
    return scaling("varianceScaling", scale, fan, distribution)
  }

  /// Uniform in ±√(6 / (fanIn + fanOut)): Keras' `glorot_uniform`, PyTorch's `xavier_uniform_`.
  ///
  /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
  public static let glorotUniform = scaling("glorotUniform", 1, .average, .uniform)

  /// Normal with standard deviation √(2 / (fanIn + fanOut)): PyTorch's `xavier_normal_`.
  public static let glorotNormal = scaling("glorotNormal", 1, .average, .normal)

  /// Normal, truncated at two standard deviations, with standard deviation √(2 / (fanIn + fanOut)) after truncation:
  /// Keras' `glorot_normal`.
  public static let glorotTruncatedNormal = scaling("glorotTruncatedNormal", 1, .average, .truncatedNormal)

  /// Uniform in ±√(6 / fanIn), for ReLU: Keras' `he_uniform`, PyTorch's `kaiming_uniform_(nonlinearity: "relu")`.
  ///
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).
  public static let heUniform = scaling("heUniform", 2, .inputs, .uniform)

  /// Normal with standard deviation √(2 / fanIn), for ReLU: PyTorch's `kaiming_normal_(nonlinearity: "relu")`.
  public static let heNormal = scaling("heNormal", 2, .inputs, .normal)

  /// Normal, truncated at two standard deviations, with standard deviation √(2 / fanIn) after truncation: Keras'
  /// `he_normal`.
  public static let heTruncatedNormal = scaling("heTruncatedNormal", 2, .inputs, .truncatedNormal)

  /// Uniform in ±√(3 / fanIn), for SELU and tanh: Keras' `lecun_uniform`.
  ///
  /// Source: Y. LeCun, L. Bottou, G. Orr, K. Müller, "Efficient BackProp" (1998).
  public static let lecunUniform = scaling("lecunUniform", 1, .inputs, .uniform)

  /// Normal with standard deviation √(1 / fanIn), for SELU and tanh: PyTorch's `kaiming_normal_(nonlinearity: "linear")`.
  public static let lecunNormal = scaling("lecunNormal", 1, .inputs, .normal)

  /// Normal, truncated at two standard deviations, with standard deviation √(1 / fanIn) after truncation: Keras'
  /// `lecun_normal`.
  public static let lecunTruncatedNormal = scaling("lecunTruncatedNormal", 1, .inputs, .truncatedNormal)

  /// Uniform in ±1/√fanIn: what PyTorch's `Linear` draws its weights and biases from.
  public static let fanInUniform = Initializer(name: "fanInUniform") { shape, fanIn, _ in
    let limit = 1 / Double(max(fanIn, 1)).squareRoot()
    return .randomUniform(shape, in: -limit..<limit)
  }

  /// How Keras' `Dense` draws its weights unless told otherwise, and this library's: `glorotUniform`. Its biases are `zeros`.
  public static let kerasDefault = glorotUniform

  /// How PyTorch's `Linear` draws its weights and its biases unless told otherwise: `fanInUniform`.
  public static let pyTorchDefault = fanInUniform

  /// Mean 0 and variance scale/fan; a fan of 0 counts as 1.
  private static func scaling(
    _ name: String, _ scale: Double, _ fan: Fan, _ distribution: Distribution
  ) -> Initializer {
    Initializer(name: name) { shape, fanIn, fanOut in
      let count: Double =
        switch fan {
        case .inputs: Double(max(fanIn, 1))
        case .outputs: Double(max(fanOut, 1))
        case .average: max(Double(fanIn + fanOut) / 2, 1)
        }
      switch distribution {
      case .uniform:
        let limit = (3 * scale / count).squareRoot()
        return .randomUniform(shape, in: -limit..<limit)
      case .normal:
        return .randomNormal(shape, standardDeviation: (scale / count).squareRoot())
      case .truncatedNormal:
        // A standard normal truncated at ±2 has this standard deviation.
        return .randomTruncatedNormal(
          shape, standardDeviation: (scale / count).squareRoot() / 0.87962566103423978)
      }
    }
  }
}
