import Foundation
import Testing

@testable import MyelinCore

/// Every primitive against central differences, first and second order: on random shapes, with inputs that are views, that
/// are repeated by broadcasting, and that are used twice.
@Suite struct PrimitiveGradientTests {
  typealias Operation = @Sendable (Tensor) -> Tensor

  /// The largest error of an operation on tensors with three axes, over all ways in which its input may reach it.
  private func worstError(
    in range: Range<Double> = -2..<2, sign: Double = 1, seed: UInt64, of operation: @escaping Operation
  ) -> Double {
    let sizes = Tensor.randomIntegers([3], in: 1..<4, from: RandomSource(seed: seed)).elements(as: Int.self)
    func input(_ shape: [Int]) -> [Tensor] { [sign * sample(shape, in: range, seed: seed)] }
    return [
      gradientError(at: input(sizes)) { operation($0[0]) },
      // A view: every other element along the last axis, which lies first in memory, and backwards.
      gradientError(at: input([2 * sizes[2], sizes[1], sizes[0]])) {
        operation($0[0][.every(2), .reversed].transposed())
      },
      gradientError(at: input([sizes[1], 1])) { operation($0[0].expanded(to: sizes)) },
      gradientError(at: input(sizes)) { operation($0[0]) * operation($0[0].flipped(axes: 1)) },
    ].max() ?? .infinity
  }

  // MARK: Functions of numbers

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
    // Those with a kink at 0 are smooth on both sides of it.
    let isKinked = domain(function) == 0.1..<0.4
    for seed in 1...2 as ClosedRange<UInt64> {
      for sign in isKinked ? [1.0, -1] : [1] {
        let error = worstError(in: domain(function), sign: sign, seed: seed) { Tensor.apply(function, $0) }
        #expect(error < tolerance)
      }
    }
  }

  @Test(arguments: BinaryFunction.allCases)
  func binary(_ function: BinaryFunction) {
    // Quotients between 2.07 and 2.91 have one floor; elsewhere it is enough that a and b differ.
    let isStepped = function == .floorDivide || function == .remainder
    let (low, high) = isStepped ? (1.1..<1.4, 2.9..<3.2) : (0.4..<2, 2.1..<2.9)
    let shapes: [([Int], [Int])] = [
      ([2, 3], [2, 3]), ([2, 1, 3], [4, 1]), ([], [3]), ([3], []), ([1], [2, 2]), ([3, 1], [1, 2]),
    ]
    for (index, (left, right)) in shapes.enumerated() {
      let a = sample(left, in: high, seed: UInt64(index))
      let b = sample(right, in: low, seed: UInt64(index) + 50)
      #expect(gradientError(at: [a, b]) { Tensor.apply(function, $0[0], $0[1]) } < tolerance)
      // Views of the same shapes.
      #expect(
        gradientError(at: [a.transposed(), b.transposed()]) {
          Tensor.apply(function, $0[0].transposed().flipped(), $0[1].transposed().flipped())
        } < tolerance)
      if !isStepped {
        #expect(gradientError(at: [b, a]) { Tensor.apply(function, $0[0], $0[1]) } < tolerance)
        // One tensor on both sides.
        #expect(gradientError(at: [b]) { Tensor.apply(function, $0[0] + 2, $0[0]) } < tolerance)
      }
    }
  }

  // MARK: Other primitives

  /// Operations that consist of a primitive each, by its name; squared where it would be linear.
  private static let operations: [String: [Operation]] = [
    "Comparison": [{ ($0 .> 0.3).cast(to: .float64) * $0.squared() }],
    "Select": [
      { .where($0 .> 0.3, $0.exp(), $0.squared()) },
      { .where($0[0] .> 0.3, $0, $0[..., ..<1].sin()) }, { $0.clipped(to: -0.5...0.7).squared() },
    ],
    "Cast": [{ Tensor.apply(Cast(type: .float64), $0).squared() }],
    "Sum": axes.map { axes in { $0.sum(axes: axes, keepingDimensions: true).squared() } },
    "RemovingSum": axes.map { axes in { $0.sum(axes: axes).squared() } },
    "Extremum": axes.flatMap { axes -> [Operation] in
      [{ $0.max(axes: axes).squared() }, { $0.min(axes: axes, keepingDimensions: true).exp() }]
    },
    "ArgumentSort": [{ $0.argsort(axis: 1).cast(to: .float64) * $0.squared() }],
    "ExtremumIndex": [{ $0.argmax(axis: 1).cast(to: .float64) * $0.squared().sum(axis: 1) }],
    "CumulativeSum": (0..<3).map { axis in { $0.cumulativeSum(axis: axis).squared() } },
    "Reshape": [{ $0.flattened().squared() }, { $0.unsqueezed(axis: 1).squeezed().sin() }],
    "Permute": [{ $0.permuted(to: [2, 0, 1]).squared() }, { $0.transposed(0, -1).exp() }],
    "Broadcast": [
      { $0.unsqueezed(axis: 1).expanded(to: [2, -1, 3, -1, -1]).sin() }, { $0.tiled([2, 1, 2]).squared() },
      { $0.repeated(3, axis: 1).squared() },
    ],
    "Slice": [
      { $0[0, .reversed, .every(2)].squared() }, { $0.flipped(axes: 0, 2).squared() },
      { $0.split(count: 2, axis: 1)[0].squared() },
    ],
    "Unslice": [
      { x in
        let slice = Slice(starts: [0, x.shape[1], 1], steps: [2, -1, 1], shape: x.shape)
        return Tensor.apply(
          Unslice(slice: slice, shape: [2 * x.shape[0], x.shape[1] + 1, x.shape[2] + 2]), x
        ).squared()
      }
    ],
    "Pad": [{ $0.padded([(1, 0), (0, 2), (1, 1)], value: 3).squared() }],
    "Concatenate": [
      { .concatenate([$0, $0.squared(), $0[..., ..<0]], axis: 2).exp() }, { .stack([$0, $0 * $0], axis: 1).sin() },
    ],
    "Take": [{ $0.taking(Tensor([0, -1, 0] as [Int]), axis: 1).squared() }, { $0[..., [0, 0]].squared() }],
    "PutAdd": [
      { x in
        let places = Tensor((0..<x.shape[1]).map { $0 / 2 })
        return Tensor.apply(PutAdd(axis: 1, size: 3), x, places).squared()
      }
    ],
    "Gather": [
      { $0.gather(places($0, axis: 0), axis: 0).squared() }, { $0.sorted(descending: true).squared() },
      { $0.topK(1, axis: 0).values.exp() },
    ],
    "ScatterAdd": [{ $0.scatterAdd(places($0, axis: 2), $0.sin(), axis: 2).squared() }],
    "MatrixProduct": [{ $0.matmul($0.transposed(1, 2)) }, { $0.transposed(1, 2).matmul($0[0]).sin() }],
    "CustomOperation": [
      { x in
        Tensor.withDerivative(of: [x], value: { $0[0].power(3) }) { cotangent, inputs, _ in
          [cotangent * 3 * inputs[0].squared()]
        }
      }
    ],
  ]

  private static let axes: [[Int]] = [[], [0], [1], [2], [0, 2], [1, 2], [-1, 0, 1]]

  /// Places along an axis that repeat some and leave out others, in the shape of `x`.
  private static func places(_ x: Tensor, axis: Int) -> Tensor {
    Tensor(shape: x.shape, (0..<x.count).map { $0 * 5 / 2 % x.shape[axis] })
  }

  @Test(arguments: operations.keys.sorted())
  func structural(_ name: String) throws {
    for operation in try #require(Self.operations[name]) {
      for seed in 1...2 as ClosedRange<UInt64> { #expect(worstError(seed: seed, of: operation) < tolerance) }
    }
  }

  @Test func noPrimitiveIsForgotten() throws {
    let sources = URL(filePath: #filePath).appending(path: "../../../../Sources/MyelinCore").standardized
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.allObjects as? [URL]
    var declared: Set<String> = []
    for file in try #require(files) where file.pathExtension == "swift" {
      for match in try String(contentsOf: file, encoding: .utf8).matches(
        of: #/(?:struct|enum|class) (\w+)(?:<[^>]*>)?: (?:\w+, )*(?:Unary|Binary)?Primitive\b/#)
      {
        declared.insert(String(match.1))
      }
    }
    // `Materialize` is the compiler's own; indices have no derivative; sums that remove their axes are in the tests of sums;
    // functions of different types in `MixedTypeTests`.
    let others = [
      "UnaryFunction", "BinaryFunction", "MixedBinaryFunction", "Materialize", "CheckedIndices", "RemovingSum",
    ]
    #expect(declared == Set(Self.operations.keys).union(others))
  }

  // MARK: What is composed of primitives

  @Test(arguments: axes)
  func composedReductions(_ axes: [Int]) {
    let operations: [Operation] = [
      { $0.squared().mean(axes: axes) }, { $0.prod(axes: axes, keepingDimensions: true) },
      { $0.logSumExp(axes: axes) }, { $0.variance(axes: axes) }, { ($0 * 2).norm(axes: axes) },
    ]
    for operation in operations { #expect(worstError(in: 0.5..<2, seed: 3, of: operation) < tolerance) }
  }

  @Test func compositions() {
    // No two elements are equal, so that the deviation isn't 0.
    let deviation: Operation = { x in (x + Tensor.arange(x.shape[1]).unsqueezed(axis: 1) * 5).standardDeviation() }
    let operations: [Operation] = [
      deviation, { $0.softmax(axis: 1) }, { $0.logSoftmax() }, { $0.logSigmoid() }, { $0.squared().reciprocal() },
      { $0.norm(order: 1, axis: 1) }, { $0.norm(order: 3, axis: 1) }, { $0.norm(order: .infinity, axis: 1) },
      { $0.matmul($0.transposed(1, 2)).trace() }, { $0.flattened().outer($0.flattened()).sin() },
      { $0.flattened().dot($0.flattened().sin()) },
    ]
    for operation in operations { #expect(worstError(in: 0.5..<2, seed: 4, of: operation) < tolerance) }
  }

  @Test func severalInputs() {
    let indices = Tensor([[0, 2, 2, 1], [1, 1, 0, 2]] as [[Int]])
    #expect(
      gradientError(at: [sample([3, 4]), sample([2, 4], seed: 3)]) {
        $0[0].scatterAdd(indices, $0[1], axis: 0).squared()
      }
        < tolerance)
    #expect(
      gradientError(at: [sample([2, 3]), sample([3])]) { .where([true, false, true], $0[0].exp(), $0[1] * $0[0]) }
        < tolerance)
    #expect(
      gradientError(at: [sample([2, 1]), sample([2, 3], seed: 2)]) {
        .concatenate([$0[0], $0[1], $0[0]], axis: 1).sin()
      }
        < tolerance)
  }

  @Test func productsWithZeros() {
    let x: Tensor = Tensor([0, 2, 3, 0.5], type: .float64)
    #expect(gradient(at: x) { $0.prod() }.scalars == [3, 0, 0, 0])
    #expect(gradientError(at: [x]) { $0[0].prod() } < tolerance)
  }

  @Test func matrixProducts() {
    let shapes: [([Int], [Int])] = [
      ([2, 3], [3, 4]), ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 2, 3], [3, 2]), ([2, 1, 2, 3], [3, 3, 2]),
      ([1, 3], [3, 1]),
    ]
    for (left, right) in shapes {
      let (a, b) = (sample(left), sample(right, seed: 9))
      #expect(gradientError(at: [a, b]) { $0[0].matmul($0[1]).squared() } < tolerance)
      #expect(gradientError(at: [a, b]) { $0[0].flipped().matmul($0[1].flipped()).sin() } < tolerance)
    }
    #expect(gradientError(at: [sample([3, 3])]) { $0[0].transposed().matmul($0[0])[..., .reversed] } < tolerance)
  }
}
