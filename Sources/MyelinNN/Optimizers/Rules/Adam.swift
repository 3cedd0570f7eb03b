/// Adam: steps scaled by running averages of the gradient and of its square.
///
/// With gradient g (plus λ·w) at step t: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂ / (√v̂ + ε) where
/// m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). AMSGrad divides by the largest v so far instead of v, so that steps never grow. As
/// PyTorch's `Adam`.
///
/// Sources: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization" (2015); S. Reddi, S. Kale, S. Kumar, "On the
/// Convergence of Adam and Beyond" (2018).
public final class Adam: UpdateRule {
  /// How slowly the average of the gradient changes, β₁, and that of its square, β₂.
  public let betas: (Double, Double)
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// How strongly weights are drawn to zero, as a term of the gradient, λ. `AdamW` draws them apart from it.
  public let weightDecay: Double
  /// Whether steps are divided by the largest average so far.
  public let usesAMSGrad: Bool
  /// The averages, the count of steps and the learning rate.
  public let state: OptimizerState

  /// Adam with steps of about `learningRate` in every coordinate.
  public convenience init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0, amsgrad: Bool = false
  ) {
    self.init("Adam", learningRate, betas, epsilon, weightDecay, amsgrad)
  }

  init(
    _ name: String, _ learningRate: Double, _ betas: (Double, Double), _ epsilon: Double, _ weightDecay: Double,
    _ amsgrad: Bool
  ) {
    checkBetas(betas, in: name)
    checkNotNegative(epsilon, "epsilon", in: name)
    checkNotNegative(weightDecay, "weight decay", in: name)
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    usesAMSGrad = amsgrad
    state = OptimizerState(learningRate: learningRate)
  }

  /// The averages m and v of every parameter; with AMSGrad the largest v so far.
  public var slots: [Slot] { usesAMSGrad ? [.first, .second, .largest] : [.first, .second] }
  /// The averages are corrected by the count of steps.
  public var countsSteps: Bool { true }

  /// η/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ).
  public func factors(at moment: StepMoment) -> (step: Tensor, inverseRoot: Tensor) {
    (moment.learningRate / moment.correction(betas.0), 1 / moment.correction(betas.1).sqrt())
  }

  /// w − η·m̂ / (√v̂ + ε).
  public func newWeight(
    _ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: (step: Tensor, inverseRoot: Tensor)
  ) -> Tensor {
    if !usesAMSGrad, let (m, v, w) = onePass(w, g, memory[.first], memory[.second], factors) {
      memory[.first] = m
      memory[.second] = v
      return w
    }
    let m = betas.0 * memory[.first] + (1 - betas.0) * g
    let v = betas.1 * memory[.second] + (1 - betas.1) * g.squared()
    memory[.first] = m
    memory[.second] = v
    var divided = v
    if usesAMSGrad {
      divided = memory[.largest].maximum(v)
      memory[.largest] = divided
    }
    let divisor = divided.sqrt() * factors.inverseRoot.cast(to: w.type) + epsilon
    return w - factors.step.cast(to: w.type) * m / divisor
  }

  /// The formula without AMSGrad, with the same bits, in one pass over float32 elements; `nil` where there are none to be
  /// seen.
  private func onePass(
    _ weight: Tensor, _ gradient: Tensor, _ first: Tensor, _ second: Tensor,
    _ factors: (step: Tensor, inverseRoot: Tensor)
  ) -> (m: Tensor, v: Tensor, w: Tensor)? {
    guard let step = factors.step.number, let inverseRoot = factors.inverseRoot.number else { return nil }
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
}
