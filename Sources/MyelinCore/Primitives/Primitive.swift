/// An operation that isn't composed of others.
///
/// A primitive says in one place the shape and type of its result, how the result is computed, and its derivative
/// *in terms of tensor operations*, so that gradients of gradients need nothing more. Its inputs already have the type
/// that it computes in; see `Tensor.apply`.
protocol Primitive: Sendable, Hashable {
  /// The operation's name in messages.
  var name: String { get }

  /// The shape and type of the result, after checking that the inputs' shapes fit. Reads no elements.
  func result(of inputs: Operands) -> TensorDescription

  /// Computes the result from the inputs' values, after checking that their shapes fit.
  func evaluate(_ inputs: Operands) -> Tensor

  /// The vector-Jacobian product: for a `cotangent` of the output's shape, the cotangent of every input (of the
  /// input's shape), or `nil` where the derivative is zero everywhere.
  ///
  /// Inputs that have no node need no cotangent; it may be left out.
  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives

  /// Whether the derivative is zero everywhere: then the result isn't recorded.
  var isFlat: Bool { get }
}

extension Primitive {
  @inline(__always)
  var isFlat: Bool { false }
}

/// An operation with one input.
protocol UnaryPrimitive: Primitive {
  /// Computes the result.
  func evaluate(_ x: Tensor) -> Tensor
}

extension UnaryPrimitive {
  func evaluate(_ inputs: Operands) -> Tensor { evaluate(inputs[0]) }
}

/// An operation with two inputs.
protocol BinaryPrimitive: Primitive {
  /// Computes the result, after checking that the shapes fit.
  func evaluate(_ a: Tensor, _ b: Tensor) -> Tensor
}

extension BinaryPrimitive {
  func evaluate(_ inputs: Operands) -> Tensor { evaluate(inputs[0], inputs[1]) }
}

/// What is known of a tensor before it is computed.
struct TensorDescription: Hashable, Sendable {
  /// The size of every axis; empty for a scalar.
  var shape: [Int]
  /// The type of the elements.
  var type: DType

  /// The number of elements.
  var count: Int { Shape.count(shape) }
  /// The size of the elements in bytes.
  var byteCount: Int { count * type.byteCount }
}

extension Tensor {
  /// The shape and the type.
  var layout: TensorDescription { TensorDescription(shape: shape, type: type) }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some UnaryPrimitive, _ input: Tensor) -> Tensor {
    var output = input.isSymbolic ? Recording.record(primitive, .one(input)) : primitive.evaluate(input)
    if input.isWatched, wantsRecord(of: primitive, output.type) {
      output.record { output in
        let origin = Origin(input)
        return origin.isNear
          ? UnaryNode(primitive, input, output: output, origin)
          : OperationNode(primitive, inputs: .one(input), output: output)
      }
    }
    return output
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some BinaryPrimitive, _ first: Tensor, _ second: Tensor) -> Tensor {
    var output =
      first.isSymbolic || second.isSymbolic
      ? Recording.record(primitive, .two(first, second)) : primitive.evaluate(first, second)
    if first.isWatched || second.isWatched, wantsRecord(of: primitive, output.type) {
      output.record { output in
        let origin = Origin(first, second)
        return origin.isNear
          ? BinaryNode(primitive, first, second, output: output, origin)
          : OperationNode(primitive, inputs: .two(first, second), output: output)
      }
    }
    return output
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, _ first: Tensor, _ second: Tensor) -> Tensor {
    recorded(primitive, .two(first, second), isWatched: first.isWatched || second.isWatched)
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, _ first: Tensor, _ second: Tensor, _ third: Tensor) -> Tensor {
    let isWatched = first.isWatched || second.isWatched || third.isWatched
    return recorded(primitive, .three(first, second, third), isWatched: isWatched)
  }

  /// The result of `primitive`, with the record of how it was computed if an input is watched.
  static func apply(_ primitive: some Primitive, to inputs: [Tensor]) -> Tensor {
    recorded(primitive, .many(inputs), isWatched: inputs.contains { $0.isWatched })
  }

  @inline(__always)
  private static func recorded(_ primitive: some Primitive, _ inputs: Operands, isWatched: Bool) -> Tensor {
    var output =
      inputs.containSymbols ? Recording.record(primitive, inputs) : primitive.evaluate(inputs)
    if isWatched, wantsRecord(of: primitive, output.type) {
      output.record { OperationNode(primitive, inputs: inputs, output: $0) }
    }
    return output
  }

  /// Whether results of an operation on watched tensors are recorded.
  @inline(__always)
  private static func wantsRecord(of primitive: some Primitive, _ type: DType) -> Bool {
    type.isFloatingPoint && !primitive.isFlat && GradientScope.isRecording
  }
}
