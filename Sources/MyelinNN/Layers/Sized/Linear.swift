/// A fully connected layer whose sizes are part of its type.
///
/// It is a ``Dense`` in all but that: the same numbers, the same speed, the same names in files. `outputs` is what comes out:
/// with `glu` or `swiglu` for the activation, there are twice as many sums.
///
/// ```swift
/// let layer = Linear<784, 512>(.relu)
/// let hidden = layer(images)   // [batch, 784] → [batch, 512]
/// ```
public struct Linear<let inputs: Int, let outputs: Int>: SizedLayer {
  /// The size of the input's last axis.
  public typealias Input = Width<inputs>
  /// The size of the output's last axis.
  public typealias Output = Width<outputs>

  /// The layer without its sizes in the type; `dense.$weight` and `dense.$bias` are the parameters' variables.
  public let dense: Dense

  /// A layer with random weights.
  ///
  /// - Parameters:
  ///   - activation: What is applied to the sums.
  ///   - usesBias: Whether a bias is added.
  ///   - weightInitializer: How the weights are drawn; by default as in Keras. PyTorch's are `.fanInUniform`.
  ///   - biasInitializer: How the biases are drawn.
  ///   - weightRegularizer: What draws the weights to zero in training.
  ///   - biasRegularizer: What draws the biases to zero in training.
  ///   - activityRegularizer: What draws the outputs to zero in training.
  ///   - type: The type of the parameters; by default what the initializers draw, float32.
  public init(
    _ activation: Activation = .identity, usesBias: Bool = true, weightInitializer: Initializer = .glorotUniform,
    biasInitializer: Initializer = .zeros, weightRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
    activityRegularizer: Regularizer? = nil, type: DType? = nil
  ) {
    let isHalved = activation.outputSize(for: 2) == 1
    dense = Dense(
      inputs, isHalved ? 2 * outputs : outputs, activation: activation, usesBias: usesBias,
      weightInitializer: weightInitializer,
      biasInitializer: biasInitializer, weightRegularizer: weightRegularizer, biasRegularizer: biasRegularizer,
      activityRegularizer: activityRegularizer, type: type)
  }

  /// The strengths of the connections, `[inputs, outputs]`, or twice as wide.
  public var weight: Tensor {
    get { dense.weight }
    nonmutating set { dense.weight = newValue }
  }

  /// What is added to every sum, `[outputs]` or twice as many; of no elements if the layer has no bias.
  public var bias: Tensor {
    get { dense.bias }
    nonmutating set { dense.bias = newValue }
  }

  /// The size of the input's last axis.
  public var inputSize: Int? { inputs }
  /// The size of the output's last axis.
  public var outputSize: Int? { outputs }

  /// activation(input · weight + bias), `[…, inputs]` → `[…, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor { dense(input) }
}

extension Linear: CustomReflectable {
  /// The parts of the layer inside.
  public var customMirror: Mirror { Mirror(self, children: dense.parts, displayStyle: .struct) }
}

extension Linear: CustomStringConvertible {
  /// How the layer is written: `Linear<784, 512>(.relu)`.
  public var description: String {
    let activation = dense.activation == .identity ? [] : [".\(dense.activation)"]
    let arguments = activation + (dense.usesBias ? [] : ["usesBias: false"])
    return "Linear<\(inputs), \(outputs)>(\(arguments.joined(separator: ", ")))"
  }
}
