import CMyelinKernels

/// What gradients need to know about the code that is running.
///
/// It belongs to the thread, in memory that is read in a few instructions: every operation asks. Nothing that sets it
/// suspends (the closures aren't asynchronous), so it never moves to another thread, and threads can't disturb each
/// other.
struct GradientScope {
  /// Whether operations on watched tensors are recorded.
  let records: Bool
  /// How many gradients are being taken around here. The outermost needs no record of its own backward pass.
  let depth: Int

  /// The calling thread's.
  static var current: GradientScope {
    let state = myelin_thread_scope().unsafelyUnwrapped.pointee
    return GradientScope(records: !state.isPaused, depth: Int(state.depth))
  }

  /// Where the calling thread keeps its scope.
  @inline(__always)
  static var state: UnsafeMutablePointer<myelin_scope> { myelin_thread_scope().unsafelyUnwrapped }

  /// Whether operations on watched tensors are recorded here.
  @inline(__always)
  static var isRecording: Bool { !state.pointee.isPaused }

  /// What `variable` stands for here: while a gradient at it is taken, the watched tensor; while a program is recorded,
  /// a symbol. `nil` for what it holds.
  @inline(__always)
  static func value(of variable: Variable) -> Tensor? {
    let state = state
    if state.pointee.watched == nil, !state.pointee.isCompiling { return nil }
    return specialValue(of: variable)
  }

  @inline(never)
  private static func specialValue(of variable: Variable) -> Tensor? {
    if let watched = state.pointee.watched {
      let value = Unmanaged<WatchedVariables>.fromOpaque(watched)._withUnsafeGuaranteedRef { $0.value(of: variable) }
      if let value { return value }
    }
    return Recording.current?.read(variable)
  }

  /// Runs `body` one gradient deeper, with more variables watched if there are any.
  @inline(__always)
  static func nested<Result>(watching watched: WatchedVariables? = nil, _ body: () throws -> Result) rethrows -> Result
  {
    let state = state
    let before = state.pointee
    defer { state.pointee.restore(before) }
    state.pointee.depth += 1
    state.pointee.isPaused = false
    guard let watched else { return try body() }
    return try withExtendedLifetime(watched) {
      state.pointee.watched = Unmanaged.passUnretained(watched).toOpaque()
      return try body()
    }
  }

  /// Runs `body` with the same gradients, recording or not.
  @inline(__always)
  static func recording<Result>(_ records: Bool, _ body: () throws -> Result) rethrows -> Result {
    let state = state
    let before = state.pointee
    defer { state.pointee.restore(before) }
    state.pointee.isPaused = !records
    return try body()
  }

  /// Runs `body`, which a program is recorded from, outside of all gradients.
  static func compiling<Result>(_ body: () throws -> Result) rethrows -> Result {
    let state = state
    let before = state.pointee
    defer { state.pointee.restore(before) }
    (state.pointee.watched, state.pointee.depth) = (nil, 0)
    (state.pointee.isPaused, state.pointee.isCompiling) = (false, true)
    return try body()
  }
}

extension myelin_scope {
  /// Makes all that a scope consists of what it was.
  @inline(__always)
  fileprivate mutating func restore(_ before: myelin_scope) {
    (watched, depth, isPaused, isCompiling) = (before.watched, before.depth, before.isPaused, before.isCompiling)
  }
}

/// The tensors that stand for variables while a gradient at these is taken.
final class WatchedVariables {
  private let variables: [Variable]
  private let leaves: [Tensor]
  /// Those of a gradient that is being taken around this one.
  private let outer: Unmanaged<WatchedVariables>?

  init(_ variables: [Variable], _ leaves: [Tensor]) {
    (self.variables, self.leaves) = (variables, leaves)
    // The outer one is on the stack below for as long as this one is in use.
    outer = GradientScope.state.pointee.watched.map { Unmanaged.fromOpaque($0) }
    for place in variables.indices { variables[place].likelyPlace = place }
  }

  /// The tensor that stands for a variable, or `nil` if it isn't watched.
  func value(of variable: Variable) -> Tensor? {
    if let place = variables.place(of: variable) { return leaves[place] }
    return outer?._withUnsafeGuaranteedRef { $0.value(of: variable) }
  }
}

extension [Variable] {
  /// The place of a variable among these: usually where it last was in such a list.
  package func place(of variable: Variable) -> Int? {
    let likely = variable.likelyPlace
    if likely < count, self[likely] === variable { return likely }
    return firstIndex { $0 === variable }
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
  try GradientScope.recording(false, body)
}
