extension TileKernelBuilder {
  /// Operations for which there is one loop.
  struct Combination {
    enum Kind { case multiplyAdd, subtractProduct, multiplyAdd2, reluGradient }

    let kind: Kind
    let inputs: [Int]
    /// The values that are computed on the way.
    let parts: [Int]
  }

  private func operation(_ value: Int) -> (primitive: any Primitive, inputs: [Int])? {
    if case .operation(let primitive, let inputs) = fusion.graph.values[value].source {
      (primitive, inputs)
    } else {
      nil
    }
  }

  /// The values that nothing needs but an operation with which they have one loop.
  func absorbable(_ members: [Int]) -> Set<Int> {
    var result: Set<Int> = []
    for value in members {
      if let combined = combination(value) { result.formUnion(combined.parts) }
    }
    return result
  }

  /// What a value and values before it are together, if there is one loop for them.
  func combination(_ value: Int) -> Combination? {
    guard type(value).isFloatingPoint, fusionExtent(value) == .full, let (primitive, inputs) = operation(value),
      let function = primitive as? BinaryFunction
    else { return nil }
    func product(_ part: Int) -> [Int]? {
      guard isPart(part, of: value), let (inner, factors) = operation(part), inner as? BinaryFunction == .multiply,
        reluGradient(part) == nil
      else { return nil }
      return factors
    }
    switch function {
    case .add:
      if inputs[0] != inputs[1], let a = product(inputs[0]), let b = product(inputs[1]) {
        return Combination(kind: .multiplyAdd2, inputs: a + b, parts: inputs)
      }
      if let a = product(inputs[0]) {
        return Combination(kind: .multiplyAdd, inputs: a + [inputs[1]], parts: [inputs[0]])
      }
      if let b = product(inputs[1]) {
        return Combination(kind: .multiplyAdd, inputs: b + [inputs[0]], parts: [inputs[1]])
      }
      return nil
    case .subtract:
      guard let b = product(inputs[1]) else { return nil }
      return Combination(kind: .subtractProduct, inputs: [inputs[0]] + b, parts: [inputs[1]])
    case .multiply: return reluGradient(value)
    default: return nil
    }
  }

  /// g · (x > 0), where the comparison is cast.
  private func reluGradient(_ value: Int) -> Combination? {
    guard let (_, inputs) = operation(value) else { return nil }
    for (flag, other) in [(inputs[1], inputs[0]), (inputs[0], inputs[1])] {
      guard isPart(flag, of: value), let (cast, casted) = operation(flag), cast is Cast, isPart(casted[0], of: flag),
        let (comparison, compared) = operation(casted[0]), comparison as? Comparison == .greater,
        type(compared[0]) == type(value), isZero(compared[1])
      else { continue }
      return Combination(kind: .reluGradient, inputs: [compared[0], other], parts: [flag, casted[0]])
    }
    return nil
  }

  private func isZero(_ value: Int) -> Bool {
    guard case .constant(let number) = fusion.graph.values[value].source, number.count == 1 else { return false }
    return number.scalar == 0
  }

  /// Whether a value is needed by nothing but an operation of this unit, at the same places.
  private func isPart(_ part: Int, of value: Int) -> Bool {
    unit.extents[part] == .full && storage(part) == nil && fusion.useCount(of: part) == 1
      && fusion.graph.values[part].layout.shape == fusion.graph.values[value].layout.shape
  }
}

extension TileKernelBuilder.Combination {
  /// The loop.
  func operation(isDouble: Bool) -> TileKernel.Operation {
    switch kind {
    case .multiplyAdd: .ternary(isDouble ? multiplyAddDoubles : multiplyAddFloats)
    case .subtractProduct: .ternary(isDouble ? subtractProductDoubles : subtractProductFloats)
    case .multiplyAdd2: .quaternary(isDouble ? multiplyAdd2Doubles : multiplyAdd2Floats)
    case .reluGradient: .binary(isDouble ? reluGradientDoubles : reluGradientFloats)
    }
  }
}
