import CMyelinKernels

/// What the floors above let code know without passing it from call to call: whether a network is being trained, say.
///
/// It belongs to the thread, as `GradientScope` does: reading it takes a few instructions, and nothing that sets it suspends.
package enum AmbientState {
  /// A number for the circumstances in which code runs, 0 at first. A compiled closure has a program for each of them.
  @inline(__always)
  package static var circumstances: UInt64 { GradientScope.state.pointee.circumstances }

  /// Runs `body` in other circumstances.
  package static func withCircumstances<Result>(_ number: UInt64, _ body: () throws -> Result) rethrows -> Result {
    let state = GradientScope.state
    let before = state.pointee.circumstances
    defer { state.pointee.circumstances = before }
    state.pointee.circumstances = number
    return try body()
  }

  /// What code adds something to for whoever called it, set by `withCollector`; none while a program is recorded, unless
  /// it was set by the closure itself.
  package static var collector: AnyObject? {
    GradientScope.state.pointee.collector.map { Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Runs `body` with another collector, or with none.
  package static func withCollector<Result>(_ collector: AnyObject?, _ body: () throws -> Result) rethrows -> Result {
    let state = GradientScope.state
    let before = state.pointee.collector
    defer { state.pointee.collector = before }
    return try withExtendedLifetime(collector) {
      state.pointee.collector = collector.map { Unmanaged.passUnretained($0).toOpaque() }
      return try body()
    }
  }
}
