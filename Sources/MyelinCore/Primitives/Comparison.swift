import CMyelinKernels

/// The comparisons and logical functions of two elements. Their results are Boolean and have no derivative.
enum Comparison: String, BinaryPrimitive, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case and, or, exclusiveOr

  var name: String { rawValue }

  func result(of inputs: Operands) -> TensorDescription {
    let (a, b) = (inputs[0].layout, inputs[1].layout)
    guard let shape = Shape.broadcast(a.shape, b.shape) else { stop(Shape.mismatch(name, a.shape, b.shape)) }
    return TensorDescription(shape: shape, type: .bool)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { .none }

  func evaluate(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard let loop = myelin_binary_loop_of(kernel, a.type.kernel) else {
      stop("\(name): needs Boolean tensors, got \(a.type.rawValue)")
    }
    return .combine(a, b, to: .bool, name, loop)
  }
}

/// `a` where the condition holds and `b` elsewhere; all three broadcast.
struct Select: Primitive {
  var name: String { "where" }

  func result(of inputs: Operands) -> TensorDescription {
    let (condition, a, b) = (inputs[0], inputs[1], inputs[2])
    guard condition.type == .bool else {
      stop("where: the condition must be Boolean, got \(condition.type.rawValue)")
    }
    guard let values = Shape.broadcast(a.shape, b.shape), let shape = Shape.broadcast(condition.shape, values) else {
      stop("where: shapes \(condition.shape), \(a.shape) and \(b.shape) do not broadcast")
    }
    return TensorDescription(shape: shape, type: a.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let zero = Tensor.zeros([], type: cotangent.type)
    return [
      nil,
      Tensor.select(inputs[0], cotangent, zero).summed(to: inputs[1].shape),
      Tensor.select(inputs[0], zero, cotangent).summed(to: inputs[2].shape),
    ]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (condition, a, b) = (inputs[0], inputs[1], inputs[2])
    let shape = result(of: inputs).shape
    guard let loop = myelin_select_loop_of(a.type.kernel) else { stop("where: not defined for \(a.type.rawValue)") }
    return .choose(condition, a, b, shape: shape, loop)
  }
}

/// The same values in another type.
struct Cast: UnaryPrimitive {
  let type: DType

  var name: String { "cast" }

  func result(of inputs: Operands) -> TensorDescription { TensorDescription(shape: inputs[0].shape, type: type) }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    .one(inputs[0].type.isFloatingPoint ? cotangent.cast(to: inputs[0].type) : nil)
  }

  func evaluate(_ x: Tensor) -> Tensor {
    guard let loop = myelin_cast_loop_of(x.type.kernel, type.kernel) else {
      stop("cast: no conversion from \(x.type.rawValue) to \(type.rawValue)")
    }
    return x.map(to: type, loop)
  }
}
