/// The mean of |output − target|: grows steadily with the error, so that outliers weigh less. Its derivative at 0 is 0.
public func meanAbsoluteError(_ output: Tensor, _ target: Tensor) -> Tensor {
  meanAbsoluteError(output, target, reduction: .mean)
}

/// |output − target| of every element, weighted and reduced. PyTorch's `l1_loss`.
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func meanAbsoluteError(
  _ output: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let error = output - aligned(target, to: output, in: "meanAbsoluteError")
  return reduction(error.abs(), weights: weights, in: "meanAbsoluteError")
}

/// The mean of ½e² where |e| ≤ 1, and |e| − ½ elsewhere, with e = output − target: smooth, and robust to outliers.
///
/// Source: P. Huber, "Robust Estimation of a Location Parameter" (1964).
public func huberLoss(_ output: Tensor, _ target: Tensor) -> Tensor { huberLoss(output, target, delta: 1) }

/// ½e² where |e| ≤ δ, and δ·(|e| − ½δ) elsewhere, with e = output − target, of every element, weighted and reduced. PyTorch's
/// `huber_loss`.
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - delta: From which error on the loss grows steadily, δ > 0.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func huberLoss(
  _ output: Tensor, _ target: Tensor, delta: Double = 1, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  guard delta > 0, delta.isFinite else { fatalError("huberLoss: delta is \(delta); it must be positive") }
  let error = output - aligned(target, to: output, in: "huberLoss")
  return reduction(huber(error, delta), weights: weights, in: "huberLoss")
}

/// The mean of ½e² where |e| < 1, and |e| − ½ elsewhere, with e = output − target; as `huberLoss` with δ = 1.
///
/// Source: R. Girshick, "Fast R-CNN" (2015).
public func smoothL1Loss(_ output: Tensor, _ target: Tensor) -> Tensor { smoothL1Loss(output, target, beta: 1) }

/// ½e²/β where |e| < β, and |e| − ½β elsewhere, with e = output − target, of every element, weighted and reduced. PyTorch's
/// `smooth_l1_loss`.
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - beta: From which error on the loss grows steadily, β ≥ 0; with 0 it is |e|.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func smoothL1Loss(
  _ output: Tensor, _ target: Tensor, beta: Double = 1, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  guard beta >= 0, beta.isFinite else { fatalError("smoothL1Loss: beta is \(beta); it must not be negative") }
  let error = output - aligned(target, to: output, in: "smoothL1Loss")
  return reduction(beta == 0 ? error.abs() : huber(error, beta) / beta, weights: weights, in: "smoothL1Loss")
}

/// ½e² where |e| ≤ δ, and δ·(|e| − ½δ) elsewhere.
private func huber(_ error: Tensor, _ delta: Double) -> Tensor {
  // With c = e within and ±δ outside both pieces are c·(e − ½c), and so are their derivatives.
  let limited = error.clipped(to: -delta...delta)
  return limited * (error - 0.5 * limited)
}

/// The mean of log cosh(output − target): about ½e² for small errors, and |e| − log 2 for large ones, smooth everywhere.
public func logCoshLoss(_ output: Tensor, _ target: Tensor) -> Tensor { logCoshLoss(output, target, reduction: .mean) }

/// log cosh(output − target) of every element, weighted and reduced. Neither overflows for large errors nor loses the digits
/// of small ones. Keras' `log_cosh`.
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func logCoshLoss(
  _ output: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let error = output - aligned(target, to: output, in: "logCoshLoss")
  let isSmall = error.abs() .< 1
  // cosh e − 1 = (eᵉ − 1)²·e⁻ᵉ / 2.
  let small = Tensor.where(isSmall, error, 0)
  let difference = small.expm1()
  let near = (0.5 * difference.squared() * (-small).exp()).log1p()
  let magnitude = error.abs()
  let far = magnitude + (-2 * magnitude).softplus() - 0.693147180559945309
  return reduction(.where(isSmall, near, far), weights: weights, in: "logCoshLoss")
}

/// The mean of the pinball loss for the median: ½·|target − output|.
public func quantileLoss(_ output: Tensor, _ target: Tensor) -> Tensor { quantileLoss(output, target, quantile: 0.5) }

/// The pinball loss of every element, weighted and reduced: q·e where e = target − output is positive, and (q − 1)·e elsewhere.
///
/// Outputs that make its mean small are the `quantile` of the targets' distribution. Its derivative where e = 0 is taken as 0.
///
/// Source: R. Koenker, G. Bassett, "Regression Quantiles" (1978).
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - quantile: Which share of the targets should lie below the outputs, q in 0…1.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func quantileLoss(
  _ output: Tensor, _ target: Tensor, quantile: Double = 0.5, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  guard quantile >= 0, quantile <= 1 else { fatalError("quantileLoss: the quantile \(quantile) is not within 0…1") }
  let error = aligned(target, to: output, in: "quantileLoss") - output
  let losses = quantile * error.relu() + (1 - quantile) * (-error).relu()
  return reduction(losses, weights: weights, in: "quantileLoss")
}
