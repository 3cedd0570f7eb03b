/// The mean of (output − target)²: grows fast with the error.
public func meanSquaredError(_ output: Tensor, _ target: Tensor) -> Tensor {
  meanSquaredError(output, target, reduction: .mean)
}

/// (output − target)² of every element, weighted and reduced. PyTorch's `mse_loss`.
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func meanSquaredError(
  _ output: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let error = output - aligned(target, to: output, in: "meanSquaredError")
  return reduction(error.squared(), weights: weights, in: "meanSquaredError")
}

/// The square root of the mean of (output − target)², in the target's unit. Its derivative where all errors are 0 is taken
/// as 0.
public func rootMeanSquaredError(_ output: Tensor, _ target: Tensor) -> Tensor {
  rootMeanSquaredError(output, target, weights: nil)
}

/// √(Σ w·(output − target)² / n).
///
/// - Parameters:
///   - output: The network's outputs.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - weights: What every sample counts, `[n]`, or every element.
public func rootMeanSquaredError(_ output: Tensor, _ target: Tensor, weights: Tensor?) -> Tensor {
  let error = output - aligned(target, to: output, in: "rootMeanSquaredError")
  let square = Reduction.mean(error.squared(), weights: weights, in: "rootMeanSquaredError")
  let isZero = square .== 0
  // The root of 1 in its place keeps ∞ × 0 out of the derivative.
  return .where(isZero, 0, Tensor.where(isZero, 1, square).sqrt())
}

/// The mean of (log(1 + output) − log(1 + target))²: counts relative errors, for targets that span several sizes.
///
/// Outputs and targets must be above −1; what is not gives NaN. A `softplus` or `relu` behind the network sees to that.
public func meanSquaredLogarithmicError(_ output: Tensor, _ target: Tensor) -> Tensor {
  meanSquaredLogarithmicError(output, target, reduction: .mean)
}

/// (log(1 + output) − log(1 + target))² of every element, weighted and reduced. scikit-learn's `mean_squared_log_error`.
///
/// - Parameters:
///   - output: The network's outputs, above −1.
///   - target: What they should be, in the shape of `output` (or one that differs by axes of size 1).
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func meanSquaredLogarithmicError(
  _ output: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: output, in: "meanSquaredLogarithmicError").cast(to: output.type.floatingPoint)
  return reduction((output.log1p() - target.log1p()).squared(), weights: weights, in: "meanSquaredLogarithmicError")
}
