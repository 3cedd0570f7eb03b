/// A ReLU whose slope below 0 is learnt: z above 0, and slope·z elsewhere.
///
/// ```swift
/// let model = Sequential {
///   Dense(20, 64)
///   PReLU(64)   // a slope for each of the 64 features
///   Dense(64, 3)
/// }
/// ```
///
/// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015); PyTorch's `PReLU`, Keras' `PReLU`.
public struct PReLU: Layer {
  /// The slopes: one, `[1]`, or one for each feature, `[width]`.
  @Parameter public var slope: Tensor

  private let width: Int?

  /// A layer whose slopes all begin alike.
  ///
  /// - Parameters:
  ///   - width: The size of the input's last axis, to learn a slope for each place there; `nil` learns one slope for all, and
  ///     takes inputs of any shape.
  ///   - initialSlope: The first value of the slopes; ¼ as in PyTorch and the paper. Keras' is 0.
  public init(_ width: Int? = nil, initialSlope: Double = 0.25) {
    if let width, width <= 0 { fatalError("PReLU(\(width)): the width must be positive") }
    self.width = width
    slope = .full([width ?? 1], initialSlope)
  }

  /// The size of the input's last axis, or `nil` if one slope serves any.
  public var inputSize: Int? { width }
  /// The input's size.
  public var outputSize: Int? { width }

  /// The input where it is positive, and the slope times the input elsewhere, in the input's shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    if let width {
      guard input.shape.last == width else {
        stop("the input's last axis must have size \(width), got shape \(input.shape)", at: $slope)
      }
      return input.prelu(slope: slope)
    }
    return input.prelu(slope: slope.reshaped(to: []))
  }
}

extension PReLU: CustomStringConvertible {
  /// How the layer is written: `PReLU(64)`.
  public var description: String { "PReLU(\(width.map(String.init) ?? ""))" }
}
