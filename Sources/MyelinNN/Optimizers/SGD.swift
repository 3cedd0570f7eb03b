import Synchronization

/// Stochastic gradient descent, with momentum if asked for.
///
/// With gradient g (plus `weightDecay`·w), learning rate η and momentum μ: v ← μ·v + g, w ← w − η·v; with Nesterov's
/// momentum w ← w − η·(g + μ·v). As PyTorch's `SGD`.
public final class SGD: Optimizer {
  private struct State {
    var learningRate: Double
    var velocities: [ObjectIdentifier: (variable: Variable, value: Tensor)] = [:]
  }

  /// How much of the last step's direction is kept, μ.
  public let momentum: Double
  /// How strongly weights are drawn to zero.
  public let weightDecay: Double
  /// Whether the gradient is taken where momentum leads.
  public let usesNesterov: Bool
  private let state: Mutex<State>

  /// Gradient descent with steps of size `learningRate`.
  public init(learningRate: Double = 0.01, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false) {
    self.momentum = momentum
    self.weightDecay = weightDecay
    usesNesterov = nesterov
    state = Mutex(State(learningRate: learningRate))
  }

  /// The size of a step, η.
  public var learningRate: Double {
    get { state.withLock { $0.learningRate } }
    set { state.withLock { $0.learningRate = newValue } }
  }

  /// One step: w ← w − η·v.
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: "SGD")
    state.withLock { state in
      for (variable, gradient) in zip(variables, gradients) {
        let (weight, gradient) = operands(of: variable, along: gradient, in: "SGD")
        var step = weightDecay == 0 ? gradient : gradient + weightDecay * weight
        if momentum != 0 {
          let key = ObjectIdentifier(variable)
          let velocity = state.velocities[key].map { momentum * $0.value + step } ?? step
          state.velocities[key] = (variable, velocity)
          step = usesNesterov ? step + momentum * velocity : velocity
        }
        variable.value = weight - state.learningRate * step
      }
    }
  }
}
