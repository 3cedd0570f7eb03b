import Testing

@testable import MyelinCore

/// Every primitive against central differences, first and second order.
@Suite struct PrimitiveGradientTests {
  /// Where each function of one number is smooth.
  private func domain(_ function: UnaryFunction) -> Range<Double> {
    switch function {
    case .log, .log2, .log10, .squareRoot, .reciprocalSquareRoot: 0.3..<3
    case .logOnePlus: -0.6..<2
    case .asin, .acos, .atanh: -0.8..<0.8
    case .acosh: 1.3..<3
    case .tan: -1.2..<1.2
    case .absolute, .sign, .relu, .floor, .ceil, .round, .truncate: 0.1..<0.4
    default: -2..<2
    }
  }

  @Test(arguments: UnaryFunction.allCases)
  func unary(_ function: UnaryFunction) {
    for (seed, sign) in [(UInt64(1), 1.0), (2, -1.0)] {
      let isKinked = [.absolute, .sign, .relu, .floor, .ceil, .round, .truncate].contains(function)
      let x = sample([2, 3], in: domain(function), seed: seed) * (isKinked ? sign : 1)
      #expect(gradientError(at: [x]) { Tensor.apply(function, $0[0]) } < tolerance)
      // A view, used twice.
      #expect(
        gradientError(at: [x]) { inputs in
          let view = inputs[0].transposed()[.reversed, ...]
          return Tensor.apply(function, view) * view.sum(axis: 1, keepingDimensions: true)
        } < tolerance)
    }
  }

  @Test(arguments: BinaryFunction.allCases)
  func binary(_ function: BinaryFunction) {
    let shapes: [([Int], [Int])] = [([2, 3], [2, 3]), ([2, 1, 3], [4, 1]), ([], [3]), ([3], [])]
    for (index, (left, right)) in shapes.enumerated() {
      let a = sample(left, in: 0.4..<2, seed: UInt64(index))
      let b = sample(right, in: 2.1..<2.9, seed: UInt64(index) + 50)
      #expect(gradientError(at: [a, b]) { Tensor.apply(function, $0[0], $0[1]) } < tolerance)
      #expect(
        gradientError(at: [b, a]) { Tensor.apply(function, $0[0], $0[1]) } < tolerance || function == .floorDivide
          || function == .remainder)
      #expect(
        gradientError(at: [a]) { Tensor.apply(function, $0[0] + 2, $0[0]) } < 1e-5 || function == .floorDivide
          || function == .remainder)
    }
  }

  @Test func selection() {
    let condition: Tensor = [true, false, true]
    #expect(
      gradientError(at: [sample([2, 3]), sample([3])]) { .where(condition, $0[0].exp(), $0[1] * $0[0]) } < tolerance)
    #expect(gradientError(at: [sample([5])]) { $0[0].clipped(to: -0.5...0.7).squared() } < tolerance)
  }

  @Test func movement() {
    let x = sample([2, 3, 4])
    let functions: [@Sendable (Tensor) -> Tensor] = [
      { $0.reshaped(to: [4, 6]).squared() }, { $0.permuted(to: [2, 0, 1]).exp() },
      { $0.transposed(0, 2) * $0.transposed(0, 2) }, { $0[.all, .newAxis].expanded(to: [2, 5, 3, 4]).sin() },
      { $0[1, .reversed, .every(2)].squared() }, { $0[.every(-1), 1..<3, [3, 0, 3]].squared() },
      { $0.padded([(1, 0), (0, 2), (1, 1)], value: 3).squared() }, { $0.flipped(axes: 0, 2) * $0 },
      { .concatenate([$0, $0.squared(), $0[..., ..<0]], axis: 2).exp() }, { .stack([$0, $0 * $0], axis: 1).sin() },
      { $0.tiled([2, 1, 2]).squared() }, { $0.repeated(3, axis: 1).squared() },
      { $0.split(size: 2, axis: 1)[0].exp() * $0.split(sizes: [1, 2], axis: 1)[1] },
      { $0.squeezed().unsqueezed(axis: 1).cos() },
    ]
    for function in functions { #expect(gradientError(at: [x]) { function($0[0]) } < tolerance) }
  }

  @Test func reductions() {
    let x = sample([2, 3, 4])
    for axes in [nil, [0], [1], [2], [0, 2], [1, 2], [-1, 0, 1], []] as [[Int]?] {
      for keeping in [false, true] {
        let functions: [@Sendable (Tensor) -> Tensor] = [
          { $0.sum(axes: axes, keepingDimensions: keeping).squared() },
          { $0.squared().mean(axes: axes, keepingDimensions: keeping) },
          { $0.max(axes: axes, keepingDimensions: keeping).squared() },
          { $0.min(axes: axes, keepingDimensions: keeping).exp() },
          { $0.prod(axes: axes, keepingDimensions: keeping) },
          { $0.logSumExp(axes: axes, keepingDimensions: keeping) },
          { $0.variance(axes: axes, keepingDimensions: keeping) },
          { ($0 * 2).norm(axes: axes, keepingDimensions: keeping) },
        ]
        for function in functions { #expect(gradientError(at: [x]) { function($0[0]) } < tolerance) }
      }
    }
    #expect(gradientError(at: [x]) { $0[0].standardDeviation(axis: 1, correction: 1) } < tolerance)
    for axis in 0..<3 { #expect(gradientError(at: [x]) { $0[0].cumulativeSum(axis: axis).squared() } < tolerance) }
    for order in [1, 1.5, 2, 3, Double.infinity] {
      #expect(gradientError(at: [x]) { $0[0].norm(order: order, axes: [1]) } < tolerance)
    }
    #expect(gradientError(at: [x]) { $0[0].softmax(axis: 1) } < tolerance)
    #expect(gradientError(at: [x]) { $0[0].logSoftmax() } < tolerance)
    #expect(gradientError(at: [x]) { $0[0].logSigmoid() } < tolerance)
    #expect(gradientError(at: [sample([3, 3])]) { $0[0].matmul($0[0]).trace() } < tolerance)
  }

  @Test func productsWithZeros() {
    let x: Tensor = Tensor([0, 2, 3, 0.5], type: .float64)
    #expect(gradient(at: x) { $0.prod() }.scalars == [3, 0, 0, 0])
    #expect(gradientError(at: [x]) { $0[0].prod() } < tolerance)
  }

  @Test func gathering() {
    let x = sample([3, 4])
    let indices = Tensor([[0, 2, 2, 1], [1, 1, 0, 2]] as [[Int]])
    #expect(gradientError(at: [x]) { $0[0].gather(indices, axis: 0).squared() } < tolerance)
    #expect(gradientError(at: [x]) { $0[0].taking(indices, axis: 1).squared() } < tolerance)
    #expect(
      gradientError(at: [x, sample([2, 4], seed: 3)]) { $0[0].scatterAdd(indices, $0[1], axis: 0).squared() }
        < tolerance)
    #expect(gradientError(at: [x]) { $0[0].sorted(descending: true).squared() } < tolerance)
    #expect(gradientError(at: [x]) { $0[0].topK(2, axis: 0).values.exp() } < tolerance)
  }

  @Test func matrixProducts() {
    let shapes: [([Int], [Int])] = [
      ([2, 3], [3, 4]), ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 2, 3], [3, 2]), ([2, 1, 2, 3], [3, 3, 2]),
      ([1, 3], [3, 1]),
    ]
    for (left, right) in shapes {
      #expect(gradientError(at: [sample(left), sample(right, seed: 9)]) { $0[0].matmul($0[1]).squared() } < tolerance)
    }
    #expect(gradientError(at: [sample([3, 3])]) { $0[0].transposed().matmul($0[0])[..., .reversed] } < tolerance)
    #expect(gradientError(at: [sample([3]), sample([2], seed: 2)]) { $0[0].outer($0[1]).exp() } < tolerance)
    #expect(gradientError(at: [sample([3]), sample([3], seed: 2)]) { $0[0].dot($0[1]) } < tolerance)
  }
}
