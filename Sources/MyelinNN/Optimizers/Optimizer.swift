/// A rule by which parameters follow a gradient downhill.
///
/// An optimizer is a reference: it remembers, for every variable, what it needs from one step to the next.
public protocol Optimizer: AnyObject, Sendable {
  /// The size of a step. It may be changed between steps.
  var learningRate: Double { get set }

  /// One step: changes every variable along its gradient, which has its shape.
  func update(_ variables: [Variable], along gradients: [Tensor])

  /// Everything that the optimizer remembers of these parameters, by name: averages such as `layers.0.weight.first`, counts
  /// of steps, the learning rate. What doesn't exist yet is made, so that a new optimizer can be given what another one
  /// remembered, and goes on as that one would have.
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

/// The value of a variable and its gradient, for an optimizer's step; without the record of an outer gradient, which what
/// optimizers remember would keep alive.
func operands(of variable: Variable, along gradient: Tensor, in name: String) -> (weight: Tensor, gradient: Tensor) {
  let weight = variable.value
  // A gradient of another shape would broadcast where nobody wants it.
  guard gradient.shape == weight.shape else {
    fatalError(
      "\(name): the gradient of '\(variable.name ?? "a variable")' has shape \(gradient.shape), the variable "
        + "\(weight.shape)")
  }
  return (weight.detached(), gradient.detached())
}

/// Stops unless there is one gradient for every variable.
func checkCounts(_ variables: [Variable], _ gradients: [Tensor], in name: String) {
  guard variables.count == gradients.count else {
    fatalError("\(name): \(gradients.count) gradients for \(variables.count) variables")
  }
}
