import CMyelinKernels

/// The sum, difference or product of a few elements of different types, in the type in which both meet.
///
/// The same as after conversions with `Cast`, but these need neither tensors nor records of their own, which for a few
/// elements cost more than all arithmetic: a float32 parameter beside float64 data, say. Not for programs, where
/// conversions are parts of a loop anyway.
struct MixedBinaryFunction: BinaryPrimitive {
  let function: BinaryFunction
  /// The type of the result, in which is computed.
  let type: DType

  var name: String { function.name }

  /// From how many elements on conversions have tensors of their own.
  private static let elementLimit = 32

  /// Whether this computes the function of two tensors.
  func takes(_ a: Tensor, _ b: Tensor) -> Bool {
    switch function {
    case .add, .subtract, .multiply: break
    default: return false
    }
    guard type.isFloatingPoint, a.count + b.count <= Self.elementLimit, a.isContiguous, b.isContiguous,
      !a.isSymbolic, !b.isSymbolic
    else { return false }
    // A loop over the elements of one or both: the other has as many, in the same order, or one number.
    if a.hasShape(of: b) || b.rank == 0 || a.rank == 0 { return true }
    guard a.count == b.count || a.count == 1 || b.count == 1 else { return false }
    return Shape.broadcast(a.shape, b.shape).map(Shape.count) == max(a.count, b.count)
  }

  func result(of inputs: Operands) -> TensorDescription {
    TensorDescription(shape: shape(inputs[0], inputs[1]), type: type)
  }

  private func shape(_ a: Tensor, _ b: Tensor) -> [Int] {
    if b.rank == 0 || a.hasShape(of: b) { return a.shape }
    guard let shape = Shape.broadcast(a.shape, b.shape) else { stop(Shape.mismatch(name, a.shape, b.shape)) }
    return shape
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    guard case .two(let a, let b) = inputs else { stop("\(name): takes two tensors") }
    return .two(
      a.isWatched ? derivative(cotangent, for: a, beside: b, isSecond: false) : nil,
      b.isWatched ? derivative(cotangent, for: b, beside: a, isSecond: true) : nil)
  }

  /// The cotangent of one input, in its shape and type.
  private func derivative(_ cotangent: Tensor, for input: Tensor, beside other: Tensor, isSecond: Bool) -> Tensor {
    let derivative =
      switch function {
      case .multiply: cotangent * other
      case .subtract: isSecond ? -cotangent : cotangent
      default: cotangent
      }
    return (derivative.hasShape(of: input) ? derivative : derivative.summed(to: input.shape)).cast(to: input.type)
  }

  func evaluate(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard let loop = myelin_binary_loop_of(function.kernel, type.kernel) else {
      stop("\(name): not defined for \(a.type.rawValue) and \(b.type.rawValue)")
    }
    return Tensor(shape: shape(a, b), type: type) { target, count in
      a.withElements(as: type) { left in
        b.withElements(as: type) { right in
          loop(left, a.count == count ? 1 : 0, right, b.count == count ? 1 : 0, target, count)
        }
      }
    }
  }
}

extension Tensor {
  /// Reads the few elements of a contiguous tensor in another type.
  @inline(__always)
  fileprivate func withElements(as type: DType, _ body: (UnsafeRawPointer) -> Void) {
    guard self.type != type, let loop = myelin_cast_loop_of(self.type.kernel, type.kernel) else {
      return body(rawStart)
    }
    withUnsafeTemporaryAllocation(byteCount: count * type.byteCount, alignment: 8) { memory in
      guard let converted = memory.baseAddress else { return body(rawStart) }
      loop(rawStart, converted, count)
      body(UnsafeRawPointer(converted))
    }
  }
}
