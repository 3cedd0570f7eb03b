/// An operation that isn't composed of others.
///
/// A primitive says in one place the shape and type of its result, how the result is computed, and its derivative
/// *in terms of tensor operations*, so that gradients of gradients need nothing more. Its inputs already have the type
/// that it computes in; see `Tensor.apply`.
protocol Primitive: Sendable {
  /// The operation's name in messages.
  var name: String { get }

  /// Computes the result from the inputs' values, after checking that their shapes fit.
  func evaluate(_ inputs: Operands) -> Tensor

  /// The vector-Jacobian product: for a `cotangent` of the output's shape, the cotangent of every input (of the
  /// input's shape), or `nil` where the derivative is zero everywhere.
  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?]
}

extension Tensor {
  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, _ input: Tensor) -> Tensor {
    recorded(primitive, .one(input), isWatched: input.node != nil)
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, _ first: Tensor, _ second: Tensor) -> Tensor {
    recorded(primitive, .two(first, second), isWatched: first.node != nil || second.node != nil)
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, _ first: Tensor, _ second: Tensor, _ third: Tensor) -> Tensor {
    let isWatched = first.node != nil || second.node != nil || third.node != nil
    return recorded(primitive, .three(first, second, third), isWatched: isWatched)
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, to inputs: [Tensor]) -> Tensor {
    recorded(primitive, .many(inputs), isWatched: inputs.contains { $0.node != nil })
  }

  @inline(__always)
  private static func recorded(_ primitive: some Primitive, _ inputs: Operands, isWatched: Bool) -> Tensor {
    var output = primitive.evaluate(inputs)
    if isWatched, output.type.isFloatingPoint, GradientScope.isRecording {
      output.node = OperationNode(primitive, inputs: inputs, output: output)
    }
    return output
  }
}
