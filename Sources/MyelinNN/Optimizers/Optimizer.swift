/// What makes parameters follow a gradient downhill.
///
/// An optimizer is a reference: it remembers, for every variable, what it needs from one step to the next. Its steps may be
/// recorded by `compile`. Nearly all optimizers are an `UpdateRule`; to write your own, conform to that.
public protocol Optimizer: AnyObject, Sendable {
  /// The size of a step, from which a schedule starts. It may be changed between steps, those of compiled functions too.
  var learningRate: Double { get set }

  /// How the learning rate changes from step to step; `nil` if it stays.
  var schedule: LearningRateSchedule? { get set }

  /// The size of the next step: `learningRate` as the schedule has changed it.
  var currentLearningRate: Double { get }

  /// One step: changes every variable along its gradient, which has its shape.
  func update(_ variables: [Variable], along gradients: [Tensor])

  /// Tells the schedule how training goes, once per epoch: the loss on the validation data, for example. Only
  /// `LearningRateSchedule.onPlateau` asks for it.
  func observe(_ metric: Double)

  /// Everything that the optimizer remembers of these parameters, by name: averages such as `layers.0.weight.first`, counts
  /// of steps, the learning rate. What doesn't exist yet is made, so that a new optimizer can be given what another one
  /// with the same settings remembered, and goes on as that one would have.
  ///
  /// - Parameter parameters: All that the optimizer changes, with the names that they have in the model.
  func namedState(of parameters: [(name: String, variable: Variable)]) -> [(name: String, variable: Variable)]
}

extension Optimizer {
  /// One step: changes the module's parameters along its gradient.
  public func update(_ module: some Module, along gradient: ModuleGradient) {
    withoutGradient { update(gradient.variables, along: gradient.tensors) }
  }
}

/// Stops unless there is one gradient for every variable.
func checkCounts(_ variables: [Variable], _ gradients: [Tensor], in optimizer: Any.Type) {
  guard variables.count == gradients.count else {
    fatalError("\(optimizer): \(gradients.count) gradients for \(variables.count) variables")
  }
}

/// Stops unless a setting is a number ≥ 0.
func checkNotNegative(_ value: Double, _ name: String, in optimizer: String) {
  guard value >= 0 else { fatalError("\(optimizer): the \(name) \(value) must not be negative") }
}

/// Stops unless a setting is in 0..<1: how much of an average is kept from one step to the next.
func checkFraction(_ value: Double, _ name: String, in optimizer: String) {
  guard value >= 0, value < 1 else { fatalError("\(optimizer): the \(name) \(value) must be at least 0 and below 1") }
}

/// Stops unless both betas are in 0..<1.
func checkBetas(_ betas: (Double, Double), in optimizer: String) {
  checkFraction(betas.0, "first beta", in: optimizer)
  checkFraction(betas.1, "second beta", in: optimizer)
}
