extension Tensor {
  /// An operation with a derivative of your own.
  ///
  /// ```swift
  /// // The identity, whose gradient is clipped to ±1 on its way back.
  /// let y = Tensor.withDerivative(
  ///   of: [x], value: { $0[0] },
  ///   derivative: { cotangent, inputs, output in [cotangent.clipped(to: -1...1)] })
  /// ```
  ///
  /// - Parameters:
  ///   - inputs: What the operation takes.
  ///   - name: What messages call it.
  ///   - value: Computes the result; nothing that happens within is recorded.
  ///   - derivative: For the cotangent of the result (a tensor of its shape), the cotangent of every input (a tensor of the
  ///     input's shape), or `nil` where the derivative is zero. Written with tensor operations, it can be differentiated
  ///     again.
  public static func withDerivative(
    of inputs: [Tensor], name: String = "custom operation",
    value: @Sendable ([Tensor]) -> Tensor,
    derivative: @escaping @Sendable (_ cotangent: Tensor, _ inputs: [Tensor], _ output: Tensor) -> [Tensor?]
  ) -> Tensor {
    let output = withoutGradient { value(inputs.map { $0.detached() }).detached() }
    let operation = CustomOperation(name: name, output: output, function: derivative)
    var result = output
    if inputs.contains(where: { $0.isWatched }), output.type.isFloatingPoint, GradientScope.isRecording {
      result.record { OperationNode(operation, inputs: .many(inputs), output: $0) }
    }
    return result
  }
}

/// Never recorded for a program: what computes its value is.
private struct CustomOperation: Primitive {
  private final class Identity: Sendable {}

  private let identity = Identity()
  let name: String
  let output: Tensor
  let function: @Sendable (Tensor, [Tensor], Tensor) -> [Tensor?]

  init(
    name: String, output: Tensor,
    function: @escaping @Sendable (_ cotangent: Tensor, _ inputs: [Tensor], _ output: Tensor) -> [Tensor?]
  ) {
    (self.name, self.output, self.function) = (name, output, function)
  }

  static func == (a: CustomOperation, b: CustomOperation) -> Bool { a.identity === b.identity }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(identity)) }

  func result(of inputs: Operands) -> TensorDescription { output.layout }

  func evaluate(_ inputs: Operands) -> Tensor { output }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let inputs = GradientScope.isRecording ? Array(inputs) : inputs.map { $0.detached() }
    let output = GradientScope.isRecording ? output : output.detached()
    let derivatives = function(cotangent, inputs, output)
    guard derivatives.count == inputs.count else {
      stop("\(name): the derivative returned \(derivatives.count) tensors for \(inputs.count) inputs")
    }
    for (index, (input, derivative)) in zip(inputs, derivatives).enumerated() {
      if let derivative, derivative.shape != input.shape {
        stop("\(name): the derivative for input \(index) has shape \(derivative.shape), the input \(input.shape)")
      }
    }
    return .many(zip(inputs, derivatives).map { input, derivative in derivative?.cast(to: input.type) })
  }
}
