/// Sets numbers to zero at random in training, so that no unit relies on any other.
///
/// In training every element is dropped with probability p, and those that stay are divided by 1 − p, which keeps the mean:
/// y = x·m / (1 − p) with m from Bernoulli(1 − p), drawn anew at every call from the running task's `RandomSource`. In
/// inference y = x. As PyTorch's `Dropout` and Keras'.
///
/// ```swift
/// Sequential {
///   Dense(20, 64, activation: .relu)
///   Dropout(0.5)
///   Dense(64, 3)
/// }
/// ```
///
/// Source: N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
public struct Dropout: SizeKeepingLayer {
  /// The probability p with which an element is dropped.
  public let probability: Double

  /// A layer that drops elements with a probability in 0…1.
  public init(_ probability: Double = 0.5) {
    checkProbability(probability, in: "Dropout")
    self.probability = probability
  }

  /// x·m / (1 − p) in training, else the input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard Mode.current == .training, probability > 0 else { return input }
    let x = input.cast(to: input.type.floatingPoint)
    // Dividing by 0 would make NaN of what is dropped.
    if probability == 1 { return x * 0 }
    let mask = Tensor.randomBernoulli(x.shape, probability: 1 - probability, type: x.type)
    return x * (mask * (1 / (1 - probability)))
  }
}

extension Dropout: CustomStringConvertible {
  /// How the layer is written: `Dropout(0.5)`.
  public var description: String { "Dropout(\(probability))" }
}

/// Dropout for networks of SELU: drops to the value at which SELU saturates, and keeps mean and variance.
///
/// In training y = a·(x·m + α′·(1 − m)) + b with m from Bernoulli(1 − p), α′ = −λα ≈ −1.7581,
/// a = ((1 − p)·(1 + p·α′²))^(−1/2) and b = −a·p·α′: inputs of mean 0 and variance 1 give outputs of mean 0 and variance 1.
/// In inference y = x. As PyTorch's `AlphaDropout`.
///
/// ```swift
/// let y = withMode(.training) { AlphaDropout(0.1)(x) }
/// ```
///
/// Source: G. Klambauer et al., "Self-Normalizing Neural Networks" (2017).
public struct AlphaDropout: SizeKeepingLayer {
  /// The probability p with which an element is dropped.
  public let probability: Double

  /// A layer that drops elements with a probability in 0…1.
  public init(_ probability: Double = 0.5) {
    checkProbability(probability, in: "AlphaDropout")
    self.probability = probability
  }

  /// What SELU tends to far below zero: −λα.
  private static let saturation = -1.7580993408473766

  /// a·(x·m + α′·(1 − m)) + b in training, else the input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard Mode.current == .training, probability > 0 else { return input }
    let x = input.cast(to: input.type.floatingPoint)
    if probability == 1 { return x * 0 }
    let (p, saturation) = (probability, AlphaDropout.saturation)
    let scale = 1 / ((1 - p) * (1 + p * saturation * saturation)).squareRoot()
    let mask = Tensor.randomBernoulli(x.shape, probability: 1 - p, type: x.type)
    return x * (mask * scale) + ((1 - mask) * (scale * saturation) - scale * p * saturation)
  }
}

extension AlphaDropout: CustomStringConvertible {
  /// How the layer is written: `AlphaDropout(0.1)`.
  public var description: String { "AlphaDropout(\(probability))" }
}

/// Stops unless `probability` is within 0…1.
private func checkProbability(_ probability: Double, in name: String) {
  guard probability >= 0, probability <= 1 else {
    fatalError("\(name)(\(probability)): the probability must be within 0…1")
  }
}
