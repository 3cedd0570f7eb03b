/// Stochastic gradient descent, with momentum if asked for.
///
/// With gradient g (plus λ·w), learning rate η, momentum μ and dampening τ: v ← μ·v + (1 − τ)·g, where the first v is g,
/// and w ← w − η·v; with Nesterov's momentum w ← w − η·(g + μ·v). As PyTorch's `SGD`.
///
/// Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).
public final class SGD: UpdateRule {
  /// How much of the last step's direction is kept, μ.
  public let momentum: Double
  /// How much of the gradient momentum leaves out, τ.
  public let dampening: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// Whether the gradient is taken where momentum leads.
  public let usesNesterov: Bool
  /// The velocities and the learning rate.
  public let state: OptimizerState

  /// Gradient descent with steps of size `learningRate`.
  public init(
    learningRate: Double = 0.01, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
    nesterov: Bool = false
  ) {
    checkNotNegative(momentum, "momentum", in: "SGD")
    checkNotNegative(weightDecay, "weight decay", in: "SGD")
    guard !nesterov || (momentum > 0 && dampening == 0) else {
      fatalError(
        "SGD: Nesterov's momentum needs a momentum above 0 and a dampening of 0, not \(momentum) and \(dampening)")
    }
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    usesNesterov = nesterov
    state = OptimizerState(learningRate: learningRate)
  }

  /// With momentum, the velocity v of every parameter.
  public var slots: [Slot] { momentum == 0 ? [] : [.velocity] }
  /// Only dampening distinguishes the first step.
  public var countsSteps: Bool { momentum != 0 && dampening != 0 }

  /// η, and with dampening how much of the gradient the velocity takes: 1 at first, then 1 − τ.
  public func factors(at moment: StepMoment) -> (rate: Tensor, share: Tensor?) {
    (moment.learningRate, countsSteps ? 1 - dampening * (moment.count .> 1).cast(to: .float64) : nil)
  }

  /// w − η·v.
  public func newWeight(
    _ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: (rate: Tensor, share: Tensor?)
  ) -> Tensor {
    let rate = factors.rate.cast(to: w.type)
    guard momentum != 0 else { return w - rate * g }
    // v is 0 before the first step.
    let v = momentum * memory[.velocity] + (factors.share.map { $0.cast(to: w.type) * g } ?? g)
    memory[.velocity] = v
    return w - rate * (usesNesterov ? g + momentum * v : v)
  }
}
