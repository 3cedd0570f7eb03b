/// Adam with Nesterov's momentum: the step looks ahead to where momentum leads.
///
/// With gradient g (plus λ·w) at step t and μₜ = β₁·(1 − ½·0.96^(t·ψ)): m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
/// m̂ = μₜ₊₁·m / (1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g / (1 − μ₁⋯μₜ), v̂ = v/(1 − β₂ᵗ), w ← w − η·m̂ / (√v̂ + ε). As PyTorch's `NAdam`.
///
/// Source: T. Dozat, "Incorporating Nesterov Momentum into Adam" (2016).
public final class NAdam: UpdateRule {
  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// How fast momentum approaches β₁, ψ.
  public let momentumDecay: Double
  /// Whether weights are drawn to zero apart from the gradient, as by `AdamW`.
  public let decouplesWeightDecay: Bool
  /// The averages, the count of steps and the learning rate.
  public let state: OptimizerState

  private static let momentumProduct = Slot("momentumProduct", startingAt: 1, isScalar: true)

  /// NAdam with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 2e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0, momentumDecay: Double = 4e-3, decoupledWeightDecay: Bool = false
  ) {
    checkBetas(betas, in: "NAdam")
    checkNotNegative(epsilon, "epsilon", in: "NAdam")
    checkNotNegative(weightDecay, "weight decay", in: "NAdam")
    checkNotNegative(momentumDecay, "momentum decay", in: "NAdam")
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentumDecay = momentumDecay
    decouplesWeightDecay = decoupledWeightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// The averages m and v of every parameter, and the product μ₁⋯μₜ.
  public var slots: [Slot] { [.first, .second, Self.momentumProduct] }
  /// Momentum depends on the count of steps.
  public var countsSteps: Bool { true }

  /// η, μₜ, μₜ₊₁ and 1/(1 − β₂ᵗ).
  public func factors(at moment: StepMoment) -> [Tensor] {
    [
      moment.learningRate, momentum(at: moment.count), momentum(at: moment.count + 1), 1 / moment.correction(betas.1),
    ]
  }

  private func momentum(at t: Tensor) -> Tensor {
    betas.0 * (1 - 0.5 * Tensor.full([], 0.96, type: .float64).power(momentumDecay * t))
  }

  /// w − η·m̂ / (√v̂ + ε).
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: [Tensor]) -> Tensor {
    let (rate, momentum, next, inverse) = (factors[0], factors[1], factors[2], factors[3])
    let m = betas.0 * memory[.first] + (1 - betas.0) * g
    let v = betas.1 * memory[.second] + (1 - betas.1) * g.squared()
    let product = memory[Self.momentumProduct] * momentum
    memory[.first] = m
    memory[.second] = v
    memory[Self.momentumProduct] = product
    let ahead = (rate * next / (1 - product * next)).cast(to: w.type) * m
    let now = (rate * (1 - momentum) / (1 - product)).cast(to: w.type) * g
    return w - (ahead + now) / ((v * inverse.cast(to: w.type)).sqrt() + epsilon)
  }
}
