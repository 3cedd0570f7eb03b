/// The mean over samples of the divergence of Kullback and Leibler, Σ t·(log t − log q) along the last axis.
///
/// How much the distribution q that the network gives differs from the target t; 0 if they are equal. Terms with t = 0 are 0.
///
/// - Parameters:
///   - logProbabilities: The logarithms of q, `[…, classes]`, as `logSoftmax` gives them.
///   - target: The distributions t, of the same shape.
public func klDivergence(_ logProbabilities: Tensor, _ target: Tensor) -> Tensor {
  klDivergence(logProbabilities, target, reduction: .mean)
}

/// Σ t·(log t − log q) of every sample, weighted and reduced. PyTorch's `kl_div(reduction="batchmean")`.
///
/// - Parameters:
///   - logProbabilities: The logarithms of q, `[…, classes]`, as `logSoftmax` gives them.
///   - target: The distributions t, of the same shape.
///   - reduction: How the samples' divergences become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`.
public func klDivergence(
  _ logProbabilities: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  checkSameShape(logProbabilities, target, in: "klDivergence")
  let target = target.cast(to: target.type.floatingPoint)
  let isZero = target .== 0
  let logarithm = Tensor.where(isZero, 1, target).log()
  let terms = Tensor.where(isZero, 0, target * (logarithm - logProbabilities))
  return reduction(terms.sum(axis: -1), weights: weights, in: "klDivergence")
}

/// The divergence of Kullback and Leibler, Σ t·log(t/q) along the last axis, of every sample, weighted and reduced: the mean over
/// samples unless told otherwise. Keras' `kl_divergence`.
///
/// Where the logits are at hand, `klDivergence(logits.logSoftmax(), target)` is more exact.
///
/// - Parameters:
///   - probabilities: The distributions q that the network gives, `[…, classes]`; limited to 10⁻⁷…1 as in Keras.
///   - target: The distributions t, of the same shape.
///   - reduction: How the samples' divergences become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`.
public func klDivergence(
  probabilities: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let limited = Tensor.where(probabilities .< 1e-7, 1e-7, probabilities)
  return klDivergence(limited.log(), target, reduction: reduction, weights: weights)
}
