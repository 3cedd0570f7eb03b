/// Primitives that rearrange elements. All but `Concatenate`, `Pad` and some reshapes are views.

/// The same elements in row-major order under another shape.
struct Reshape: UnaryPrimitive {
  let shape: [Int]
  var name: String { "reshape" }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    guard x.count == Shape.count(shape) else {
      stop("reshape: \(x.shape) has \(x.count) elements, \(shape) has \(Shape.count(shape))")
    }
    return TensorDescription(shape: shape, type: x.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    .one(cotangent.reshaped(to: inputs[0].shape))
  }

  func evaluate(_ x: Tensor) -> Tensor {
    if x.count != Shape.count(shape) { _ = result(of: .one(x)) }
    return x.isContiguous ? x.view(shape: shape) : x.contiguous().view(shape: shape)
  }
}

/// Axis `k` of the result is axis `order[k]` of the input.
struct Permute: UnaryPrimitive {
  let order: [Int]
  var name: String { "permute" }

  /// The order that transposes a matrix.
  static let swap = [1, 0]

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    return TensorDescription(shape: order.map { x.shape[$0] }, type: x.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    if order == Permute.swap { return .one(Tensor.apply(self, cotangent)) }
    var inverse = order
    for (axis, source) in order.enumerated() { inverse[source] = axis }
    return .one(Tensor.apply(Permute(order: inverse), cotangent))
  }

  func evaluate(_ x: Tensor) -> Tensor {
    if order == Permute.swap {
      let shape = [x.size(of: 1), x.size(of: 0)]
      if x.isContiguous, shape[0] == 1 || shape[1] == 1 { return x.view(shape: shape) }
      let strides = x.matrixStrides
      return x.view(shape: shape, strides: [strides.across, strides.down])
    }
    let strides = x.strides
    return x.view(shape: order.map { x.shape[$0] }, strides: order.map { strides[$0] })
  }
}

/// The input repeated to `shape` by broadcasting.
struct Broadcast: UnaryPrimitive {
  let shape: [Int]
  var name: String { "broadcast" }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    guard Shape.broadcast(x.shape, shape) == shape else {
      stop("expand: \(x.shape) can't be broadcast to \(shape)")
    }
    return TensorDescription(shape: shape, type: x.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    .one(cotangent.summed(to: inputs[0].shape))
  }

  func evaluate(_ x: Tensor) -> Tensor {
    _ = result(of: .one(x))
    return x.view(shape: shape, strides: Shape.broadcastStrides(x.shape, strides: x.strides, to: shape))
  }
}

/// Every `steps[k]`-th element along axis `k`, `shape[k]` of them from `starts[k]`; steps may be negative.
struct Slice: UnaryPrimitive {
  let starts: [Int]
  let steps: [Int]
  let shape: [Int]
  var name: String { "slice" }

  func result(of inputs: Operands) -> TensorDescription { TensorDescription(shape: shape, type: inputs[0].type) }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(Unslice(slice: self, shape: inputs[0].shape), cotangent)]
  }

  func evaluate(_ x: Tensor) -> Tensor {
    let strides = x.strides
    var offset = 0
    if !shape.contains(0) { for axis in starts.indices { offset += starts[axis] * strides[axis] } }
    return x.view(shape: shape, strides: strides.indices.map { strides[$0] * steps[$0] }, offset: offset)
  }
}

/// Zeros of `shape` with the input at the places that `slice` reads.
struct Unslice: UnaryPrimitive {
  let slice: Slice
  let shape: [Int]
  var name: String { "unslice" }

  func result(of inputs: Operands) -> TensorDescription { TensorDescription(shape: shape, type: inputs[0].type) }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(slice, cotangent)]
  }

  func evaluate(_ x: Tensor) -> Tensor {
    var output = Tensor.zeros(shape, type: x.type)
    output.overwrite(slice, with: x)
    return output
  }
}

extension Slice {
  /// The offset and strides of the slice of row-major elements of `shape`.
  fileprivate func layout(in shape: [Int]) -> (offset: Int, strides: [Int]) {
    let strides = Shape.rowMajorStrides(shape)
    return (zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }, strides.indices.map { strides[$0] * steps[$0] })
  }
}

extension Tensor {
  /// Writes `values`, broadcast, to the places that `slice` reads. Not recorded.
  mutating func overwrite(_ slice: Slice, with values: Tensor) {
    guard Shape.broadcast(values.shape, slice.shape) == slice.shape else {
      stop("assignment: values of shape \(values.shape) don't fit into a slice of shape \(slice.shape)")
    }
    let (offset, strides) = slice.layout(in: shape)
    let sourceStrides = Shape.broadcastStrides(values.shape, strides: values.strides, to: slice.shape)
    let loop = StridedLoop(shape: slice.shape, strides: [strides, sourceStrides])
    func write<Element: TensorElement>(_ element: Element.Type) {
      // If `values` is a view of the same storage, that isn't unique, and what is written here is a copy.
      withMutableElements(of: element) { output in
        guard let base = output.baseAddress else { return }
        let input = values.start(of: element)
        loop.forEachRow { _, offsets, length, steps in
          let (to, from) = (base + offset + offsets[0], input + offsets[1])
          for index in 0..<length { to[index * steps[0]] = from[index * steps[1]] }
        }
      }
    }
    type.withElementType { write($0) }
  }
}

/// The input surrounded by `value`: `before[k]` elements in front of axis `k` and `after[k]` behind it.
struct Pad: UnaryPrimitive {
  let before: [Int]
  let after: [Int]
  let value: Double
  var name: String { "pad" }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    return TensorDescription(shape: x.shape.indices.map { before[$0] + x.shape[$0] + after[$0] }, type: x.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(slice(of: inputs[0].shape), cotangent)]
  }

  func evaluate(_ x: Tensor) -> Tensor {
    var output = Tensor.full(result(of: .one(x)).shape, value, type: x.type)
    output.overwrite(slice(of: x.shape), with: x)
    return output
  }

  private func slice(of shape: [Int]) -> Slice {
    Slice(starts: before, steps: shape.map { _ in 1 }, shape: shape)
  }
}

/// The inputs one behind the other along `axis`.
struct Concatenate: Primitive {
  let axis: Int
  var name: String { "concatenate" }

  func result(of inputs: Operands) -> TensorDescription {
    var shape = inputs[0].shape
    for input in inputs.dropFirst() {
      let fits =
        input.rank == shape.count
        && shape.indices.allSatisfy { $0 == axis || shape[$0] == input.shape[$0] }
      guard fits else {
        stop("concatenate: shapes \(inputs[0].shape) and \(input.shape) differ outside axis \(axis)")
      }
      shape[axis] += input.shape[axis]
    }
    return TensorDescription(shape: shape, type: inputs[0].type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    .many(zip(inputs, starts(inputs)).map { Tensor.apply(slice(of: $0.shape, at: $1), cotangent) })
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    var output = Tensor.zeros(result(of: inputs).shape, type: inputs[0].type)
    for (input, start) in zip(inputs, starts(inputs)) where input.count > 0 {
      output.overwrite(slice(of: input.shape, at: start), with: input)
    }
    return output
  }

  private func starts(_ inputs: Operands) -> [Int] {
    var position = 0
    return inputs.map { input in
      defer { position += input.shape[axis] }
      return position
    }
  }

  private func slice(of shape: [Int], at start: Int) -> Slice {
    Slice(starts: shape.indices.map { $0 == axis ? start : 0 }, steps: shape.map { _ in 1 }, shape: shape)
  }
}
