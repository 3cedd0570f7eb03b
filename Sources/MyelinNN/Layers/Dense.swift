/// A fully connected layer: every output is joined to every input.
///
/// Computes activation(x · W + b) for a batch x of shape `[…, inputs]`, with weights W of shape `[inputs, outputs]` and
/// biases b of shape `[outputs]`. Integers are converted to the type of the weights.
///
/// ```swift
/// let layer = Dense(784, 512, activation: .relu)
/// let hidden = layer(images)   // [batch, 784] → [batch, 512]
/// ```
public struct Dense: Layer {
  /// The strengths of the connections, `[inputs, outputs]`.
  @Parameter public var weight: Tensor
  /// What is added to every output, `[outputs]`; of no elements if the layer has no bias.
  @Parameter public var bias: Tensor
  /// What is applied to the sums.
  public let activation: Activation
  /// Whether `bias` is added and trained.
  public let usesBias: Bool

  private let sizes: (inputs: Int, outputs: Int)

  /// A layer with random weights.
  ///
  /// - Parameters:
  ///   - inputs: The size of the input's last axis.
  ///   - outputs: The size of the output's last axis.
  ///   - activation: What is applied to the sums.
  ///   - usesBias: Whether a bias is added.
  ///   - weightInitializer: How the weights are drawn; by default as in Keras. PyTorch's are `.fanInUniform`.
  ///   - biasInitializer: How the biases are drawn.
  public init(
    _ inputs: Int, _ outputs: Int, activation: Activation = .identity, usesBias: Bool = true,
    weightInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros
  ) {
    guard inputs > 0, outputs > 0 else {
      fatalError("Dense(\(inputs), \(outputs)): both sizes must be positive")
    }
    sizes = (inputs, outputs)
    weight = weightInitializer([inputs, outputs], fanIn: inputs, fanOut: outputs)
    bias = usesBias ? biasInitializer([outputs], fanIn: inputs, fanOut: outputs) : .zeros([0])
    self.activation = activation
    self.usesBias = usesBias
  }

  /// The size of the input's last axis.
  public var inputSize: Int? { sizes.inputs }
  /// The size of the output's last axis: as many as there are sums, or half as many after `glu` and `swiglu`.
  public var outputSize: Int? { activation.outputSize(for: sizes.outputs) }

  /// activation(input · weight + bias), `[…, inputs]` → `[…, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.shape.last == sizes.inputs else {
      fatalError("\(self): the input's last axis must have size \(sizes.inputs), got shape \(input.shape)")
    }
    let sums = input.matmul(weight)
    return activation(usesBias ? sums + bias : sums)
  }
}

extension Dense: CustomReflectable {
  /// The layer's parts. Without a bias there is none to be found, so that it is neither trained nor saved.
  public var customMirror: Mirror {
    var parts: [(String, Any)] = [("weight", _weight), ("bias", _bias), ("activation", activation)]
    if !usesBias { parts.remove(at: 1) }
    return Mirror(self, children: parts.map { (label: $0, value: $1) }, displayStyle: .struct)
  }
}

extension Dense: CustomStringConvertible {
  /// How the layer is written: `Dense(2, 16, activation: .relu)`.
  public var description: String {
    let activation = activation == .identity ? "" : ", activation: .\(activation)"
    return "Dense(\(sizes.inputs), \(sizes.outputs)\(activation)\(usesBias ? "" : ", usesBias: false"))"
  }
}
