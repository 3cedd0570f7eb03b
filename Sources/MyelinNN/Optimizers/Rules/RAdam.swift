/// Rectified Adam: as long as the average of squares rests on too few gradients to be trusted, steps do without it.
///
/// With gradient g (plus λ·w) at step t: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², m̂ = m/(1 − β₁ᵗ),
/// ρ∞ = 2/(1 − β₂) − 1, ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ). If ρ > 5, w ← w − η·r·m̂·√(1 − β₂ᵗ)/(√v + ε) with
/// r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ)); else w ← w − η·m̂. As PyTorch's `RAdam`.
///
/// Source: L. Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond" (2020).
public final class RAdam: UpdateRule {
  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// Whether weights are drawn to zero apart from the gradient, as by `AdamW`.
  public let decouplesWeightDecay: Bool
  /// The averages, the count of steps and the learning rate.
  public let state: OptimizerState

  /// RAdam with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupledWeightDecay: Bool = false
  ) {
    checkBetas(betas, in: "RAdam")
    checkNotNegative(epsilon, "epsilon", in: "RAdam")
    checkNotNegative(weightDecay, "weight decay", in: "RAdam")
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    decouplesWeightDecay = decoupledWeightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// The averages m and v of every parameter.
  public var slots: [Slot] { [.first, .second] }
  /// Whether v is trusted depends on the count of steps.
  public var countsSteps: Bool { true }

  /// η/(1 − β₁ᵗ), whether v is trusted, and r·√(1 − β₂ᵗ).
  public func factors(at moment: StepMoment) -> (step: Tensor, isTrusted: Tensor, scale: Tensor) {
    let correction = moment.correction(betas.1)
    let limit = 2 / (1 - betas.1) - 1
    let length = limit - 2 * moment.count * (1 - correction) / correction
    // Below 4, where r isn't used, the root must not become NaN.
    let square = ((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)).maximum(0)
    return (moment.learningRate / moment.correction(betas.0), length .> 5, (square * correction).sqrt())
  }

  /// w − η·r·m̂·√(1 − β₂ᵗ)/(√v + ε), or w − η·m̂.
  public func newWeight(
    _ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: (step: Tensor, isTrusted: Tensor, scale: Tensor)
  ) -> Tensor {
    let m = betas.0 * memory[.first] + (1 - betas.0) * g
    let v = betas.1 * memory[.second] + (1 - betas.1) * g.squared()
    memory[.first] = m
    memory[.second] = v
    let scale = Tensor.where(factors.isTrusted, factors.scale.cast(to: w.type) / (v.sqrt() + epsilon), 1)
    return w - factors.step.cast(to: w.type) * m * scale
  }
}
