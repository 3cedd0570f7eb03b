/// A loss: how far a batch of outputs is from its targets, as one number. Smaller is better.
public typealias Loss = @Sendable (_ output: Tensor, _ target: Tensor) -> Tensor

/// The perceptron's loss: −Σ (t − sign z)·z over the samples.
///
/// A sample on the right side, where sign z = t, adds nothing; each on the wrong side adds 2|z|. sign z counts as a constant
/// in the derivative, which is −(t − sign z): a step moves the boundary by the sample itself.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
public func perceptronLoss(_ z: Tensor, _ target: Tensor) -> Tensor {
  let target = aligned(target, to: z, in: "perceptronLoss")
  return (-(target - z.sign()) * z).sum()
}

/// The mean of (output − target)²: grows fast with the error.
public func meanSquaredError(_ output: Tensor, _ target: Tensor) -> Tensor {
  (output - aligned(target, to: output, in: "meanSquaredError")).squared().mean()
}

/// The mean of |output − target|: grows steadily with the error, so that outliers weigh less. Its derivative at 0 is 0.
public func meanAbsoluteError(_ output: Tensor, _ target: Tensor) -> Tensor {
  (output - aligned(target, to: output, in: "meanAbsoluteError")).abs().mean()
}

/// The mean over samples of −Σ t·log p along the last axis: only the true class contributes.
///
/// For the output of a softmax and one-hot targets. Where the logits are at hand, `softmaxCrossEntropy` is more exact.
/// As in Keras, probabilities are first divided by their sum and limited to 10⁻⁷…1 − 10⁻⁷, so that the loss stays finite.
///
/// - Parameters:
///   - probabilities: `[…, classes]`.
///   - target: One-hot rows of the same shape.
public func categoricalCrossEntropy(_ probabilities: Tensor, _ target: Tensor) -> Tensor {
  guard probabilities.shape == target.shape, probabilities.rank > 0 else {
    fatalError(
      "categoricalCrossEntropy: probabilities \(probabilities.shape) and one-hot targets \(target.shape) must have "
        + "one shape; for class indices use softmaxCrossEntropy on the logits")
  }
  let normalized = probabilities / probabilities.sum(axis: -1, keepingDimensions: true)
  return -(target * normalized.clipped(to: 1e-7...(1 - 1e-7)).log()).sum(axis: -1).mean()
}

/// The mean over samples of −log softmax(logits) at the true class.
///
/// - Parameters:
///   - logits: The network's outputs before softmax, `[…, classes]`.
///   - labels: Class indices, `[…]` or `[…, 1]` (integers), or one-hot rows or probabilities of the shape of `logits`
///     (floating-point).
public func softmaxCrossEntropy(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  guard let classes = logits.shape.last, classes > 0 else {
    fatalError("softmaxCrossEntropy: logits of shape \(logits.shape) have no classes along a last axis")
  }
  let logProbabilities = logits.logSoftmax()
  if labels.shape == logits.shape, labels.type.isFloatingPoint {
    return -(labels * logProbabilities).sum(axis: -1).mean()
  }
  let samples = Array(logits.shape.dropLast())
  guard labels.type.isInteger, labels.shape == samples || labels.shape == samples + [1] else {
    fatalError(
      "softmaxCrossEntropy: logits of shape \(logits.shape) need integer class indices of shape \(samples) or "
        + "floating-point probabilities of shape \(logits.shape), got \(labels.shape) of type \(labels.type.rawValue); "
        + "convert them with cast(to:)")
  }
  let indices = labels.checkedIndices(below: classes, in: "softmaxCrossEntropy").reshaped(to: samples + [1])
  return -logProbabilities.gather(indices, axis: -1).mean()
}

/// The mean of −t·log σ(z) − (1 − t)·log(1 − σ(z)).
///
/// Computed as t·log(1 + e⁻ᶻ) + (1 − t)·log(1 + eᶻ), which neither overflows nor loses the small losses and gradients of
/// confident logits.
///
/// - Parameters:
///   - logits: The network's outputs before the sigmoid.
///   - target: 0 or 1, or probabilities between, in the shape of `logits` (or one that differs by axes of size 1).
public func binaryCrossEntropy(_ logits: Tensor, _ target: Tensor) -> Tensor {
  let target = aligned(target, to: logits, in: "binaryCrossEntropy")
  return (target * (-logits).softplus() + (1 - target) * logits.softplus()).mean()
}

/// The target in the output's shape. Axes of size 1 may differ; anything else would broadcast where nobody wants it.
private func aligned(_ target: Tensor, to output: Tensor, in name: String) -> Tensor {
  if target.shape == output.shape { return target }
  // One number broadcasts by itself.
  if target.count == 1, output.count == 1, target.rank <= output.rank { return target }
  guard target.shape.filter({ $0 != 1 }) == output.shape.filter({ $0 != 1 }) else {
    fatalError("\(name): the output has shape \(output.shape), the target \(target.shape)")
  }
  return target.reshaped(to: output.shape)
}
