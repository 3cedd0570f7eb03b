/// Primitives that read and write at places given by index tensors (int64, checked against the axis' size).

/// Whole slices along `axis`: those that a list of indices names, in its order.
struct Take: Primitive {
  let axis: Int
  var name: String { "take" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
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

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
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
struct Gather: Primitive {
  let axis: Int
  var name: String { "gather" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let zeros = Tensor.zeros(inputs[0].shape, type: cotangent.type)
    return [Tensor.apply(ScatterAdd(axis: axis), zeros, inputs[1], cotangent), nil]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let x = inputs[0].contiguous()
    let walk = IndexWalk(index: inputs[1], shape: x.shape, axis: axis, in: name)
    func gather<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      x.withElements(of: element) { input in
        Tensor(shape: inputs[1].shape, of: element) { output in
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

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    [cotangent, nil, Tensor.apply(Gather(axis: axis), cotangent, inputs[1])]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    var output = inputs[0].contiguous()
    let values = inputs[2].contiguous()
    guard values.shape == inputs[1].shape else {
      stop("scatterAdd: the indices have shape \(inputs[1].shape), the values \(values.shape)")
    }
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

/// The pairs of a position in an index tensor and the place in a row-major tensor of `shape` that it names.
private struct IndexWalk {
  let places: [Int]

  init(index: Tensor, shape: [Int], axis: Int, in name: String) {
    let fits =
      index.rank == shape.count
      && shape.indices.allSatisfy { $0 == axis || index.shape[$0] <= shape[$0] }
    guard fits else {
      stop("\(name): indices of shape \(index.shape) don't fit a tensor of shape \(shape) along axis \(axis)")
    }
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
