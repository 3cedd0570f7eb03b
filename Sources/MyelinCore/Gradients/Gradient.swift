/// The value of a function with one result, and its gradient.
///
/// ```swift
/// let (value, gradient) = valueWithGradient(at: x) { ($0 * $0).sum() }   // gradient = 2x
/// ```
///
/// - Parameters:
///   - x: Where to take the gradient; a floating-point tensor.
///   - function: Its result must have one element: a loss.
/// - Returns: The result, and ∂result/∂x with the shape and type of `x`; zero where the result doesn't depend on `x`.
public func valueWithGradient(
  at x: Tensor, of function: (Tensor) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Tensor) {
  let (value, gradients) = try valueWithGradient(at: [x]) { try function($0[0]) }
  return (value, gradients[0])
}

/// The value of a function of two tensors with one result, and its gradients.
public func valueWithGradient(
  at x: Tensor, _ y: Tensor, of function: (Tensor, Tensor) throws -> Tensor
) rethrows -> (value: Tensor, gradient: (Tensor, Tensor)) {
  let (value, gradients) = try valueWithGradient(at: [x, y]) { try function($0[0], $0[1]) }
  return (value, (gradients[0], gradients[1]))
}

/// The value of a function of three tensors with one result, and its gradients.
public func valueWithGradient(
  at x: Tensor, _ y: Tensor, _ z: Tensor, of function: (Tensor, Tensor, Tensor) throws -> Tensor
) rethrows -> (value: Tensor, gradient: (Tensor, Tensor, Tensor)) {
  let (value, gradients) = try valueWithGradient(at: [x, y, z]) { try function($0[0], $0[1], $0[2]) }
  return (value, (gradients[0], gradients[1], gradients[2]))
}

/// The value of a function of any number of tensors with one result, and its gradients in the same order.
public func valueWithGradient(
  at inputs: [Tensor], of function: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradient: [Tensor]) {
  try differentiate(at: inputs, in: "gradient") { leaves in
    try GradientScope.nested { try function(leaves) }
  }
}

/// The gradient of a function with one result: ∂function(x)/∂x, with the shape and type of `x`.
///
/// Gradients nest, to any order:
///
/// ```swift
/// let second = gradient(at: x) { x in gradient(at: x) { ($0 * $0 * $0).sum() }.sum() }   // 6x
/// ```
public func gradient(at x: Tensor, of function: (Tensor) throws -> Tensor) rethrows -> Tensor {
  try valueWithGradient(at: x, of: function).gradient
}

/// The gradients of a function of two tensors with one result.
public func gradient(
  at x: Tensor, _ y: Tensor, of function: (Tensor, Tensor) throws -> Tensor
) rethrows -> (Tensor, Tensor) {
  try valueWithGradient(at: x, y, of: function).gradient
}

/// The gradients of a function of three tensors with one result.
public func gradient(
  at x: Tensor, _ y: Tensor, _ z: Tensor, of function: (Tensor, Tensor, Tensor) throws -> Tensor
) rethrows -> (Tensor, Tensor, Tensor) {
  try valueWithGradient(at: x, y, z, of: function).gradient
}

/// The gradients of a function of any number of tensors with one result, in the same order.
public func gradient(at inputs: [Tensor], of function: ([Tensor]) throws -> Tensor) rethrows -> [Tensor] {
  try valueWithGradient(at: inputs, of: function).gradient
}

/// Watches `inputs`, runs `function` on them and goes back through what it recorded.
func differentiate(
  at inputs: [Tensor], in operation: String, _ function: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradient: [Tensor]) {
  try differentiate(atWatched: Tensor.watched(inputs, in: operation), in: operation, function)
}

/// Runs `function` on watched tensors and goes back through what it recorded.
@inline(__always)
func differentiate(
  atWatched leaves: [Tensor], in operation: String, _ function: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradient: [Tensor]) {
  var value = try function(leaves)
  guard value.count == 1 else {
    stop("\(operation): the function must return one number, got shape \(value.shape); reduce it with sum() or mean()")
  }
  guard value.type.isFloatingPoint else {
    stop("\(operation): the function must return a floating-point number, got \(value.type.rawValue)")
  }
  let gradients = pullBack(.seed(of: value), from: value, to: leaves)
  if GradientScope.state.pointee.depth == 0 { value.forgetNode() }
  return (value, gradients)
}

extension Tensor {
  /// The derivative of a loss by itself: 1 in its shape and type.
  fileprivate static func seed(of value: Tensor) -> Tensor {
    if value.rank == 0, value.type == .float32 { return floatOne }
    if value.rank == 0, value.type == .float64 { return doubleOne }
    return .number(1, type: value.type, shape: value.shape)
  }

  private static let floatOne = Tensor.number(1, type: .float32)
  private static let doubleOne = Tensor.number(1, type: .float64)
}

/// The vector-Jacobian products of `output` at watched `leaves`; recorded only if an outer gradient is being taken.
func pullBack(_ cotangent: Tensor, from output: Tensor, to leaves: [Tensor]) -> [Tensor] {
  let recording = GradientScope.state.pointee.depth > 0 && GradientScope.isRecording
  return GradientScope.recording(recording) {
    Backward.products(of: output, with: cotangent, at: leaves, recording: recording)
  }
}
