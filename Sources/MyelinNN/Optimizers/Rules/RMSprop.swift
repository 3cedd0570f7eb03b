/// RMSprop: gradients divided by the root of their running average square.
///
/// With gradient g (plus λ·w): v ← α·v + (1 − α)·g², d = g/(√v + ε), w ← w − η·d. Centered, the variance replaces the
/// average square: a ← α·a + (1 − α)·g, d = g/(√(v − a²) + ε). With momentum b ← μ·b + d, w ← w − η·b. As PyTorch's `RMSprop`.
///
/// Sources: G. Hinton, "Neural Networks for Machine Learning", lecture 6e (2012); A. Graves, "Generating Sequences With
/// Recurrent Neural Networks" (2013) for the centered form.
public final class RMSprop: UpdateRule {
  /// How slowly averages change, α.
  public let smoothing: Double
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// How much of the last step's direction is kept, μ.
  public let momentum: Double
  /// Whether gradients are divided by their standard deviation.
  public let isCentered: Bool
  /// The averages, the velocities and the learning rate.
  public let state: OptimizerState

  /// RMSprop with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 0.01, smoothing: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0,
    momentum: Double = 0, centered: Bool = false
  ) {
    checkFraction(smoothing, "smoothing", in: "RMSprop")
    checkNotNegative(epsilon, "epsilon", in: "RMSprop")
    checkNotNegative(weightDecay, "weight decay", in: "RMSprop")
    checkNotNegative(momentum, "momentum", in: "RMSprop")
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentum = momentum
    isCentered = centered
    state = OptimizerState(learningRate: learningRate)
  }

  /// The average square v of every parameter; centered, the average a; with momentum, the velocity b.
  public var slots: [Slot] { [.second] + (isCentered ? [.first] : []) + (momentum == 0 ? [] : [.velocity]) }

  /// η.
  public func factors(at moment: StepMoment) -> Tensor { moment.learningRate }

  /// w − η·d, or w − η·b.
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
    let v = smoothing * memory[.second] + (1 - smoothing) * g.squared()
    memory[.second] = v
    var spread = v
    if isCentered {
      let a = smoothing * memory[.first] + (1 - smoothing) * g
      memory[.first] = a
      // Rounding must not make a small variance negative.
      spread = (v - a.squared()).maximum(0)
    }
    var step = g / (spread.sqrt() + epsilon)
    if momentum != 0 {
      step = momentum * memory[.velocity] + step
      memory[.velocity] = step
    }
    return w - rate.cast(to: w.type) * step
  }
}
