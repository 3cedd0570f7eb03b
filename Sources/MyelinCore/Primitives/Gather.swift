/// Primitives that read and write at places given by index tensors (int64, checked against the axis' size).

/// Whole slices along `axis`: those that a list of indices names, in its order.
struct Take: Primitive {
  let axis: Int
  var name: String { "take" }

  func result(of inputs: Operands) -> TensorDescription {
    var x = inputs[0].layout
    x.shape[axis] = inputs[1].count
    return x
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(PutAdd(axis: axis, size: inputs[0].shape[axis]), cotangent, inputs[1]), nil]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (x, places) = (inputs[0].contiguous(), inputs[1].indices(below: inputs[0].shape[axis], in: name))
    let outer = x.shape[..<axis].reduce(1, *)
    let inner = x.shape[(axis + 1)...].reduce(1, *)
    var shape = x.shape
    shape[axis] = places.count
    func take<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      x.withElements(of: element) { input in
        Tensor(shape: shape, of: element) { output in
          guard let input = input.baseAddress, var target = output.baseAddress else { return }
          for block in 0..<outer {
            for place in places {
              target.update(from: input + (block * x.shape[axis] + place) * inner, count: inner)
              target += inner
            }
          }
        }
      }
    }
    return x.type.withElementType { take($0) }
  }
}

/// Zeros whose slices along `axis` receive the input's slices, added where an index appears several times.
struct PutAdd: Primitive {
  let axis: Int
  let size: Int
  var name: String { "putAdd" }

  func result(of inputs: Operands) -> TensorDescription {
    var x = inputs[0].layout
    x.shape[axis] = size
    return x
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(Take(axis: axis), cotangent, inputs[1]), nil]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (x, places) = (inputs[0].contiguous(), inputs[1].indices(below: size, in: name))
    let outer = x.shape[..<axis].reduce(1, *)
    let inner = x.shape[(axis + 1)...].reduce(1, *)
    var shape = x.shape
    shape[axis] = size
    func put<Element: NumericElement>(_ element: Element.Type) -> Tensor {
      x.withElements(of: element) { input in
        Tensor(shape: shape, of: element) { output in
          output.initialize(repeating: 0)
          for block in 0..<outer {
            for (row, place) in places.enumerated() {
              let (from, to) = ((block * places.count + row) * inner, (block * size + place) * inner)
              for index in 0..<inner { output[to + index] = .wrappingAdd(output[to + index], input[from + index]) }
            }
          }
        }
      }
    }
    return x.withNumericType("putAdd") { put($0) }
  }
}

/// One element per index: `output[i, j] = input[index[i, j], j]` for axis 0, `input[i, index[i, j]]` for axis 1.
struct Gather: BinaryPrimitive {
  let axis: Int
  var name: String { "gather" }

  func result(of inputs: Operands) -> TensorDescription {
    IndexWalk.check(index: inputs[1], shape: inputs[0].shape, axis: axis, in: name)
    return TensorDescription(shape: inputs[1].shape, type: inputs[0].type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let zeros = Tensor.zeros(inputs[0].shape, type: cotangent.type)
    return [Tensor.apply(ScatterAdd(axis: axis), zeros, inputs[1], cotangent), nil]
  }

  func evaluate(_ input: Tensor, _ index: Tensor) -> Tensor {
    let x = input.contiguous()
    let walk = IndexWalk(index: index, shape: x.shape, axis: axis, in: name)
    func gather<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      x.withElements(of: element) { input in
        Tensor(shape: index.shape, of: element) { output in
          walk.forEach { position, place in output[position] = input[place] }
        }
      }
    }
    return x.type.withElementType { gather($0) }
  }
}

/// The first input, with the third's elements added at the places that the second names; the inverse of `Gather`.
struct ScatterAdd: Primitive {
  let axis: Int
  var name: String { "scatterAdd" }

  func result(of inputs: Operands) -> TensorDescription {
    guard inputs[2].shape == inputs[1].shape else {
      stop("scatterAdd: the indices have shape \(inputs[1].shape), the values \(inputs[2].shape)")
    }
    IndexWalk.check(index: inputs[1], shape: inputs[0].shape, axis: axis, in: name)
    return inputs[0].layout
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [cotangent, nil, Tensor.apply(Gather(axis: axis), cotangent, inputs[1])]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    var output = inputs[0].contiguous()
    let values = inputs[2].contiguous()
    _ = result(of: inputs)
    let walk = IndexWalk(index: inputs[1], shape: output.shape, axis: axis, in: name)
    func scatter<Element: NumericElement>(_ element: Element.Type) {
      values.withElements(of: element) { input in
        output.withMutableElements(of: element) { output in
          walk.forEach { position, place in output[place] = .wrappingAdd(output[place], input[position]) }
        }
      }
    }
    inputs[0].withNumericType(name) { scatter($0) }
    return output
  }
}

/// The input itself, integers, after a check that they are class indices: a program stops where one isn't.
struct CheckedIndices: EffectfulPrimitive, UnaryPrimitive {
  /// How many things there are to choose from.
  let bound: Int
  /// What the message calls the operation.
  let name: String
  /// What the message calls the things, such as "classes"; `nil` for elements along an axis.
  var things: String?

  func result(of inputs: Operands) -> TensorDescription { inputs[0].layout }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { .none }

  func evaluate(_ input: Tensor) -> Tensor {
    let x = input.contiguous()
    check(x.rawStart, x.layout)
    return x
  }

  /// Stops the program unless all elements are within 0..<bound.
  func check(_ start: UnsafeRawPointer, _ layout: TensorDescription) {
    var (low, high) = (Int.max, Int.min)
    for place in 0..<layout.count {
      let index =
        layout.type == .int64
        ? start.load(fromByteOffset: place * 8, as: Int.self)
        : Int(start.load(fromByteOffset: place * 4, as: Int32.self))
      (low, high) = (min(low, index), max(high, index))
    }
    guard layout.count > 0, low < 0 || high >= bound else { return }
    guard let things else {
      let index = low < 0 ? low - bound : high
      stop("\(name): index \(index) is out of range for an axis of size \(bound)")
    }
    let indices = things == "classes" ? "class indices" : "indices"
    stop("\(name): \(indices) run from \(low) to \(high), but there are \(bound) \(things), 0..<\(bound)")
  }
}

extension Tensor {
  /// This tensor of integers, after a check that all are within 0..<bound: anything else stops the program, also one
  /// that `compile` recorded.
  ///
  /// - Parameters:
  ///   - bound: How many things there are to choose from.
  ///   - operation: What the message calls the operation.
  ///   - things: What it calls what is chosen from.
  public func checkedIndices(below bound: Int, in operation: String, of things: String = "classes") -> Tensor {
    guard type.isInteger else {
      stop("\(operation): \(things == "classes" ? "class " : "")indices must be integers, got \(type.rawValue)")
    }
    return .apply(CheckedIndices(bound: bound, name: operation, things: things), self)
  }
}

/// The pairs of a position in an index tensor and the place in a row-major tensor of `shape` that it names.
private struct IndexWalk {
  let places: [Int]

  /// Stops unless indices of that shape can name places along `axis` of a tensor of `shape`.
  static func check(index: Tensor, shape: [Int], axis: Int, in name: String) {
    guard index.type.isInteger else { stop("\(name): indices must be integers, got \(index.type.rawValue)") }
    let fits =
      index.rank == shape.count
      && shape.indices.allSatisfy { $0 == axis || index.shape[$0] <= shape[$0] }
    guard fits else {
      stop("\(name): indices of shape \(index.shape) don't fit a tensor of shape \(shape) along axis \(axis)")
    }
  }

  init(index: Tensor, shape: [Int], axis: Int, in name: String) {
    IndexWalk.check(index: index, shape: shape, axis: axis, in: name)
    var places = index.indices(below: shape.isEmpty ? 1 : shape[axis], in: name)
    let strides = Shape.rowMajorStrides(shape)
    var coordinates = [Int](repeating: 0, count: shape.count)
    for position in places.indices {
      var place = places[position] * strides[axis]
      for other in shape.indices where other != axis { place += coordinates[other] * strides[other] }
      places[position] = place
      var last = shape.count - 1
      while last >= 0 {
        coordinates[last] += 1
        if coordinates[last] < index.shape[last] { break }
        coordinates[last] = 0
        last -= 1
      }
    }
    self.places = places
  }

  func forEach(_ body: (_ position: Int, _ place: Int) -> Void) {
    for (position, place) in places.enumerated() { body(position, place) }
  }
}

extension Tensor {
  /// The elements as indices below `size`, in a tensor; negative ones count from the end.
  func places(below size: Int, in name: String) -> Tensor {
    guard isSymbolic else { return Tensor(shape: shape, indices(below: size, in: name)) }
    guard type.isInteger else { stop("\(name): indices must be integers, got \(type.rawValue)") }
    let index = cast(to: .int64)
    let place = Tensor.select(index .< 0, index + size, index)
    return .apply(CheckedIndices(bound: size, name: name), place)
  }

  /// The elements as indices below `size`; negative ones count from the end.
  func indices(below size: Int, in name: String) -> [Int] {
    guard type.isInteger else { stop("\(name): indices must be integers, got \(type.rawValue)") }
    return cast(to: .int64).contiguous().withElements(of: Int.self) { elements in
      elements.map { index in
        guard index >= -size && index < size else {
          stop("\(name): index \(index) is out of range for an axis of size \(size)")
        }
        return index < 0 ? index + size : index
      }
    }
  }

  /// Calls `body` with the Swift type of the elements, which must be numbers.
  func withNumericType<Result>(_ name: String, _ body: (any NumericElement.Type) -> Result) -> Result {
    switch type {
    case .bool: stop("\(name): not defined for Booleans; convert them with cast(to:)")
    case .int32: body(Int32.self)
    case .int64: body(Int.self)
    case .float32: body(Float.self)
    case .float64: body(Double.self)
    }
  }
}
