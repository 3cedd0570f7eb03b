/// The gradient of a loss at a module's parameters.
public struct ModuleGradient: Sendable {
  /// The module's parameters, in the order of its properties.
  public let variables: [Variable]
  /// The gradient at every one of `variables`, with its shape and type.
  public var tensors: [Tensor]

  init(variables: [Variable], tensors: [Tensor]) {
    self.variables = variables
    self.tensors = tensors
  }

  /// The gradient at one parameter: `gradient[model.$w]`.
  public subscript(variable: Variable) -> Tensor {
    guard let place = variables.place(of: variable) else {
      let name = variable.name.map { "'\($0)'" } ?? "the variable"
      fatalError("gradient: \(name) is not a parameter of the module that was differentiated")
    }
    return tensors[place]
  }

  /// The Euclidean length of the whole gradient.
  public var norm: Double {
    tensors.reduce(0) { $0 + $1.cast(to: .float64).squared().sum().scalar }.squareRoot()
  }
}

/// The value of a loss, and its gradient at a module's parameters.
///
/// ```swift
/// let (loss, gradient) = valueWithGradient(at: model) { meanSquaredError(model(x), y) }
/// model.w -= 0.1 * gradient[model.$w]
/// ```
///
/// - Parameters:
///   - module: Whose parameters are differentiated.
///   - loss: Computes the loss with the module; its result must have one element.
public func valueWithGradient(
  at module: some Module, of loss: () throws -> Tensor
) rethrows -> (value: Tensor, gradient: ModuleGradient) {
  let variables = ParameterCache.parameters(of: module)
  let (value, tensors) = try valueWithGradient(at: variables, of: loss)
  return (value, ModuleGradient(variables: variables, tensors: tensors))
}

/// The gradient of a loss at a module's parameters.
public func gradient(at module: some Module, of loss: () throws -> Tensor) rethrows -> ModuleGradient {
  try valueWithGradient(at: module, of: loss).gradient
}
