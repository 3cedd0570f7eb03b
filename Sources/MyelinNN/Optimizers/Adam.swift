/// Adam: steps scaled by running averages of the gradient and of its square.
///
/// With gradient g at step t: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂ / (√v̂ + ε) where
/// m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). As PyTorch's `Adam`.
///
/// Source: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization" (2015).
public final class Adam: Optimizer {
  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, as a term of the gradient.
  public let weightDecay: Double
  private let state: OptimizerState

  /// Adam with steps of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state = OptimizerState(learningRate: learningRate)
  }

  /// The size of a step, η.
  public var learningRate: Double {
    get { state.learningRate.value.scalar }
    set { state.learningRate.value = .full([], newValue, type: .float64) }
  }

  /// One step: w ← w − η·m̂ / (√v̂ + ε).
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: "Adam")
    // Variables that have taken as many steps share their count, and what follows from it.
    var scales: [(count: Variable, scale: Scale)] = []
    let counts = state.counts(of: variables)
    for (index, variable) in variables.enumerated() {
      let (weight, ownGradient) = operands(of: variable, along: gradients[index], in: "Adam")
      let gradient = weightDecay == 0 ? ownGradient : ownGradient + weightDecay * weight
      let (first, second) = (state.slot(.first, of: variable), state.slot(.second, of: variable))
      let scale: Scale
      if let known = scales.first(where: { $0.count === counts[index] }) {
        scale = known.scale
      } else {
        scale = self.scale(at: counts[index])
        scales.append((counts[index], scale))
      }
      let (m, v, w) =
        onePass(weight, gradient, first.value, second.value, scale)
        ?? operations(weight, gradient, first.value, second.value, scale)
      first.value = m
      second.value = v
      variable.value = w
    }
  }

  private typealias Scale = (step: Tensor, inverseRoot: Tensor)

  /// The new averages and the new weight, by operations that a program can record.
  private func operations(
    _ weight: Tensor, _ gradient: Tensor, _ first: Tensor, _ second: Tensor, _ scale: Scale
  ) -> (m: Tensor, v: Tensor, w: Tensor) {
    let m = betas.0 * first + (1 - betas.0) * gradient
    let v = betas.1 * second + (1 - betas.1) * gradient.squared()
    let divisor = v.sqrt() * scale.inverseRoot.cast(to: weight.type) + epsilon
    let step = scale.step.cast(to: weight.type) * m / divisor
    return (m, v, weight - step)
  }

  /// The same, with the same bits, in one pass over float32 elements; `nil` where there are none to be seen.
  private func onePass(
    _ weight: Tensor, _ gradient: Tensor, _ first: Tensor, _ second: Tensor, _ scale: Scale
  ) -> (m: Tensor, v: Tensor, w: Tensor)? {
    guard let step = scale.step.number, let inverseRoot = scale.inverseRoot.number else { return nil }
    let (keep, add) = ((Float(betas.0), Float(betas.1)), (Float(1 - betas.0), Float(1 - betas.1)))
    let (eta, inverse, epsilon) = (Float(step), Float(inverseRoot), Float(epsilon))
    return Tensor.computed(from: weight, gradient, first, second) { input, output, count in
      for index in 0..<count {
        let gradient = input.1[index]
        let m = keep.0 * input.2[index] + add.0 * gradient
        let v = keep.1 * input.3[index] + add.1 * (gradient * gradient)
        output.0[index] = m
        output.1[index] = v
        output.2[index] = input.0[index] - eta * m / (v.squareRoot() * inverse + epsilon)
      }
    }
  }

  /// Counts a step t, and gives η/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ).
  private func scale(at count: Variable) -> Scale {
    let t = count.value + 1
    count.value = t
    let rate = state.learningRate.value / (1 - Tensor.full([], betas.0, type: .float64).power(t))
    return (rate, 1 / (1 - Tensor.full([], betas.1, type: .float64).power(t)).sqrt())
  }

  /// The learning rate, the count of steps t, and the averages m and v of every parameter.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    state.named(of: parameters, slots: [.first, .second], countsSteps: true)
  }
}
