import RealModule
import Synchronization

/// Adam: steps scaled by running averages of the gradient and of its square.
///
/// With gradient g at step t: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂ / (√v̂ + ε) where
/// m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). As PyTorch's `Adam`.
///
/// Source: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization" (2015).
public final class Adam: Optimizer {
  private struct Moments {
    let variable: Variable
    var step = 0
    var first: Tensor
    var second: Tensor
  }

  private struct State {
    var learningRate: Double
    var moments: [ObjectIdentifier: Moments] = [:]
  }

  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, as a term of the gradient.
  public let weightDecay: Double
  private let state: Mutex<State>

  /// Adam with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state = Mutex(State(learningRate: learningRate))
  }

  /// The size of a step, η.
  public var learningRate: Double {
    get { state.withLock { $0.learningRate } }
    set { state.withLock { $0.learningRate = newValue } }
  }

  /// One step: w ← w − η·m̂ / (√v̂ + ε).
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: "Adam")
    state.withLock { state in
      for (variable, gradient) in zip(variables, gradients) {
        let key = ObjectIdentifier(variable)
        let (weight, ownGradient) = operands(of: variable, along: gradient, in: "Adam")
        let gradient = weightDecay == 0 ? ownGradient : ownGradient + weightDecay * weight
        var moments =
          state.moments[key]
          ?? Moments(variable: variable, first: weight.zerosLike(), second: weight.zerosLike())
        moments.step += 1
        moments.first = betas.0 * moments.first + (1 - betas.0) * gradient
        moments.second = betas.1 * moments.second + (1 - betas.1) * gradient.squared()
        let firstCorrection = 1 - Double.pow(betas.0, moments.step)
        let secondCorrection = (1 - Double.pow(betas.1, moments.step)).squareRoot()
        let scale = moments.second.sqrt() / secondCorrection + epsilon
        variable.value = weight - (state.learningRate / firstCorrection) * moments.first / scale
        state.moments[key] = moments
      }
    }
  }
}
