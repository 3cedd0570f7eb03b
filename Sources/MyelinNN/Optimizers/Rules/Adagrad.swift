/// Adagrad: gradients divided by the root of the sum of all their squares, so that rare features keep large steps.
///
/// With gradient g (plus λ·w) at step t and decay δ: s ← s + g², w ← w − η/(1 + (t − 1)·δ)·g/(√s + ε). As PyTorch's
/// `Adagrad`.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization"
/// (2011).
public final class Adagrad: UpdateRule {
  /// How fast the learning rate falls, δ.
  public let learningRateDecay: Double
  /// How strongly weights are drawn to zero, λ.
  public let weightDecay: Double
  /// What the sum of squares starts with.
  public let initialSum: Double
  /// What keeps the division from zero, ε.
  public let epsilon: Double
  /// The sums, the count of steps and the learning rate.
  public let state: OptimizerState

  /// Adagrad with a first step of about `learningRate` in every coordinate.
  public init(
    learningRate: Double = 0.01, learningRateDecay: Double = 0, weightDecay: Double = 0, initialSum: Double = 0,
    epsilon: Double = 1e-10
  ) {
    checkNotNegative(learningRateDecay, "learning rate's decay", in: "Adagrad")
    checkNotNegative(weightDecay, "weight decay", in: "Adagrad")
    checkNotNegative(initialSum, "initial sum", in: "Adagrad")
    checkNotNegative(epsilon, "epsilon", in: "Adagrad")
    self.learningRateDecay = learningRateDecay
    self.weightDecay = weightDecay
    self.initialSum = initialSum
    self.epsilon = epsilon
    state = OptimizerState(learningRate: learningRate)
  }

  private var sum: Slot { Slot("sum", startingAt: initialSum) }

  /// The sum of squares s of every parameter.
  public var slots: [Slot] { [sum] }
  /// Only the learning rate's decay depends on the count of steps.
  public var countsSteps: Bool { learningRateDecay != 0 }

  /// η/(1 + (t − 1)·δ).
  public func factors(at moment: StepMoment) -> Tensor {
    countsSteps ? moment.learningRate / (1 + learningRateDecay * (moment.count - 1)) : moment.learningRate
  }

  /// w − η/(1 + (t − 1)·δ)·g/(√s + ε).
  public func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
    let s = memory[sum] + g.squared()
    memory[sum] = s
    return w - rate.cast(to: w.type) * g / (s.sqrt() + epsilon)
  }
}
