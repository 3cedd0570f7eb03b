import CMyelinKernels

// The loops of CMyelinKernels over the elements of tensors. Compiled programs call the same ones.

extension DType {
  /// This type's name among the kernels.
  var kernel: myelin_type {
    switch self {
    case .bool: MYELIN_BOOL
    case .int32: MYELIN_INT32
    case .int64: MYELIN_INT64
    case .float32: MYELIN_FLOAT32
    case .float64: MYELIN_FLOAT64
    }
  }
}

extension UnaryFunction {
  /// This function's name among the kernels.
  var kernel: myelin_unary {
    switch self {
    case .negative: MYELIN_NEGATIVE
    case .absolute: MYELIN_ABSOLUTE
    case .sign: MYELIN_SIGN
    case .exp: MYELIN_EXP
    case .expMinusOne: MYELIN_EXP_MINUS_ONE
    case .log: MYELIN_LOG
    case .logOnePlus: MYELIN_LOG_ONE_PLUS
    case .log2: MYELIN_LOG2
    case .log10: MYELIN_LOG10
    case .squareRoot: MYELIN_SQUARE_ROOT
    case .reciprocalSquareRoot: MYELIN_RECIPROCAL_SQUARE_ROOT
    case .sin: MYELIN_SIN
    case .cos: MYELIN_COS
    case .tan: MYELIN_TAN
    case .asin: MYELIN_ASIN
    case .acos: MYELIN_ACOS
    case .atan: MYELIN_ATAN
    case .sinh: MYELIN_SINH
    case .cosh: MYELIN_COSH
    case .tanh: MYELIN_TANH
    case .asinh: MYELIN_ASINH
    case .acosh: MYELIN_ACOSH
    case .atanh: MYELIN_ATANH
    case .sigmoid: MYELIN_SIGMOID
    case .softplus: MYELIN_SOFTPLUS
    case .erf: MYELIN_ERF
    case .relu: MYELIN_RELU
    case .floor: MYELIN_FLOOR
    case .ceil: MYELIN_CEIL
    case .round: MYELIN_ROUND
    case .truncate: MYELIN_TRUNCATE
    }
  }
}

extension BinaryFunction {
  /// This function's name among the kernels.
  var kernel: myelin_binary {
    switch self {
    case .add: MYELIN_ADD
    case .subtract: MYELIN_SUBTRACT
    case .multiply: MYELIN_MULTIPLY
    case .divide: MYELIN_DIVIDE
    case .power: MYELIN_POWER
    case .maximum: MYELIN_MAXIMUM
    case .minimum: MYELIN_MINIMUM
    case .arctangent2: MYELIN_ARCTANGENT2
    case .floorDivide: MYELIN_FLOOR_DIVIDE
    case .remainder: MYELIN_REMAINDER
    }
  }
}

extension Comparison {
  /// This comparison's name among the kernels.
  var kernel: myelin_binary {
    switch self {
    case .equal: MYELIN_EQUAL
    case .notEqual: MYELIN_NOT_EQUAL
    case .less: MYELIN_LESS
    case .lessOrEqual: MYELIN_LESS_OR_EQUAL
    case .greater: MYELIN_GREATER
    case .greaterOrEqual: MYELIN_GREATER_OR_EQUAL
    case .and: MYELIN_AND
    case .or: MYELIN_OR
    case .exclusiveOr: MYELIN_EXCLUSIVE_OR
    }
  }
}

extension Tensor {
  /// The results, of the given type, of a loop over the elements.
  func map(to type: DType, _ loop: myelin_unary_loop) -> Tensor {
    if !isContiguous { return contiguous().map(to: type, loop) }
    if type == self.type { return Tensor(like: self) { target, count in loop(rawStart, target, count) } }
    return Tensor(shape: shape, type: type) { target, count in loop(rawStart, target, count) }
  }

  /// The results, of the given type, of a loop over the elements of `a` and `b`, broadcast to one shape.
  static func combine(_ a: Tensor, _ b: Tensor, to type: DType, _ name: String, _ loop: myelin_binary_loop) -> Tensor {
    if a.isContiguous, b.isContiguous, a.hasShape(of: b) {
      return Tensor(shape: a.shape, type: type) { target, count in loop(a.rawStart, 1, b.rawStart, 1, target, count) }
    }
    guard let shape = Shape.broadcast(a.shape, b.shape) else {
      stop(Shape.mismatch(name, a.shape, b.shape))
    }
    return Tensor(shape: shape, type: type) { target, count in
      let (left, right) = (a.rawStart, b.rawStart)
      if let leftStep = a.step(over: count), let rightStep = b.step(over: count) {
        return loop(left, leftStep, right, rightStep, target, count)
      }
      let (leftSize, rightSize, size) = (a.type.byteCount, b.type.byteCount, type.byteCount)
      if shape.count == 2, shape[1] > 1 {
        let (leftSteps, rightSteps) = (a.matrixSteps, b.matrixSteps)
        for row in 0..<shape[0] {
          loop(
            left + row * leftSteps.row * leftSize, leftSteps.column, right + row * rightSteps.row * rightSize,
            rightSteps.column, target + row * shape[1] * size, shape[1])
        }
        return
      }
      StridedLoop(shape: shape, broadcasting: [a, b]).forEachRow { position, offsets, length, steps in
        loop(
          left + offsets[0] * leftSize, steps[0], right + offsets[1] * rightSize, steps[1], target + position * size,
          length)
      }
    }
  }

  /// The elements of `a` where the condition holds and those of `b` elsewhere, broadcast to `shape`.
  static func choose(_ condition: Tensor, _ a: Tensor, _ b: Tensor, shape: [Int], _ loop: myelin_ternary_loop) -> Tensor
  {
    Tensor(shape: shape, type: a.type) { target, count in
      let (flags, left, right) = (condition.rawStart, a.rawStart, b.rawStart)
      if let flagStep = condition.step(over: count), let leftStep = a.step(over: count),
        let rightStep = b.step(over: count)
      {
        return loop(flags, flagStep, left, leftStep, right, rightStep, target, count)
      }
      let size = a.type.byteCount
      StridedLoop(shape: shape, broadcasting: [condition, a, b]).forEachRow { position, offsets, length, steps in
        loop(
          flags + offsets[0], steps[0], left + offsets[1] * size, steps[1], right + offsets[2] * size, steps[2],
          target + position * size, length)
      }
    }
  }

  /// The distance between the elements that a loop over `count` of them reads of this tensor, if that is always the same:
  /// 1 if it has as many without gaps, 0 if it repeats one number.
  private func step(over count: Int) -> Int? {
    if isContiguous, self.count == count { return 1 }
    return repeatsOneNumber ? 0 : nil
  }

  /// The steps from row to row and from column to column of the matrix that this tensor of at most two axes broadcasts to.
  private var matrixSteps: (row: Int, column: Int) {
    let axes = shape.count
    let columns = axes > 0 ? shape[axes - 1] : 1
    let rows = axes > 1 ? shape[0] : 1
    if isContiguous { return (rows == 1 ? 0 : columns, columns == 1 ? 0 : 1) }
    let strides = strides
    return (rows == 1 ? 0 : strides[0], columns == 1 ? 0 : strides[axes - 1])
  }
}

extension StridedLoop {
  /// A loop over `shape`, to which the operands broadcast.
  fileprivate init(shape: [Int], broadcasting operands: [Tensor]) {
    self.init(
      shape: shape,
      strides: operands.map { Shape.broadcastStrides($0.shape, strides: $0.strides, to: shape) })
  }
}
