/// How strongly numbers are drawn to zero: l1·Σ|w| + l2·Σw², a penalty that is added to the loss of a training step.
///
/// Σ|w| makes many of them exactly zero, Σw² keeps all of them small. There is no factor of ½: the derivative of the second
/// term is 2·l2·w, so SGD's `weightDecay` of 2·l2 does the same. As Keras' `L1L2`.
///
/// ```swift
/// Dense(20, 64, activation: .relu, weightRegularizer: .l2(1e-4))
/// ```
public struct Regularizer: Sendable, Hashable, Codable {
  /// The factor of Σ|w|.
  public let l1: Double
  /// The factor of Σw².
  public let l2: Double

  /// l1·Σ|w| + l2·Σw².
  public init(l1: Double = 0, l2: Double = 0) {
    guard l1 >= 0, l2 >= 0, l1.isFinite, l2.isFinite else {
      fatalError("Regularizer(l1: \(l1), l2: \(l2)): the factors must be zero or positive")
    }
    (self.l1, self.l2) = (l1, l2)
  }

  /// factor·Σ|w|.
  public static func l1(_ factor: Double) -> Regularizer { Regularizer(l1: factor) }
  /// factor·Σw².
  public static func l2(_ factor: Double) -> Regularizer { Regularizer(l2: factor) }

  /// The penalty of a tensor, one number.
  public func callAsFunction(_ tensor: Tensor) -> Tensor {
    switch (l1 != 0, l2 != 0) {
    case (true, true): l1 * tensor.abs().sum() + l2 * tensor.squared().sum()
    case (true, false): l1 * tensor.abs().sum()
    case (false, true): l2 * tensor.squared().sum()
    case (false, false): .zeros([], type: tensor.type.floatingPoint)
    }
  }

  /// The penalty of a batch of outputs, divided by the size of the first axis, the number of samples.
  func perSample(_ output: Tensor) -> Tensor {
    let samples = output.rank > 1 ? output.shape[0] : 1
    return self(output) / Double(max(samples, 1))
  }
}
