/// An optimizer that is written as a formula for one weight: what changes a weight is its gradient and what is remembered of
/// it.
///
/// All else is shared: weight decay, the learning rate's schedule, groups of parameters, clipping, counts of steps, averages
/// of the weights and what checkpoints save.
///
/// ```swift
/// /// Steps along the sign of the gradient's running average.
/// final class SignDescent: UpdateRule {
///   let state = OptimizerState(learningRate: 1e-3)
///   let slots = [Slot.first]
///
///   func factors(at moment: StepMoment) -> Tensor { moment.learningRate }
///
///   func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
///     let m = 0.9 * memory[.first] + 0.1 * g
///     memory[.first] = m
///     return w - rate.cast(to: w.type) * m.sign()
///   }
/// }
/// ```
///
/// The formula must consist of operations on tensors, and not read values, so that it can be recorded by `compile`.
public protocol UpdateRule: Optimizer {
  /// What a step's numbers are that all its weights share.
  associatedtype Factors

  /// What is remembered from step to step, and the settings that all optimizers share.
  var state: OptimizerState { get }

  /// How strongly weights are drawn to zero, λ; 0 by default. A group of parameters may have its own.
  var weightDecay: Double { get }

  /// Whether weights are drawn to zero by w ← w − η·λ·w before the step, and not by adding λ·w to the gradient, the
  /// default.
  ///
  /// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2019).
  var decouplesWeightDecay: Bool { get }

  /// What is remembered of every weight; nothing by default.
  var slots: [Slot] { get }

  /// Whether `factors` depend on the number of steps; `false` by default.
  var countsSteps: Bool { get }

  /// The numbers that all weights of a step share, computed once: bias corrections, for example.
  func factors(at moment: StepMoment) -> Factors

  /// The formula.
  ///
  /// - Parameters:
  ///   - w: The weight before the step.
  ///   - g: Its gradient, with weight decay.
  ///   - memory: What is remembered of the weight, to be read and changed.
  ///   - factors: The numbers that all weights of the step share.
  /// - Returns: The weight after the step.
  func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ factors: Factors) -> Tensor
}

extension UpdateRule {
  /// No weight decay.
  public var weightDecay: Double { 0 }
  /// Weight decay is a part of the gradient.
  public var decouplesWeightDecay: Bool { false }
  /// Nothing is remembered.
  public var slots: [Slot] { [] }
  /// Steps aren't counted.
  public var countsSteps: Bool { false }

  /// One step on every variable by the formula.
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: Self.self)
    let plan = state.plan(for: variables, slots: slots, countsSteps: countsSteps)
    let gradients = plan.settings.clipping.map { $0.clipped(gradients) } ?? gradients
    let moments = plan.begin()
    let factors = moments.map { self.factors(at: $0) }
    for (index, variable) in variables.enumerated() {
      let place = plan.momentOf[index]
      var (weight, gradient) = operands(of: variable, along: gradients[index])
      let decay = moments[place].weightDecay ?? weightDecay
      if decay != 0 {
        if decouplesWeightDecay {
          weight = weight * (1 - decay * moments[place].learningRate).cast(to: weight.type)
        } else {
          gradient = gradient + decay * weight
        }
      }
      variable.value = newWeight(weight, along: gradient, WeightMemory(plan, index), factors[place])
    }
    plan.settings.average?.update(variables)
  }

  /// The value of a variable and its gradient; without the record of an outer gradient, which what optimizers remember
  /// would keep alive.
  private func operands(of variable: Variable, along gradient: Tensor) -> (weight: Tensor, gradient: Tensor) {
    let weight = variable.value
    // A gradient of another shape would broadcast where nobody wants it.
    guard gradient.shape == weight.shape else {
      fatalError(
        "\(Self.self): the gradient of '\(variable.name ?? "a variable")' has shape \(gradient.shape), the variable "
          + "\(weight.shape)")
    }
    return (weight.detached(), gradient.detached())
  }
}

// Settings that all rules share.
extension UpdateRule {
  /// The size of a step, η, from which a schedule starts; that of parameters whose group has none of its own.
  public var learningRate: Double {
    get { state.learningRate.value.scalar }
    set { state.learningRate.value = .full([], newValue, type: .float64) }
  }

  /// How the learning rate changes from step to step; `nil`, the default, if it stays. The schedule starts with the next
  /// step.
  public var schedule: LearningRateSchedule? {
    get { state.schedule }
    set { state.schedule = newValue }
  }

  /// The size of the next step: `learningRate` as the schedule has changed it.
  public var currentLearningRate: Double { state.currentLearningRate }

  /// Parameters with a learning rate or weight decay of their own. A parameter belongs to the first group that takes it.
  public var groups: [ParameterGroup] {
    get { state.groups }
    set { state.groups = newValue }
  }

  /// How gradients are limited before a step; `nil`, the default, if they aren't.
  public var clipping: GradientClipping? {
    get { state.clipping }
    set { state.clipping = newValue }
  }

  /// The average of the weights that every step updates; `nil`, the default, for none.
  public var average: WeightAverage? {
    get { state.average }
    set { state.average = newValue }
  }

  /// Tells the schedule how training goes; lowers all learning rates if it is `LearningRateSchedule.onPlateau` and the
  /// metric has not improved for too long.
  public func observe(_ metric: Double) { state.observe(metric) }

  /// The learning rates, counts of steps, and every slot of every parameter.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    state.named(of: parameters, slots: slots, countsSteps: countsSteps)
  }
}
