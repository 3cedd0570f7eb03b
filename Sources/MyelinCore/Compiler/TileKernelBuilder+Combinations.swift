extension TileKernelBuilder {
  /// Operations for which there is one loop.
  struct Combination {
    enum Kind {
      case multiplyAdd, multiplyAdd2, multiplyAddSquare, rootMultiplyAdd, subtractProduct, subtractQuotient,
        reluGradient
    }

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
    switch function {
    case .add:
      // In the order in which an optimizer writes them: a root or a square makes the sum more than one of products.
      for (first, second) in [(inputs[0], inputs[1]), (inputs[1], inputs[0])] {
        guard let a = product(first, of: value) else { continue }
        if let (root, x, factor) = rootAndFactor(a, of: first) {
          return Combination(kind: .rootMultiplyAdd, inputs: [x, factor, second], parts: [first, root])
        }
        guard first != second, let b = product(second, of: value) else { continue }
        if let (square, x, factor) = squareAndFactor(b, of: second) {
          return Combination(kind: .multiplyAddSquare, inputs: a + [factor, x], parts: [first, second, square])
        }
      }
      let products = inputs.map { product($0, of: value) }
      switch (products[0], products[1]) {
      case (let a?, let b?) where inputs[0] != inputs[1]:
        return Combination(kind: .multiplyAdd2, inputs: a + b, parts: inputs)
      case (let a?, _): return Combination(kind: .multiplyAdd, inputs: a + [inputs[1]], parts: [inputs[0]])
      case (nil, let b?): return Combination(kind: .multiplyAdd, inputs: b + [inputs[0]], parts: [inputs[1]])
      case (nil, nil): return nil
      }
    case .subtract:
      if let b = product(inputs[1], of: value) {
        return Combination(kind: .subtractProduct, inputs: [inputs[0]] + b, parts: [inputs[1]])
      }
      guard isPart(inputs[1], of: value), let (quotient, terms) = operation(inputs[1]),
        quotient as? BinaryFunction == .divide, let b = product(terms[0], of: inputs[1])
      else { return nil }
      return Combination(
        kind: .subtractQuotient, inputs: [inputs[0]] + b + [terms[1]], parts: [inputs[1], terms[0]])
    case .multiply: return reluGradient(value)
    default: return nil
    }
  }

  /// The factors of a product that nothing needs but `value`.
  private func product(_ part: Int, of value: Int) -> [Int]? {
    guard isPart(part, of: value), let (inner, factors) = operation(part), inner as? BinaryFunction == .multiply,
      reluGradient(part) == nil
    else { return nil }
    return factors
  }

  /// Which factor of a product is a square root that nothing else needs, of what, and the other factor.
  private func rootAndFactor(_ factors: [Int], of product: Int) -> (root: Int, operand: Int, factor: Int)? {
    for (root, factor) in [(factors[0], factors[1]), (factors[1], factors[0])] {
      guard isPart(root, of: product), let (function, operands) = operation(root),
        function as? UnaryFunction == .squareRoot
      else { continue }
      return (root, operands[0], factor)
    }
    return nil
  }

  /// Which factor of a product is a square that nothing else needs, of what, and the other factor.
  private func squareAndFactor(_ factors: [Int], of product: Int) -> (square: Int, operand: Int, factor: Int)? {
    for (square, factor) in [(factors[1], factors[0]), (factors[0], factors[1])] {
      guard let operands = self.product(square, of: product), operands[0] == operands[1] else { continue }
      return (square, operands[0], factor)
    }
    return nil
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
    case .multiplyAddSquare: .quaternary(isDouble ? multiplyAddSquareDoubles : multiplyAddSquareFloats)
    case .rootMultiplyAdd: .ternary(isDouble ? rootMultiplyAddDoubles : rootMultiplyAddFloats)
    case .subtractQuotient: .quaternary(isDouble ? subtractQuotientDoubles : subtractQuotientFloats)
    case .reluGradient: .binary(isDouble ? reluGradientDoubles : reluGradientFloats)
    }
  }
}
