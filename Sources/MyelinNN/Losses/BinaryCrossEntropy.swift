/// The mean of −t·log σ(z) − (1 − t)·log(1 − σ(z)).
///
/// Computed as t·log(1 + e⁻ᶻ) + (1 − t)·log(1 + eᶻ), which neither overflows nor loses the small losses and gradients of
/// confident logits.
///
/// - Parameters:
///   - logits: The network's outputs before the sigmoid.
///   - target: 0 or 1, or probabilities between, in the shape of `logits` (or one that differs by axes of size 1).
public func binaryCrossEntropy(_ logits: Tensor, _ target: Tensor) -> Tensor {
  binaryCrossEntropy(logits, target, reduction: .mean)
}

/// −p·t·log σ(z) − (1 − t)·log(1 − σ(z)) of every element, weighted and reduced. PyTorch's `binary_cross_entropy_with_logits`.
///
/// - Parameters:
///   - logits: The network's outputs before the sigmoid.
///   - target: 0 or 1, or probabilities between, in the shape of `logits` (or one that differs by axes of size 1).
///   - positiveWeights: How much positive targets count, p: one for all, or one for each place of the last axis. More than 1 for
///     classes that are rare: negatives / positives balances them.
///   - labelSmoothing: How far targets are moved towards ½, ε: t becomes t·(1 − ε) + ½ε.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func binaryCrossEntropy(
  _ logits: Tensor, _ target: Tensor, positiveWeights: [Double]? = nil, labelSmoothing: Double = 0,
  reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = smoothed(aligned(target, to: logits, in: "binaryCrossEntropy"), labelSmoothing)
  let positive = weighted(target, positiveWeights, logits)
  let losses = positive * (-logits).softplus() + (1 - target) * logits.softplus()
  return reduction(losses, weights: weights, in: "binaryCrossEntropy")
}

/// −w·t·log p − (1 − t)·log(1 − p) of every output p of a sigmoid, weighted and reduced: the mean of all unless told otherwise.
/// PyTorch's `binary_cross_entropy`.
///
/// Where the logits are at hand, `binaryCrossEntropy` of them is more exact. As in PyTorch, the logarithms are at least −100, so
/// that the loss stays finite; where they are limited, the derivative is 0.
///
/// - Parameters:
///   - probabilities: The network's outputs p, in 0…1.
///   - target: 0 or 1, or probabilities between, in the shape of `probabilities` (or one that differs by axes of size 1).
///   - positiveWeights: How much positive targets count, w: one for all, or one for each place of the last axis.
///   - labelSmoothing: How far targets are moved towards ½, ε: t becomes t·(1 − ε) + ½ε.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func binaryCrossEntropy(
  probabilities: Tensor, _ target: Tensor, positiveWeights: [Double]? = nil, labelSmoothing: Double = 0,
  reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = smoothed(aligned(target, to: probabilities, in: "binaryCrossEntropy"), labelSmoothing)
  let positive = weighted(target, positiveWeights, probabilities)
  let losses = -(positive * limitedLog(probabilities) + (1 - target) * limitedComplementLog(probabilities))
  return reduction(losses, weights: weights, in: "binaryCrossEntropy")
}

/// log p, but −100 where p is below e⁻¹⁰⁰.
private func limitedLog(_ p: Tensor) -> Tensor {
  // What is below 0 is no probability, and stays NaN.
  let isTiny = p.abs() .< 3.720075976020836e-44
  return .where(isTiny, -100, Tensor.where(isTiny, 1, p).log())
}

/// log(1 − p), but −100 where p is 1.
private func limitedComplementLog(_ p: Tensor) -> Tensor {
  let isOne = p .== 1
  return .where(isOne, -100, (-Tensor.where(isOne, 0, p)).log1p())
}

/// Targets moved towards ½.
private func smoothed(_ target: Tensor, _ smoothing: Double) -> Tensor {
  guard smoothing >= 0, smoothing <= 1 else {
    fatalError("binaryCrossEntropy: the label smoothing \(smoothing) is not within 0…1")
  }
  return smoothing == 0 ? target : target * (1 - smoothing) + 0.5 * smoothing
}

/// Positive targets by their weights.
private func weighted(_ target: Tensor, _ weights: [Double]?, _ output: Tensor) -> Tensor {
  guard let weights else { return target }
  return target * numbers(weights, for: output, called: "positive weights", in: "binaryCrossEntropy")
}
