/// Stochastic gradient descent, with momentum if asked for.
///
/// With gradient g (plus `weightDecay`·w), learning rate η and momentum μ: v ← μ·v + g, w ← w − η·v; with Nesterov's
/// momentum w ← w − η·(g + μ·v). As PyTorch's `SGD`.
public final class SGD: Optimizer {
  /// How much of the last step's direction is kept, μ.
  public let momentum: Double
  /// How strongly weights are drawn to zero.
  public let weightDecay: Double
  /// Whether the gradient is taken where momentum leads.
  public let usesNesterov: Bool
  private let state: OptimizerState

  /// Gradient descent with steps of size `learningRate`.
  public init(learningRate: Double = 0.01, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false) {
    self.momentum = momentum
    self.weightDecay = weightDecay
    usesNesterov = nesterov
    state = OptimizerState(learningRate: learningRate)
  }

  /// The size of a step, η.
  public var learningRate: Double {
    get { state.learningRate.value.scalar }
    set { state.learningRate.value = .full([], newValue, type: .float64) }
  }

  /// One step: w ← w − η·v.
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: "SGD")
    let rate = state.learningRate.value
    for (variable, gradient) in zip(variables, gradients) {
      let (weight, gradient) = operands(of: variable, along: gradient, in: "SGD")
      var step = weightDecay == 0 ? gradient : gradient + weightDecay * weight
      if momentum != 0 {
        // v is 0 before the first step.
        let velocity = state.slot(.velocity, of: variable)
        let v = momentum * velocity.value + step
        velocity.value = v
        step = usesNesterov ? step + momentum * v : v
      }
      variable.value = weight - rate.cast(to: weight.type) * step
    }
  }

  /// The learning rate and, with momentum, the velocity v of every parameter.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    state.named(of: parameters, slots: momentum == 0 ? [] : [.velocity], countsSteps: false)
  }
}
