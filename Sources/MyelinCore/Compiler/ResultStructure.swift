/// How a closure's result is made of tensors: one, an array, nothing, or a tuple or struct of tensors alone.
struct ResultStructure<Result> {
  private enum Kind { case single, nothing, array, compound }

  private let kind: Kind

  init() {
    if Result.self == Tensor.self {
      kind = .single
    } else if Result.self == Void.self {
      kind = .nothing
    } else if Result.self == [Tensor].self {
      kind = .array
    } else {
      kind = .compound
    }
  }

  /// The tensors in a result.
  func tensors(of result: Result) -> [Tensor] {
    switch kind {
    case .nothing: return []
    case .single, .array:
      if let tensor = result as? Tensor { return [tensor] }
      return result as? [Tensor] ?? []
    case .compound:
      let parts = Mirror(reflecting: result).children.map { $0.value as? Tensor }
      let tensors = parts.compactMap { $0 }
      let isPlain =
        tensors.count == parts.count && MemoryLayout<Result>.size == tensors.count * MemoryLayout<Tensor>.stride
      guard isPlain, !tensors.isEmpty else {
        stop(
          "compile: the closure returns \(Result.self); it must return a tensor, an array of tensors, or a tuple or struct of "
            + "tensors alone")
      }
      return tensors
    }
  }

  /// A result made of tensors again.
  @inline(__always)
  func result(_ outputs: CompiledCore.Outputs) -> Result {
    switch kind {
    case .single: return unsafeBitCast(outputs.first, to: Result.self)
    case .nothing: return unsafeBitCast((), to: Result.self)
    case .array: return unsafeBitCast(outputs.all, to: Result.self)
    case .compound:
      return withUnsafeTemporaryAllocation(of: Result.self, capacity: 1) { memory in
        // The parts lie in the result as they would in an array: `tensors(of:)` has seen to that.
        let parts = UnsafeMutableRawPointer(memory.baseAddress.unsafelyUnwrapped)
          .bindMemory(to: Tensor.self, capacity: outputs.count)
        for index in 0..<outputs.count { (parts + index).initialize(to: outputs[index]) }
        return UnsafeMutableRawPointer(parts).bindMemory(to: Result.self, capacity: 1).move()
      }
    }
  }
}
