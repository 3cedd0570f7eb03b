/// Adadelta: steps in the weights' own unit, the root of the average square of steps over that of gradients.
///
/// With gradient g (plus λ·w): v ← ρ·v + (1 − ρ)·g², d = √(u + ε)/√(v + ε)·g, u ← ρ·u + (1 − ρ)·d², w ← w − η·d. As PyTorch's
/// `Adadelta`.
///
/// Source: M. Zeiler, "ADADELTA: An Adaptive Learning Rate Method" (2012).
public final class Adadelta: UpdateRule {
  /// How slowly averages change, ρ.
  public let smoothing: Double
  /// What starts the steps and keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// The averages and the learning rate.
  public let state: OptimizerState

  private static let squaredSteps = Slot("squaredSteps")

  /// Adadelta, whose learning rate of 1 seldom needs to be changed.
  public init(learningRate: Double = 1, smoothing: Double = 0.9, epsilon: Double = 1e-6, weightDecay: Double = 0) {
    checkFraction(smoothing, "smoothing", in: "Adadelta")
    checkNotNegative(epsilon, "epsilon", in: "Adadelta")
    checkNotNegative(weightDecay, "weight decay", in: "Adadelta")
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// The average squares of every parameter's gradients, v, and steps, u.
  public var slots: [Slot] { [.second, Self.squaredSteps] }

  /// η.
  public func factors(at moment: StepMoment) -> Tensor { moment.learningRate }

  /// w − η·d.
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
    let u = memory[Self.squaredSteps]
    let v = smoothing * memory[.second] + (1 - smoothing) * g.squared()
    let d = (u + epsilon).sqrt() / (v + epsilon).sqrt() * g
    memory[.second] = v
    memory[Self.squaredSteps] = smoothing * u + (1 - smoothing) * d.squared()
    return w - rate.cast(to: w.type) * d
  }
}
