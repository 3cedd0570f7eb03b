/// Root mean square normalization: divides the features of every sample by their root mean square, then scales them.
///
/// y = x / √(mean(x²) + ε) · γ, the mean taken over the last axes of each sample, those of `shape`; γ = `weight` has that
/// shape. The same in training and in inference. Cheaper than `LayerNorm`, and often as good.
///
/// ```swift
/// let layer = RMSNorm(64)   // for [batch, 64]
/// ```
///
/// Source: B. Zhang, R. Sennrich, "Root Mean Square Layer Normalization" (2019); PyTorch's `RMSNorm`.
public struct RMSNorm: Layer {
  /// The scales γ, ones at first; of no elements if the layer isn't affine.
  @Parameter public var weight: Tensor
  /// The sizes of the axes that are normalized together, the last ones.
  public let shape: [Int]
  /// What keeps the division from zero, ε; `nil` for the distance from 1 to the next larger number of the input's type.
  public let epsilon: Double?
  /// Whether there are γ.
  public let isAffine: Bool

  /// A layer that normalizes along the last axis.
  public init(_ size: Int, epsilon: Double? = nil, isAffine: Bool = true, type: DType = .float32) {
    self.init([size], epsilon: epsilon, isAffine: isAffine, type: type)
  }

  /// A layer that normalizes along several axes.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the last axes of the input.
  ///   - epsilon: What is added to the mean square; by default the smallest number that changes a 1 of the input's type,
  ///     2⁻²³ or 2⁻⁵², as in PyTorch.
  ///   - isAffine: Whether numbers are scaled after the normalization.
  ///   - type: The type of the parameters.
  public init(_ shape: [Int], epsilon: Double? = nil, isAffine: Bool = true, type: DType = .float32) {
    checkNormalized(shape, epsilon ?? 0, in: "RMSNorm")
    (self.shape, self.epsilon, self.isAffine) = (shape, epsilon, isAffine)
    weight = isAffine ? .ones(shape, type: type) : .zeros([0])
  }

  /// The size of the last axis.
  public var inputSize: Int? { shape.last }
  /// The size of the last axis.
  public var outputSize: Int? { shape.last }

  /// x / √(mean(x²) + ε) · γ, in the input's shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let x = normalizable(input, shape, at: $weight)
    let axes = Array(x.rank - shape.count..<x.rank)
    let smallest = x.type == .float64 ? Double.ulpOfOne : Double(Float.ulpOfOne)
    let meanSquare = x.squared().mean(axes: axes, keepingDimensions: true)
    let normalized = x * (meanSquare + (epsilon ?? smallest)).rsqrt()
    return isAffine ? normalized * weight : normalized
  }
}

extension RMSNorm: CustomReflectable {
  /// The layer's parts; what isn't used isn't found.
  public var customMirror: Mirror {
    Mirror(self, children: isAffine ? [(label: "weight", value: _weight)] : [], displayStyle: .struct)
  }
}

extension RMSNorm: CustomStringConvertible {
  /// How the layer is written: `RMSNorm(64)`.
  public var description: String { "RMSNorm(\(shape.count == 1 ? "\(shape[0])" : "\(shape)"))" }
}
