/// How a layer draws its first weights.
///
/// The scale of most depends on how many inputs (`fanIn`) and outputs (`fanOut`) a unit has, so that signals and gradients
/// neither grow nor fade from layer to layer. Weights have the shape `[inputs, outputs]`.
///
/// ```swift
/// let layer = Dense(784, 512, activation: .relu, weightInitializer: .heNormal)
/// let weights = Initializer.orthogonal([64, 64])
/// ```
///
/// All draw from `RandomSource.current`: the same seed gives the same bits.
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
  public func callAsFunction(_ shape: [Int], fanIn: Int, fanOut: Int) -> Tensor {
    guard fanIn >= 0, fanOut >= 0 else {
      fatalError("\(name): \(fanIn) inputs and \(fanOut) outputs; neither may be negative")
    }
    return draw(shape, fanIn, fanOut)
  }

  /// First weights of `shape`, whose last two axes are inputs and outputs.
  ///
  /// Axes in front of them are positions that each output sees, as in a convolution: they count with the inputs and with the
  /// outputs, as in Keras. A vector has as many inputs as outputs.
  public func callAsFunction(_ shape: [Int]) -> Tensor {
    guard let outputs = shape.last else { return self(shape, fanIn: 1, fanOut: 1) }
    guard shape.count > 1 else { return self(shape, fanIn: outputs, fanOut: outputs) }
    let positions = shape.dropLast(2).reduce(1, *)
    return self(shape, fanIn: positions * shape[shape.count - 2], fanOut: positions * outputs)
  }

  /// All zeros.
  public static let zeros = Initializer(name: "zeros") { shape, _, _ in .zeros(shape) }

  /// All ones.
  public static let ones = Initializer(name: "ones") { shape, _, _ in .ones(shape) }

  /// All `value`.
  public static func constant(_ value: Double) -> Initializer {
    Initializer(name: "constant") { shape, _, _ in .full(shape, value) }
  }

  /// Uniform in `range`; in ±0.05 as Keras' `RandomUniform` unless told otherwise.
  public static func uniform(in range: Range<Double> = -0.05..<0.05) -> Initializer {
    Initializer(name: "uniform") { shape, _, _ in .randomUniform(shape, in: range) }
  }

  /// Normal, with mean 0 and standard deviation 0.05 as Keras' `RandomNormal` unless told otherwise.
  public static func normal(mean: Double = 0, standardDeviation: Double = 0.05) -> Initializer {
    Initializer(name: "normal") { shape, _, _ in
      .randomNormal(shape, mean: mean, standardDeviation: standardDeviation)
    }
  }

  /// Normal, but drawn again while more than two standard deviations off the mean; Keras' `TruncatedNormal`.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - standardDeviation: The standard deviation before truncation; what is drawn has 0.8796 of it.
  public static func truncatedNormal(mean: Double = 0, standardDeviation: Double = 0.05) -> Initializer {
    Initializer(name: "truncatedNormal") { shape, _, _ in
      .randomTruncatedNormal(shape, mean: mean, standardDeviation: standardDeviation)
    }
  }

  /// `gain` on the main diagonal and zeros elsewhere, for matrices: a layer that passes on its inputs. Keras' `Identity`,
  /// PyTorch's `eye_`.
  public static func identity(gain: Double = 1) -> Initializer {
    Initializer(name: "identity") { shape, _, _ in
      guard shape.count == 2 else { fatalError("identity: needs a matrix of weights, got shape \(shape)") }
      return .eye(shape[0], columns: shape[1]) * gain
    }
  }

  /// As `identity(gain: 1)`.
  public static let identity: Initializer = .identity(gain: 1)

  /// A random matrix whose rows (or columns, if there are fewer) are orthogonal to each other and have the length `gain`:
  /// signals keep their length through any number of layers.
  ///
  /// All axes but the last are taken together as rows, as in Keras. The Q of a normally distributed matrix, with signs that
  /// make the diagonal of R positive, so that every such matrix is equally likely; computed in float64.
  ///
  /// Source: A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
  /// networks" (2014); F. Mezzadri, "How to generate random matrices from the classical compact groups" (2007).
  public static func orthogonal(gain: Double = 1) -> Initializer {
    Initializer(name: "orthogonal") { shape, _, _ in
      guard shape.count >= 2, let columns = shape.last else {
        fatalError("orthogonal: needs a matrix of weights, or more axes, got shape \(shape)")
      }
      let rows = shape.dropLast().reduce(1, *)
      return (orthogonalMatrix(rows: rows, columns: columns) * gain).cast(to: .float32).reshaped(to: shape)
    }
  }

  /// As `orthogonal(gain: 1)`.
  public static let orthogonal: Initializer = .orthogonal(gain: 1)
}
