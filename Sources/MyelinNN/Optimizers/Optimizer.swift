/// A rule by which parameters follow a gradient downhill.
///
/// An optimizer is a reference: it remembers, for every variable, what it needs from one step to the next.
public protocol Optimizer: AnyObject, Sendable {
  /// The size of a step. It may be changed between steps.
  var learningRate: Double { get set }

  /// One step: changes every variable along its gradient.
  func update(_ variables: [Variable], along gradients: [Tensor])
}

extension Optimizer {
  /// One step: changes the module's parameters along its gradient.
  public func update(_ module: some Module, along gradient: ModuleGradient) {
    withoutGradient { update(gradient.variables, along: gradient.tensors) }
  }
}
