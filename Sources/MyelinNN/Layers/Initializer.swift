/// How a layer draws its first weights.
///
/// The scale depends on how many inputs (`fanIn`) and outputs (`fanOut`) a unit has, so that signals and gradients neither
/// grow nor fade from layer to layer.
public struct Initializer: Sendable {
  /// What the initializer is called.
  public let name: String
  private let draw: @Sendable (_ shape: [Int], _ fanIn: Int, _ fanOut: Int) -> Tensor

  /// An initializer of your own.
  public init(name: String, draw: @escaping @Sendable (_ shape: [Int], _ fanIn: Int, _ fanOut: Int) -> Tensor) {
    self.name = name
    self.draw = draw
  }

  /// First weights of `shape` for units with `fanIn` inputs and `fanOut` outputs.
  public func callAsFunction(_ shape: [Int], fanIn: Int, fanOut: Int) -> Tensor { draw(shape, fanIn, fanOut) }

  /// All zeros.
  public static let zeros = Initializer(name: "zeros") { shape, _, _ in .zeros(shape) }

  /// Uniform in ±√(6 / (fanIn + fanOut)): Keras' `glorot_uniform`, PyTorch's `xavier_uniform_`.
  ///
  /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
  public static let glorotUniform = uniform("glorotUniform") { (6 / Double($0 + $1)).squareRoot() }

  /// Normal with standard deviation √(2 / (fanIn + fanOut)): PyTorch's `xavier_normal_`.
  public static let glorotNormal = normal("glorotNormal") { (2 / Double($0 + $1)).squareRoot() }

  /// Normal, truncated at two standard deviations, with standard deviation √(2 / (fanIn + fanOut)) after truncation:
  /// Keras' `glorot_normal`.
  public static let glorotTruncatedNormal = truncated("glorotTruncatedNormal") { (2 / Double($0 + $1)).squareRoot() }

  /// Uniform in ±√(6 / fanIn), for ReLU: Keras' `he_uniform`, PyTorch's `kaiming_uniform_(nonlinearity: "relu")`.
  ///
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).
  public static let heUniform = uniform("heUniform") { fanIn, _ in (6 / Double(fanIn)).squareRoot() }

  /// Normal with standard deviation √(2 / fanIn), for ReLU: PyTorch's `kaiming_normal_(nonlinearity: "relu")`.
  public static let heNormal = normal("heNormal") { fanIn, _ in (2 / Double(fanIn)).squareRoot() }

  /// Normal, truncated at two standard deviations, with standard deviation √(2 / fanIn) after truncation: Keras'
  /// `he_normal`.
  public static let heTruncatedNormal = truncated("heTruncatedNormal") { fanIn, _ in (2 / Double(fanIn)).squareRoot() }

  /// Uniform in ±1/√fanIn: what PyTorch's `Linear` draws its weights and biases from.
  public static let fanInUniform = uniform("fanInUniform") { fanIn, _ in 1 / Double(fanIn).squareRoot() }

  private static func uniform(_ name: String, limit: @escaping @Sendable (Int, Int) -> Double) -> Initializer {
    Initializer(name: name) { shape, fanIn, fanOut in
      let limit = limit(fanIn, fanOut)
      return .randomUniform(shape, in: -limit..<limit)
    }
  }

  private static func normal(_ name: String, deviation: @escaping @Sendable (Int, Int) -> Double) -> Initializer {
    Initializer(name: name) { shape, fanIn, fanOut in
      .randomNormal(shape, standardDeviation: deviation(fanIn, fanOut))
    }
  }

  private static func truncated(_ name: String, deviation: @escaping @Sendable (Int, Int) -> Double) -> Initializer {
    Initializer(name: name) { shape, fanIn, fanOut in
      // A standard normal truncated at ±2 has this standard deviation.
      .randomTruncatedNormal(shape, standardDeviation: deviation(fanIn, fanOut) / 0.87962566103423978)
    }
  }
}
