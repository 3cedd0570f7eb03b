/// An operation that isn't composed of others.
///
/// A primitive says in one place the shape and type of its result, how the result is computed, and its derivative
/// *in terms of tensor operations*, so that gradients of gradients need nothing more. Its inputs already have the type
/// that it computes in; see `Tensor.apply`.
protocol Primitive: Sendable {
  /// The operation's name in messages.
  var name: String { get }

  /// Computes the result from the inputs' values, after checking that their shapes fit.
  func evaluate(_ inputs: [Tensor]) -> Tensor

  /// The vector-Jacobian product: for a `cotangent` of the output's shape, the cotangent of every input (of the
  /// input's shape), or `nil` where the derivative is zero everywhere.
  func derivative(_ cotangent: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor?]
}

extension Tensor {
  /// The result of `primitive`, with the record of how it was computed if one of the inputs is watched.
  static func apply(_ primitive: some Primitive, _ inputs: Tensor...) -> Tensor {
    apply(primitive, to: inputs)
  }

  /// The result of `primitive`, with the record of how it was computed if one of the inputs is watched.
  static func apply(_ primitive: some Primitive, to inputs: [Tensor]) -> Tensor {
    var output = primitive.evaluate(inputs)
    if inputs.contains(where: { $0.node != nil }), output.type.isFloatingPoint, GradientScope.isRecording {
      output.node = Node(primitive: primitive, inputs: inputs, output: output)
    }
    return output
  }
}
