/// The comparisons and logical functions of two elements. Their results are Boolean and have no derivative.
enum Comparison: String, Primitive, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case and, or, exclusiveOr

  var name: String { rawValue }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] { [nil, nil] }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (a, b) = (inputs[0], inputs[1])
    switch a.type {
    case .bool: return evaluateBoolean(a, b)
    case .int32: return evaluate(a, b, as: Int32.self)
    case .int64: return evaluate(a, b, as: Int.self)
    case .float32: return evaluate(a, b, as: Float.self)
    case .float64: return evaluate(a, b, as: Double.self)
    }
  }

  private func evaluateBoolean(_ a: Tensor, _ b: Tensor) -> Tensor {
    switch self {
    case .equal: Tensor.combine(a, b, as: Bool.self, name) { $0 == $1 }
    case .notEqual, .exclusiveOr: Tensor.combine(a, b, as: Bool.self, name) { $0 != $1 }
    case .less: Tensor.combine(a, b, as: Bool.self, name) { !$0 && $1 }
    case .lessOrEqual: Tensor.combine(a, b, as: Bool.self, name) { !$0 || $1 }
    case .greater: Tensor.combine(a, b, as: Bool.self, name) { $0 && !$1 }
    case .greaterOrEqual: Tensor.combine(a, b, as: Bool.self, name) { $0 || !$1 }
    case .and: Tensor.combine(a, b, as: Bool.self, name) { $0 && $1 }
    case .or: Tensor.combine(a, b, as: Bool.self, name) { $0 || $1 }
    }
  }

  private func evaluate<Element: NumericElement>(_ a: Tensor, _ b: Tensor, as element: Element.Type) -> Tensor {
    switch self {
    case .equal: Tensor.combine(a, b, as: element, name) { $0 == $1 }
    case .notEqual: Tensor.combine(a, b, as: element, name) { $0 != $1 }
    case .less: Tensor.combine(a, b, as: element, name) { $0 < $1 }
    case .lessOrEqual: Tensor.combine(a, b, as: element, name) { $0 <= $1 }
    case .greater: Tensor.combine(a, b, as: element, name) { $0 > $1 }
    case .greaterOrEqual: Tensor.combine(a, b, as: element, name) { $0 >= $1 }
    case .and, .or, .exclusiveOr: stop("\(name): needs Boolean tensors, got \(a.type.rawValue)")
    }
  }
}

/// `a` where the condition holds and `b` elsewhere; all three broadcast.
struct Select: Primitive {
  var name: String { "where" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let zero = Tensor.zeros([], type: cotangent.type)
    return [
      nil,
      Tensor.select(inputs[0], cotangent, zero).summed(to: inputs[1].shape),
      Tensor.select(inputs[0], zero, cotangent).summed(to: inputs[2].shape),
    ]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (condition, a, b) = (inputs[0], inputs[1], inputs[2])
    guard condition.type == .bool else {
      stop("where: the condition must be Boolean, got \(condition.type.rawValue)")
    }
    guard let values = Shape.broadcast(a.shape, b.shape), let shape = Shape.broadcast(condition.shape, values) else {
      stop("where: shapes \(condition.shape), \(a.shape) and \(b.shape) do not broadcast")
    }
    func choose<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      Tensor(shape: shape, of: element) { output in
        let flags = condition.start(of: Bool.self)
        let (left, right) = (a.start(of: element), b.start(of: element))
        let strides = inputs.map { Shape.broadcastStrides($0.shape, strides: $0.strides, to: shape) }
        StridedLoop(shape: shape, strides: strides).forEachRow { position, offsets, length, steps in
          let (c, x, y) = (flags + offsets[0], left + offsets[1], right + offsets[2])
          for index in 0..<length {
            output[position + index] = c[index * steps[0]] ? x[index * steps[1]] : y[index * steps[2]]
          }
        }
      }
    }
    return a.type.withElementType { choose($0) }
  }
}

/// The same values in another type.
struct Cast: Primitive {
  let type: DType

  var name: String { "cast" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    [inputs[0].type.isFloatingPoint ? cotangent.cast(to: inputs[0].type) : nil]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let x = inputs[0].contiguous()
    // Every pair of types is one loop; integers go through Int, so that none of their bits are lost.
    func convert<From: TensorElement>(_ from: From.Type) -> Tensor {
      let throughInteger = !x.type.isFloatingPoint
      func convert<To: TensorElement>(_ to: To.Type) -> Tensor {
        throughInteger
          ? x.map(from) { To.element(from: $0.asInt) }
          : x.map(from) { To.element(from: $0.asDouble) }
      }
      return type.withElementType { convert($0) }
    }
    return x.type.withElementType { convert($0) }
  }
}
