/// A trainable tensor of a module.
///
/// The wrapper refers to a `Variable`: copies of a module share it, and assigning to the property changes it for all,
/// even if the module is a constant.
///
/// ```swift
/// struct Perceptron: Module {
///   @Parameter var w = Tensor.randomNormal([2, 1])
///   @Parameter var b = Tensor(0)
/// }
/// let model = Perceptron()
/// model.b = Tensor(0.5)
/// print(model.$b)   // the variable: name, shape, type and values
/// ```
@propertyWrapper
public struct Parameter: Sendable {
  /// The variable itself, which stands for the parameter in a gradient: `gradient[model.$w]`.
  public let projectedValue: Variable

  /// The parameter with its first value.
  public init(wrappedValue: Tensor) { projectedValue = Variable(wrappedValue) }

  /// The parameter with its first value and a name.
  public init(wrappedValue: Tensor, name: String) { projectedValue = Variable(wrappedValue, name: name) }

  /// The current value.
  public var wrappedValue: Tensor {
    get { projectedValue.value }
    nonmutating set { projectedValue.value = newValue }
  }
}
