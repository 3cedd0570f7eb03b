/// A function that a layer applies to its sums, element by element but for `softmax`; also a layer of its own.
public enum Activation: String, Layer, CaseIterable, Codable {
  /// z itself: linear, for regression.
  case identity
  /// −1, 0 or 1 by the sign of z: a hard decision. Its derivative is taken as 0.
  case sign
  /// (e²ᶻ − 1)/(e²ᶻ + 1), between −1 and 1: a soft decision.
  case tanh
  /// 1/(1 + e⁻ᶻ), between 0 and 1: a soft decision, or a probability.
  case sigmoid
  /// eᶻ / Σ eᶻ along the last axis: as many outputs as inputs, each in 0…1, summing to 1.
  case softmax
  /// max(z, 0). Its derivative is 0 or 1, and taken as 0 at 0.
  case relu

  /// The activation of `input`, in its shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    switch self {
    case .identity: input
    case .sign: input.sign()
    case .tanh: input.tanh()
    case .sigmoid: input.sigmoid()
    case .softmax: input.softmax()
    case .relu: input.relu()
    }
  }
}
