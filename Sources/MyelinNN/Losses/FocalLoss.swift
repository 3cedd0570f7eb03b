/// The mean of −αₜ·(1 − pₜ)²·log pₜ, where pₜ is the probability of the true one of two classes, and αₜ is ¼ for the class 1
/// and ¾ for the class 0: samples that are easy hardly count.
///
/// Source: T. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal Loss for Dense Object Detection" (2017); torchvision's
/// `sigmoid_focal_loss`.
///
/// - Parameters:
///   - logits: The network's outputs before the sigmoid.
///   - target: 0 or 1, or probabilities between, in the shape of `logits` (or one that differs by axes of size 1).
public func focalLoss(_ logits: Tensor, _ target: Tensor) -> Tensor { focalLoss(logits, target, gamma: 2) }

/// −αₜ·(1 − pₜ)^γ·log pₜ of every element, weighted and reduced.
///
/// - Parameters:
///   - logits: The network's outputs before the sigmoid.
///   - target: 0 or 1, or probabilities between, in the shape of `logits` (or one that differs by axes of size 1).
///   - gamma: How fast easy samples lose weight, γ ≥ 0; with 0 it is a weighted cross entropy.
///   - alpha: αₜ of the class 1, in 0…1; that of the class 0 is 1 − α. `nil` leaves both out.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func focalLoss(
  _ logits: Tensor, _ target: Tensor, gamma: Double = 2, alpha: Double? = 0.25, reduction: Reduction = .mean,
  weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: logits, in: "focalLoss")
  let entropy = target * (-logits).softplus() + (1 - target) * logits.softplus()
  // 1 − pₜ without a difference, which would lose the digits of a confident logit.
  let miss = target * (-logits).sigmoid() + (1 - target) * logits.sigmoid()
  var losses = focused(entropy, miss, gamma, in: "focalLoss")
  if let alpha {
    guard alpha >= 0, alpha <= 1 else { fatalError("focalLoss: alpha is \(alpha), which is not within 0…1") }
    losses = losses * (alpha * target + (1 - alpha) * (1 - target))
  }
  return reduction(losses, weights: weights, in: "focalLoss")
}

/// The mean over samples of −(1 − p)²·log p, where p is the softmax of the logits at the true class.
///
/// Source: as `focalLoss`; Keras' `CategoricalFocalCrossentropy`, but for its α.
///
/// - Parameters:
///   - logits: The network's outputs before softmax, `[…, classes]`.
///   - labels: Class indices, `[…]` or `[…, 1]` (integers), or one-hot rows or probabilities of the shape of `logits`
///     (floating-point).
public func softmaxFocalLoss(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  softmaxFocalLoss(logits, labels, gamma: 2)
}

/// −Σ w·t·(1 − p)^γ·log p of every sample, weighted and reduced, where p is the softmax of the logits.
///
/// - Parameters:
///   - logits: The network's outputs before softmax, `[…, classes]`.
///   - labels: Class indices, `[…]` or `[…, 1]` (integers), or one-hot rows or probabilities t of the shape of `logits`
///     (floating-point).
///   - gamma: How fast easy samples lose weight, γ ≥ 0; with 0 it is a weighted cross entropy.
///   - classWeights: How much every class counts, w (Keras' α). They don't change what a mean is divided by.
///   - reduction: How the samples' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`.
public func softmaxFocalLoss(
  _ logits: Tensor, _ labels: Tensor, gamma: Double = 2, classWeights: [Double]? = nil, reduction: Reduction = .mean,
  weights: Tensor? = nil
) -> Tensor {
  let name = "softmaxFocalLoss"
  let logarithms = logits.logSoftmax()
  let ofClasses = classWeights.map { numbers($0, for: logits, called: "class weights", in: name) }
  func losses(_ logarithms: Tensor) -> Tensor { focused(-logarithms, -logarithms.expm1(), gamma, in: name) }
  if labels.shape == logits.shape, labels.type.isFloatingPoint, logits.rank > 0 {
    var all = labels * losses(logarithms)
    if let ofClasses { all = all * ofClasses }
    return reduction(all.sum(axis: -1), weights: weights, in: name)
  }
  guard ClassIndices.fit(labels, logits) else {
    fatalError(
      "\(name): logits of shape \(logits.shape) need integer class indices of shape \(Array(logits.shape.dropLast())) or "
        + "floating-point probabilities of shape \(logits.shape), got \(labels.shape) of type \(labels.type.rawValue)")
  }
  let indices = ClassIndices(labels, logits, ignoring: nil, in: name).indices
  var own = losses(logarithms.gather(indices, axis: -1))
  if let ofClasses { own = own * ofClasses.expanded(to: logits.shape).gather(indices, axis: -1) }
  return reduction(own.reshaped(to: Array(logits.shape.dropLast())), weights: weights, in: name)
}

/// The losses by (1 − p)^γ.
private func focused(_ losses: Tensor, _ miss: Tensor, _ gamma: Double, in name: String) -> Tensor {
  guard gamma >= 0, gamma.isFinite else { fatalError("\(name): gamma is \(gamma); it must not be negative") }
  if gamma == 0 { return losses }
  if gamma == 2 { return losses * miss.squared() }
  if gamma >= 1 { return losses * miss.power(gamma) }
  // The derivative of 0^γ is infinite.
  let isHit = miss .== 0
  return losses * Tensor.where(isHit, 0, Tensor.where(isHit, 1, miss).power(gamma))
}
