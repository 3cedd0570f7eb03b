/// Lion: steps of one size along the sign of momentum. It remembers half of what Adam does, and wants a learning rate 3 to 10
/// times smaller and a weight decay larger by as much.
///
/// With gradient g: c = β₁·m + (1 − β₁)·g, w ← w − η·(sign(c) + λ·w), m ← β₂·m + (1 − β₂)·g. As the paper's code and optax's
/// `lion`.
///
/// Source: X. Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023).
public final class Lion: UpdateRule {
  /// How much of the average the step's direction takes, β₁, and how slowly the average changes, β₂.
  public let betas: (Double, Double)
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// The averages and the learning rate.
  public let state: OptimizerState

  /// Lion with steps of `learningRate` in every coordinate.
  public init(learningRate: Double = 1e-4, betas: (Double, Double) = (0.9, 0.99), weightDecay: Double = 0) {
    checkBetas(betas, in: "Lion")
    checkNotNegative(weightDecay, "weight decay", in: "Lion")
    self.betas = betas
    self.weightDecay = weightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// Weights shrink before the step.
  public var decouplesWeightDecay: Bool { true }
  /// The average m of every parameter's gradient.
  public var slots: [Slot] { [.first] }

  /// η.
  public func factors(at moment: StepMoment) -> Tensor { moment.learningRate }

  /// w − η·sign(c).
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
    let m = memory[.first]
    memory[.first] = betas.1 * m + (1 - betas.1) * g
    return w - rate.cast(to: w.type) * (betas.0 * m + (1 - betas.0) * g).sign()
  }
}
