/// A module that maps one tensor to one tensor: what a `Sequential` is made of.
///
/// ```swift
/// struct Doubling: Layer {
///   func callAsFunction(_ input: Tensor) -> Tensor { input * 2 }
/// }
/// ```
///
/// A layer of your own may say what sizes it takes and gives, so that networks in which it doesn't fit are noticed where they
/// are built.
public protocol Layer: Module {
  /// The layer's output for a batch of inputs.
  func callAsFunction(_ input: Tensor) -> Tensor

  /// The size that the last axis of the input must have, or `nil` if any will do.
  var inputSize: Int? { get }

  /// The size that the last axis of the output has, or `nil` if it is the input's or isn't known.
  var outputSize: Int? { get }

  /// Whether the last axis of the output has the input's size where `outputSize` is `nil`; false if it isn't known.
  var keepsSize: Bool { get }
}

extension Layer {
  /// Any size will do.
  public var inputSize: Int? { nil }
  /// The input's size, if `keepsSize`.
  public var outputSize: Int? { nil }
  /// The output is as wide as the input.
  public var keepsSize: Bool { true }
}
