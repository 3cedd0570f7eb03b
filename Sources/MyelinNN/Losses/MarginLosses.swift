/// The perceptron's loss: −Σ (t − sign z)·z over the samples.
///
/// A sample on the right side, where sign z = t, adds nothing; each on the wrong side adds 2|z|. sign z counts as a constant
/// in the derivative, which is −(t − sign z): a step moves the boundary by the sample itself.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
public func perceptronLoss(_ z: Tensor, _ target: Tensor) -> Tensor { perceptronLoss(z, target, reduction: .sum) }

/// The perceptron's loss −(t − sign z)·z of every element, weighted and reduced: by default to the sum.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func perceptronLoss(
  _ z: Tensor, _ target: Tensor, reduction: Reduction = .sum, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: z, in: "perceptronLoss")
  return reduction((z.sign() - target) * z, weights: weights, in: "perceptronLoss")
}

/// The mean of max(1 − t·z, 0): a sample on the right side with a margin of 1 adds nothing.
///
/// The loss of support vector machines; Keras' `hinge`. Its derivative at the kink is taken as 0.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1 (`2 * labels - 1` of labels 0 and 1), in the shape of `z` (or one that differs by axes of
///     size 1).
public func hingeLoss(_ z: Tensor, _ target: Tensor) -> Tensor { hingeLoss(z, target, margin: 1) }

/// max(`margin` − t·z, 0) of every element, weighted and reduced.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
///   - margin: How far on the right side a sample must be to add nothing.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func hingeLoss(
  _ z: Tensor, _ target: Tensor, margin: Double = 1, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: z, in: "hingeLoss")
  return reduction((margin - target * z).relu(), weights: weights, in: "hingeLoss")
}

/// The mean of max(1 − t·z, 0)²: as `hingeLoss`, but smooth. Keras' `squared_hinge`.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
public func squaredHingeLoss(_ z: Tensor, _ target: Tensor) -> Tensor { squaredHingeLoss(z, target, margin: 1) }

/// max(`margin` − t·z, 0)² of every element, weighted and reduced.
///
/// - Parameters:
///   - z: The pre-activations.
///   - target: The classes, −1 or +1, in the shape of `z` (or one that differs by axes of size 1).
///   - margin: How far on the right side a sample must be to add nothing.
///   - reduction: How the elements become one number.
///   - weights: What every sample counts, `[n]`, or every element.
public func squaredHingeLoss(
  _ z: Tensor, _ target: Tensor, margin: Double = 1, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let target = aligned(target, to: z, in: "squaredHingeLoss")
  return reduction((margin - target * z).relu().squared(), weights: weights, in: "squaredHingeLoss")
}
