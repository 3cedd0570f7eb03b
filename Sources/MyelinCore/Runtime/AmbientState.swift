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

  /// Runs a layer that is a part of another: `layers.3` of a network, say. Messages name the way to it.
  ///
  /// - Parameters:
  ///   - label: The property that holds the layer.
  ///   - index: Its place, if the property holds several.
  @inline(__always)
  package static func inLayer(_ label: StaticString, _ index: Int = -1, _ body: () -> Tensor) -> Tensor {
    label.withUTF8Buffer { label in
      label.withMemoryRebound(to: CChar.self) { myelin_enter_layer($0.baseAddress, Int64(index)) }
    }
    defer { myelin_leave_layer() }
    OperationTrace.enterLayer(label, index)
    let output = body()
    OperationTrace.leaveLayer(giving: output)
    return output
  }

  /// The way to the layer that is running, as far as it is known: `layers.3.body.layers.0`. Empty outside of layers.
  package static var layerPath: String {
    var steps: [String] = []
    while let label = myelin_step_at(Int32(steps.count)).label {
      let index = myelin_step_at(Int32(steps.count)).index
      steps.append(String(cString: label) + (index < 0 ? "" : ".\(index)"))
    }
    return steps.joined(separator: ".")
  }
}
