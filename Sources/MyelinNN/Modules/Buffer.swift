/// A tensor of a module that is saved with it but not trained: the running statistics of a batch normalization, say.
///
/// The wrapper refers to a `Variable`, as `Parameter` does: copies of a module share it, and assigning to the property changes
/// it for all, in compiled programs as well. Gradients and optimizers never see it.
///
/// ```swift
/// struct Counting: Layer {
///   @Buffer var calls = Tensor(0)
///
///   func callAsFunction(_ input: Tensor) -> Tensor {
///     calls += 1
///     return input
///   }
/// }
/// ```
@propertyWrapper
public struct Buffer: Sendable {
  /// The variable itself.
  public let projectedValue: Variable

  /// The buffer with its first value.
  public init(wrappedValue: Tensor) { projectedValue = Variable(wrappedValue) }

  /// The buffer with its first value and a name.
  public init(wrappedValue: Tensor, name: String) { projectedValue = Variable(wrappedValue, name: name) }

  /// The current value. Gradients don't flow into a new one.
  public var wrappedValue: Tensor {
    get { projectedValue.value }
    nonmutating set { projectedValue.value = newValue }
  }
}
