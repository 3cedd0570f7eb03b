/// The mean of e^η − t·η: the negative log-likelihood of counts t whose rates have the logarithms η, but for a constant.
///
/// - Parameters:
///   - logRate: The network's outputs, the logarithms η of the rates.
///   - target: The counts, in the shape of `logRate` (or one that differs by axes of size 1).
public func poissonLoss(_ logRate: Tensor, _ target: Tensor) -> Tensor { poissonLoss(logRate, target, isFull: false) }

/// e^η − t·η of every element, weighted and reduced. PyTorch's `poisson_nll_loss`.
///
/// - Parameters:
///   - logRate: The network's outputs, the logarithms η of the rates.
///   - target: The counts t, in the shape of `logRate` (or one that differs by axes of size 1).
///   - isFull: Whether Stirling's approximation of log t! is added, t·log t − t + ½·log(2π·t) for counts above 1.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func poissonLoss(
  _ logRate: Tensor, _ target: Tensor, isFull: Bool = false, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: logRate, in: "poissonLoss")
  let losses = logRate.exp() - target * logRate
  return reduction(isFull ? losses + stirling(target) : losses, weights: weights, in: "poissonLoss")
}

/// λ − t·log(λ + 10⁻⁸) of every rate λ, weighted and reduced: the mean of all unless told otherwise. PyTorch's
/// `poisson_nll_loss(log_input=False)`, Keras' `Poisson`.
///
/// Where the rates' logarithms are at hand, `poissonLoss` of them is more exact.
///
/// - Parameters:
///   - rates: The network's outputs λ, not negative.
///   - target: The counts t, in the shape of `rates` (or one that differs by axes of size 1).
///   - isFull: Whether Stirling's approximation of log t! is added, t·log t − t + ½·log(2π·t) for counts above 1.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func poissonLoss(
  rates: Tensor, _ target: Tensor, isFull: Bool = false, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: rates, in: "poissonLoss")
  let losses = rates - target * (rates + 1e-8).log()
  return reduction(isFull ? losses + stirling(target) : losses, weights: weights, in: "poissonLoss")
}

/// log t! by Stirling's formula for t > 1, else 0.
private func stirling(_ counts: Tensor) -> Tensor {
  let counts = counts.cast(to: counts.type.floatingPoint)
  let isLarge = counts .> 1
  let safe = Tensor.where(isLarge, counts, 1)
  return .where(isLarge, safe * safe.log() - safe + 0.5 * (2 * Double.pi * safe).log(), 0)
}
