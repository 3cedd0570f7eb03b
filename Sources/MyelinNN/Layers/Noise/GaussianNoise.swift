/// Adds normally distributed noise in training, so that a network doesn't learn its samples by heart.
///
/// In training y = x + n with n from N(0, σ²), drawn anew at every call from the running task's `RandomSource`; in inference
/// y = x. As Keras' `GaussianNoise`.
///
/// ```swift
/// Sequential {
///   GaussianNoise(0.1)
///   Dense(20, 3)
/// }
/// ```
public struct GaussianNoise: SizeKeepingLayer {
  /// The noise's standard deviation σ.
  public let standardDeviation: Double

  /// A layer that adds noise of a standard deviation.
  public init(_ standardDeviation: Double) {
    guard standardDeviation >= 0, standardDeviation.isFinite else {
      fatalError("GaussianNoise(\(standardDeviation)): the standard deviation must be zero or positive")
    }
    self.standardDeviation = standardDeviation
  }

  /// x + n in training, else the input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard Mode.current == .training, standardDeviation > 0 else { return input }
    let type = input.type.floatingPoint
    return input + Tensor.randomNormal(input.shape, standardDeviation: standardDeviation, type: type)
  }
}

extension GaussianNoise: CustomStringConvertible {
  /// How the layer is written: `GaussianNoise(0.1)`.
  public var description: String { "GaussianNoise(\(standardDeviation))" }
}
