/// A fully connected layer: every output is joined to every input.
///
/// Computes activation(x · W + b) for a batch x of shape `[…, inputs]`, with weights W of shape `[inputs, outputs]` and
/// biases b of shape `[outputs]`. Integers are converted to the type of the weights. With `glu` or `swiglu` for the activation,
/// one half of the sums gates the other, and half as many numbers come out.
///
/// ```swift
/// let layer = Dense(784, 512, activation: .relu)
/// let hidden = layer(images)   // [batch, 784] → [batch, 512]
/// ```
///
/// Regularizers add penalties to the loss while the network is trained (see `withPenalties`): that of the weights and that
/// of the bias once per step, and that of the activity, which is the output after the activation, divided by the number of
/// samples. As in Keras.
public struct Dense: Layer {
  /// The strengths of the connections, `[inputs, outputs]`.
  @Parameter public var weight: Tensor
  /// What is added to every output, `[outputs]`; of no elements if the layer has no bias.
  @Parameter public var bias: Tensor
  /// What is applied to the sums.
  public let activation: Activation
  /// Whether `bias` is added and trained.
  public let usesBias: Bool
  /// What draws the weights to zero in training.
  public let weightRegularizer: Regularizer?
  /// What draws the biases to zero in training.
  public let biasRegularizer: Regularizer?
  /// What draws the outputs to zero in training.
  public let activityRegularizer: Regularizer?

  private let sizes: (inputs: Int, outputs: Int)

  /// A layer with random weights.
  ///
  /// - Parameters:
  ///   - inputs: The size of the input's last axis.
  ///   - outputs: The number of sums: the size of the output's last axis, unless the activation halves it.
  ///   - activation: What is applied to the sums.
  ///   - usesBias: Whether a bias is added.
  ///   - weightInitializer: How the weights are drawn; by default as in Keras. PyTorch's are `.fanInUniform`.
  ///   - biasInitializer: How the biases are drawn.
  ///   - weightRegularizer: What draws the weights to zero in training.
  ///   - biasRegularizer: What draws the biases to zero in training.
  ///   - activityRegularizer: What draws the outputs to zero in training.
  ///   - type: The type of the parameters; by default what the initializers draw, float32.
  public init(
    _ inputs: Int, _ outputs: Int, activation: Activation = .identity, usesBias: Bool = true,
    weightInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    weightRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
    type: DType? = nil
  ) {
    guard inputs > 0, outputs > 0 else {
      fatalError("Dense(\(inputs), \(outputs)): both sizes must be positive")
    }
    activation.checkSize(outputs)
    sizes = (inputs, outputs)
    let weights = weightInitializer([inputs, outputs], fanIn: inputs, fanOut: outputs)
    let biases = usesBias ? biasInitializer([outputs], fanIn: inputs, fanOut: outputs) : .zeros([0])
    weight = weights.cast(to: type ?? weights.type)
    bias = biases.cast(to: type ?? biases.type)
    self.activation = activation
    self.usesBias = usesBias
    self.weightRegularizer = weightRegularizer
    self.biasRegularizer = biasRegularizer
    self.activityRegularizer = activityRegularizer
  }

  /// The size of the input's last axis.
  public var inputSize: Int? { sizes.inputs }
  /// The size of the output's last axis: half of `outputs` for `glu` and `swiglu`.
  public var outputSize: Int? { activation.outputSize(for: sizes.outputs) }

  /// activation(input · weight + bias), `[…, inputs]` → `[…, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.shape.last == sizes.inputs else {
      stop("the input's last axis must have size \(sizes.inputs), got shape \(input.shape)", at: $weight)
    }
    let sums = input.matmul(weight)
    let output = activation(usesBias ? sums + bias : sums)
    addPenalties(output)
    return output
  }

  /// The layer's penalties, in training.
  @inline(__always)
  private func addPenalties(_ output: Tensor) {
    if let weightRegularizer { addPenalty(weightRegularizer, of: $weight) }
    if let biasRegularizer, usesBias { addPenalty(biasRegularizer, of: $bias) }
    if let activityRegularizer { addPenalty { activityRegularizer.perSample(output) } }
  }
}

extension Dense: CustomReflectable {
  /// The layer's parts. Without a bias there is none to be found, so that it is neither trained nor saved.
  public var customMirror: Mirror { Mirror(self, children: parts, displayStyle: .struct) }

  /// What reflection finds.
  var parts: [(label: String?, value: Any)] {
    var parts: [(label: String?, value: Any)] = [("weight", _weight), ("bias", _bias), ("activation", activation)]
    if !usesBias { parts.remove(at: 1) }
    return parts
  }
}

extension Dense: CustomStringConvertible {
  /// How the layer is written: `Dense(2, 16, activation: .relu)`.
  public var description: String {
    let activation = activation == .identity ? "" : ", activation: .\(activation)"
    return "Dense(\(sizes.inputs), \(sizes.outputs)\(activation)\(usesBias ? "" : ", usesBias: false"))"
  }
}
