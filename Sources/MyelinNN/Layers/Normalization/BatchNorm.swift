/// Batch normalization: brings every feature to mean 0 and variance 1, then scales and shifts it.
///
/// y = (x − μ) / √(σ² + ε) · γ + β for a batch x of shape `[…, features]`, with γ = `weight` and β = `bias` of shape
/// `[features]`.
///
/// - In **training** μ and σ² are the batch's: means over all axes but the last, σ² = Σ(x − μ)²/n. The running statistics
///   follow them, running ← (1 − momentum)·running + momentum·batch, where the batch's variance is Σ(x − μ)²/(n − 1). This
///   is **PyTorch's convention** of the momentum: 0.1 moves a tenth of the way. (Keras' momentum is 1 minus this one, and it
///   takes Σ(x − μ)²/n.)
/// - In **inference** μ and σ² are the running statistics.
/// - A **single sample** has no variance. In training it is normalized by the running statistics too, which it leaves as they
///   are: so an epoch may end with a batch of one sample, and something is learnt from that. (PyTorch refuses such a batch;
///   Keras makes all its features β.)
///
/// ```swift
/// Sequential {
///   Dense(20, 64, usesBias: false)
///   BatchNorm(64)
///   Activation.relu
/// }
/// ```
///
/// Source: S. Ioffe, C. Szegedy, "Batch Normalization" (2015); PyTorch's `BatchNorm1d`.
public struct BatchNorm: Layer {
  /// The features' scales γ, ones at first; of no elements if the layer isn't affine.
  @Parameter public var weight: Tensor
  /// The features' shifts β, zeros at first; of no elements if the layer isn't affine.
  @Parameter public var bias: Tensor
  /// The mean of every feature in inference, zeros at first.
  @Buffer public var runningMean: Tensor
  /// The variance of every feature in inference, ones at first.
  @Buffer public var runningVariance: Tensor
  /// How many batches have been trained on, int64.
  @Buffer public var batchCount: Tensor
  /// How far the running statistics move to a batch's; `nil` for the plain mean of all batches.
  public let momentum: Double?
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// Whether there are γ and β, which are trained.
  public let isAffine: Bool

  private let size: Int

  /// A layer for a number of features.
  ///
  /// - Parameters:
  ///   - features: The size of the last axis.
  ///   - momentum: How far the running statistics move to a batch's, 0…1; `nil` for the plain mean of all batches.
  ///   - epsilon: What is added to the variance.
  ///   - isAffine: Whether features are scaled and shifted after the normalization.
  ///   - type: The type of the parameters and the running statistics.
  public init(
    _ features: Int, momentum: Double? = 0.1, epsilon: Double = 1e-5, isAffine: Bool = true, type: DType = .float32
  ) {
    guard features > 0 else { fatalError("BatchNorm(\(features)): the number of features must be positive") }
    if let momentum, !(momentum >= 0 && momentum <= 1) {
      fatalError("BatchNorm(\(features)): the momentum must be within 0…1, got \(momentum)")
    }
    guard epsilon >= 0 else { fatalError("BatchNorm(\(features)): epsilon must not be negative, got \(epsilon)") }
    size = features
    weight = isAffine ? .ones([features], type: type) : .zeros([0])
    bias = isAffine ? .zeros([features], type: type) : .zeros([0])
    runningMean = .zeros([features], type: type)
    runningVariance = .ones([features], type: type)
    batchCount = .zeros([], type: .int64)
    (self.momentum, self.epsilon, self.isAffine) = (momentum, epsilon, isAffine)
  }

  /// The number of features.
  public var inputSize: Int? { size }
  /// The number of features.
  public var outputSize: Int? { size }

  /// (x − μ) / √(σ² + ε) · γ + β, `[…, features]` → `[…, features]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.shape.last == size else {
      stop("the input's last axis must have size \(size), got shape \(input.shape)", at: $runningMean)
    }
    let x = input.cast(to: input.type.floatingPoint)
    let normalized: Tensor
    let samples = x.count / size
    if Mode.current == .training, samples > 1 {
      let axes = Array(0..<x.rank - 1)
      let mean = x.mean(axes: axes)
      let deviations = x - mean
      let variance = deviations.squared().mean(axes: axes)
      withoutGradient { follow(mean.detached(), variance.detached(), samples) }
      normalized = deviations * (variance + epsilon).rsqrt()
    } else {
      normalized = (x - runningMean) * (runningVariance + epsilon).rsqrt()
    }
    return isAffine ? normalized * weight + bias : normalized
  }

  /// Moves the running statistics to those of a batch.
  private func follow(_ mean: Tensor, _ variance: Tensor, _ samples: Int) {
    let unbiased = variance * (Double(samples) / Double(samples - 1))
    batchCount += 1
    // Not running + m·(batch − running), which loses the digits of a batch that is much smaller than what ran before.
    if let momentum {
      runningMean = (1 - momentum) * runningMean + momentum * mean
      runningVariance = (1 - momentum) * runningVariance + momentum * unbiased
    } else {
      let step = 1 / batchCount.cast(to: runningMean.type)
      runningMean = (1 - step) * runningMean + step * mean
      runningVariance = (1 - step) * runningVariance + step * unbiased
    }
  }
}

extension BatchNorm: CustomReflectable {
  /// The layer's parts. If it isn't affine, there are no parameters to be found.
  public var customMirror: Mirror {
    let affine: [(label: String?, value: Any)] = isAffine ? [("weight", _weight), ("bias", _bias)] : []
    let buffers: [(label: String?, value: Any)] = [
      ("runningMean", _runningMean), ("runningVariance", _runningVariance), ("batchCount", _batchCount),
    ]
    return Mirror(self, children: affine + buffers, displayStyle: .struct)
  }
}

extension BatchNorm: CustomStringConvertible {
  /// How the layer is written: `BatchNorm(64)`.
  public var description: String { "BatchNorm(\(size))" }
}
