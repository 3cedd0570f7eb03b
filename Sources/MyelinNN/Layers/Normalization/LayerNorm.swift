/// Layer normalization: brings the features of every sample to mean 0 and variance 1, then scales and shifts them.
///
/// y = (x − μ) / √(σ² + ε) · γ + β, where μ and σ² = Σ(x − μ)²/n are taken over the last axes of each sample, those of
/// `shape`; γ = `weight` and β = `bias` have that shape. The same in training and in inference.
///
/// ```swift
/// let layer = LayerNorm(64)          // for [batch, 64]
/// let image = LayerNorm([28, 28])    // for [batch, 28, 28]
/// ```
///
/// Source: J. Ba, J. Kiros, G. Hinton, "Layer Normalization" (2016); PyTorch's `LayerNorm`.
public struct LayerNorm: Layer {
  /// The scales γ, ones at first; of no elements if the layer isn't affine.
  @Parameter public var weight: Tensor
  /// The shifts β, zeros at first; of no elements if there are none.
  @Parameter public var bias: Tensor
  /// The sizes of the axes that are normalized together, the last ones.
  public let shape: [Int]
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// Whether there are γ, and β if `usesBias`.
  public let isAffine: Bool
  /// Whether β is added.
  public let usesBias: Bool

  /// A layer that normalizes along the last axis.
  public init(
    _ size: Int, epsilon: Double = 1e-5, isAffine: Bool = true, usesBias: Bool = true, type: DType = .float32
  ) {
    self.init([size], epsilon: epsilon, isAffine: isAffine, usesBias: usesBias, type: type)
  }

  /// A layer that normalizes along several axes.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the last axes of the input.
  ///   - epsilon: What is added to the variance.
  ///   - isAffine: Whether numbers are scaled after the normalization.
  ///   - usesBias: Whether they are shifted as well, if they are scaled.
  ///   - type: The type of the parameters.
  public init(
    _ shape: [Int], epsilon: Double = 1e-5, isAffine: Bool = true, usesBias: Bool = true, type: DType = .float32
  ) {
    checkNormalized(shape, epsilon, in: "LayerNorm")
    (self.shape, self.epsilon, self.isAffine) = (shape, epsilon, isAffine)
    self.usesBias = usesBias && isAffine
    weight = isAffine ? .ones(shape, type: type) : .zeros([0])
    bias = usesBias && isAffine ? .zeros(shape, type: type) : .zeros([0])
  }

  /// The size of the last axis.
  public var inputSize: Int? { shape.last }
  /// The size of the last axis.
  public var outputSize: Int? { shape.last }

  /// (x − μ) / √(σ² + ε) · γ + β, in the input's shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let x = normalizable(input, shape, at: $weight)
    let axes = Array(x.rank - shape.count..<x.rank)
    let deviations = x - x.mean(axes: axes, keepingDimensions: true)
    let variance = deviations.squared().mean(axes: axes, keepingDimensions: true)
    let normalized = deviations * (variance + epsilon).rsqrt()
    guard isAffine else { return normalized }
    return usesBias ? normalized * weight + bias : normalized * weight
  }
}

extension LayerNorm: CustomReflectable {
  /// The layer's parts; what isn't used isn't found.
  public var customMirror: Mirror {
    var parts: [(label: String?, value: Any)] = isAffine ? [("weight", _weight)] : []
    if usesBias { parts.append(("bias", _bias)) }
    return Mirror(self, children: parts, displayStyle: .struct)
  }
}

extension LayerNorm: CustomStringConvertible {
  /// How the layer is written: `LayerNorm(64)`.
  public var description: String { "LayerNorm(\(shape.count == 1 ? "\(shape[0])" : "\(shape)"))" }
}

/// Stops unless a layer can normalize along axes of these sizes.
func checkNormalized(_ shape: [Int], _ epsilon: Double, in name: String) {
  guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
    fatalError("\(name)(\(shape)): there must be an axis, and all sizes must be positive")
  }
  guard epsilon >= 0 else { fatalError("\(name)(\(shape)): epsilon must not be negative, got \(epsilon)") }
}

extension Layer {
  /// The input as floating-point numbers, if its last axes have the shape that the layer normalizes; else a stop.
  func normalizable(_ input: Tensor, _ shape: [Int], at variable: Variable) -> Tensor {
    guard input.shape.suffix(shape.count).elementsEqual(shape) else {
      stop(
        "the input's last \(shape.count == 1 ? "axis" : "axes") must have size "
          + "\(shape.map(String.init).joined(separator: " × ")), got shape \(input.shape)", at: variable)
    }
    return input.cast(to: input.type.floatingPoint)
  }
}
