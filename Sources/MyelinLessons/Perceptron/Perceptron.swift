import Myelin

/// The lecture's perceptron: a neuron with a hard decision, an inner product and its sign.
public struct Perceptron: Module {
  /// The strength of each input, `[inputs, 1]`.
  @Parameter public var w = Tensor.randomNormal([2, 1])
  /// What is added to the inner product.
  @Parameter public var b = Tensor(0)

  /// A perceptron of two inputs with normally distributed weights and a bias of 0.
  public init() {}

  /// The pre-activation z = w·x + b of one sample `[inputs]` or of several `[samples, inputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    (w.transposed() * x).sum(axis: 1) + b
  }
}
