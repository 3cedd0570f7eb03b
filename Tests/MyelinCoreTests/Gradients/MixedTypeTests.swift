import Testing

@testable import MyelinCore

/// Arithmetic of tensors of different types gives what converting them first gives, to the bit, in values and derivatives.
@Suite struct MixedTypeTests {
  private typealias Operation = @Sendable (Tensor, Tensor) -> Tensor

  private static let operations: [Operation] = [{ $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }]

  /// Few elements, many, and shapes that repeat each other in every way.
  private static let shapes: [([Int], [Int])] = [
    ([], []), ([3], [3]), ([1, 2], [2]), ([2], [1, 2]), ([1], []), ([], [1, 1]), ([4], [1]), ([1, 1], [5]),
    ([2, 1], [1, 3]),
    ([3, 1], [3]), ([0], []), ([2, 0], [1]), ([40], [40]), ([31], []), ([6, 7], [7]),
  ]

  private static let types: [(DType, DType)] = [
    (.float32, .float64), (.float64, .float32), (.int64, .float32), (.float64, .int32), (.bool, .float64),
    (.int32, .int64), (.int64, .bool),
  ]

  private func sample(_ shape: [Int], _ type: DType, seed: UInt64) -> Tensor {
    (Tensor.randomNormal(shape, from: RandomSource(seed: seed)) * 3 + 5).cast(to: type)
  }

  /// The sum of what an operation gives, weighted so that every element counts differently.
  private func loss(_ x: Tensor) -> Tensor {
    (x * Tensor.arange(x.count).reshaped(to: x.shape).cast(to: x.type)).sum()
  }

  @Test(arguments: types)
  func equalsConversionsFirst(_ left: DType, _ right: DType) {
    let type = left.promoted(with: right)
    for (shape, other) in Self.shapes {
      let (a, b) = (sample(shape, left, seed: 1), sample(other, right, seed: 2))
      for operation in Self.operations {
        let (mixed, same) = (operation(a, b), operation(a.cast(to: type), b.cast(to: type)))
        #expect(mixed.type == same.type && mixed.isIdentical(to: same), "\(shape) \(other)")
        guard same.type.isFloatingPoint else { continue }
        compareGradients(a, b, operation, { operation($0.cast(to: type), $1.cast(to: type)) })
      }
    }
  }

  /// First derivatives, and those of the first derivatives' squares.
  private func compareGradients(_ a: Tensor, _ b: Tensor, _ mixed: Operation, _ converted: Operation) {
    let isFloating = (a.type.isFloatingPoint, b.type.isFloatingPoint)
    func gradients(_ operation: Operation) -> [Tensor] {
      let leaves = (isFloating.0 ? [a] : []) + (isFloating.1 ? [b] : [])
      func first(_ x: [Tensor]) -> Tensor { isFloating.0 ? x[0] : a }
      func second(_ x: [Tensor]) -> Tensor { isFloating.1 ? x[isFloating.0 ? 1 : 0] : b }
      let once = gradient(at: leaves) { loss(operation(first($0), second($0))) }
      let twice = gradient(at: leaves) { x in
        gradient(at: x) { loss(operation(first($0), second($0)).squared()) }
          .map { $0.cast(to: .float64).sum() }.reduce(Tensor(0.0, type: .float64)) { $0 + $1 }
      }
      return once + twice
    }
    for (mine, theirs) in zip(gradients(mixed), gradients(converted)) {
      #expect(mine.type == theirs.type && mine.shape == theirs.shape)
      #expect(mine.isClose(to: theirs, relative: 1e-6, absolute: 1e-12))
    }
  }

  @Test func programsConvertAsBefore() {
    let (a, b) = (sample([3], .float32, seed: 1), sample([3], .float64, seed: 2))
    let program = compile { (x: Tensor, y: Tensor) in x * y - x }
    #expect(program(a, b).isIdentical(to: a * b - a))
  }
}
