/// Adam with the largest gradient, fading, in place of the root of the average square.
///
/// With gradient g (plus λ·w) at step t: m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε), w ← w − η/(1 − β₁ᵗ)·m/u. As
/// PyTorch's `Adamax`.
///
/// Source: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization" (2015), section 7.
public final class Adamax: UpdateRule {
  /// How slowly the average of the gradient changes, β₁, and how slowly the largest gradient fades, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// The averages, the largest gradients, the count of steps and the learning rate.
  public let state: OptimizerState

  /// Adamax with steps of at most about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    checkBetas(betas, in: "Adamax")
    checkNotNegative(epsilon, "epsilon", in: "Adamax")
    checkNotNegative(weightDecay, "weight decay", in: "Adamax")
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// The average m and the largest gradient u of every parameter.
  public var slots: [Slot] { [.first, .largest] }
  /// The average is corrected by the count of steps.
  public var countsSteps: Bool { true }

  /// η/(1 − β₁ᵗ).
  public func factors(at moment: StepMoment) -> Tensor { moment.learningRate / moment.correction(betas.0) }

  /// w − η/(1 − β₁ᵗ)·m/u.
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ step: Tensor) -> Tensor {
    let m = betas.0 * memory[.first] + (1 - betas.0) * g
    let u = (betas.1 * memory[.largest]).maximum(g.abs() + epsilon)
    memory[.first] = m
    memory[.largest] = u
    return w - step.cast(to: w.type) * m / u
  }
}
