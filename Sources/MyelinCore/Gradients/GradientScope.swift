/// What gradients need to know about the code that is running: task-local, so that threads can't disturb each other.
struct GradientScope: Sendable {
  /// Whether operations on watched tensors are recorded.
  var records = true
  /// How many gradients are being taken around here. The outermost needs no record of its own backward pass.
  var depth = 0
  /// The watched tensors that stand for variables (by identity) while their model's gradient is taken.
  var watched: [ObjectIdentifier: Tensor] = [:]

  @TaskLocal static var current = GradientScope()

  /// Whether operations on watched tensors are recorded here.
  static var isRecording: Bool { current.records }

  /// A scope one gradient deeper than the current one.
  static func nested() -> GradientScope {
    var scope = current
    scope.depth += 1
    scope.records = true
    return scope
  }
}

/// Runs `body` without recording how its results came about: no gradients flow through them.
///
/// ```swift
/// let y = withoutGradient { model(x) }
/// ```
///
/// PyTorch's `torch.no_grad()`. A gradient taken *within* `body` records again.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  var scope = GradientScope.current
  scope.records = false
  return try GradientScope.$current.withValue(scope, operation: body)
}
