/// Adam with decoupled weight decay: weights shrink by themselves, however steep the loss is.
///
/// w ← w − η·λ·w, then a step of `Adam` along the gradient alone. As PyTorch's `AdamW`.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2019).
public final class AdamW: UpdateRule {
  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public var betas: (Double, Double) { adam.betas }
  /// What keeps the division from zero, ε.
  public var epsilon: Double { adam.epsilon }
  /// How strongly weights are drawn to zero, λ.
  public var weightDecay: Double { adam.weightDecay }
  /// Whether steps are divided by the largest average so far.
  public var usesAMSGrad: Bool { adam.usesAMSGrad }
  private let adam: Adam

  /// AdamW with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0.01, amsgrad: Bool = false
  ) {
    adam = Adam("AdamW", learningRate, betas, epsilon, weightDecay, amsgrad)
  }

  /// The averages, the count of steps and the learning rate.
  public var state: OptimizerState { adam.state }
  /// Weights shrink before the step.
  public var decouplesWeightDecay: Bool { true }
  /// Those of `Adam`.
  public var slots: [Slot] { adam.slots }
  /// The averages are corrected by the count of steps.
  public var countsSteps: Bool { true }

  /// Those of `Adam`.
  public func factors(at moment: StepMoment) -> (step: Tensor, inverseRoot: Tensor) { adam.factors(at: moment) }

  /// The formula of `Adam`.
  public func newWeight(
    _ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: (step: Tensor, inverseRoot: Tensor)
  ) -> Tensor {
    adam.newWeight(w, along: g, memory, factors)
  }
}
