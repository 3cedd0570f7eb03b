import Testing

@testable import MyelinCore

/// Hundreds of graphs of random operations give what they give without `compile`.
@Suite struct RandomProgramTests {
  private func check(_ program: RandomProgram, _ type: DType, sourceLocation: SourceLocation = #_sourceLocation) {
    let function = compile { (x: [Tensor]) in program(x).map(\.tensor) }
    for variant in [0, 1, 0] {
      let arguments = program.arguments(type, variant: variant)
      let results = function(arguments)
      for (index, (result, expected)) in zip(results, program(arguments)).enumerated() {
        if agree(result, expected.tensor, expected.isExact ? .exact : .rounded) { continue }
        Issue.record(
          """
          seed \(program.seed), \(type), \(program.operationCount) operations, result \(index), exact: \(expected.isExact)
          program: \(result)
          closure: \(expected.tensor)
          \(function.program?.description ?? "")
          """, sourceLocation: sourceLocation)
        return
      }
    }
  }

  @Test(arguments: [DType.float32, .float64])
  func values(type: DType) {
    for seed in 0..<400 { check(RandomProgram(seed: UInt64(seed) &* 7919, operationCount: 3 + seed % 20), type) }
  }

  @Test func integers() {
    for seed in 0..<200 { check(RandomProgram(seed: UInt64(seed) &* 104_729, operationCount: 3 + seed % 12), .int64) }
  }

  /// The sum of all results, weighted so that no gradient vanishes by symmetry.
  private static func loss(_ program: RandomProgram, _ arguments: [Tensor]) -> Tensor {
    program(arguments).enumerated().reduce(Tensor.zeros([], type: arguments[0].type)) { sum, next in
      let (index, (tensor, _)) = next
      return sum + ((tensor + Double(index)) * tensor).mean() / Double(index + 2)
    }
  }

  /// Checks one program's gradients, and says whether it has any that are finite.
  private func checkGradients(
    _ program: RandomProgram, _ type: DType, order: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Bool {
    let arguments = program.arguments(type)
    // An empty tensor has no mean.
    guard program(arguments).allSatisfy({ $0.tensor.count > 0 && $0.tensor.type.isFloatingPoint }) else { return false }
    @Sendable func derivative(_ order: Int, _ x: [Tensor]) -> [Tensor] {
      let (value, gradients) = valueWithGradient(at: x) { x in
        order == 1
          ? Self.loss(program, x)
          : derivative(order - 1, x).dropFirst().reduce(Tensor.zeros([], type: type)) { $0 + ($1 * $1).sum() }
      }
      return [value] + gradients
    }
    let function = compile { derivative(order, $0) }
    let (results, expected) = (function(arguments), derivative(order, arguments))
    for (index, (a, b)) in zip(results, expected).enumerated() {
      let isClose = a.shape == b.shape && a.type == b.type && isNear(a, b, type)
      if !isClose {
        Issue.record(
          "seed \(program.seed), \(type), order \(order), result \(index)\nprogram: \(a)\nclosure: \(b)",
          sourceLocation: sourceLocation)
        return false
      }
    }
    return expected.allSatisfy { $0.scalars.allSatisfy(\.isFinite) }
  }

  private func isNear(_ a: Tensor, _ b: Tensor, _ type: DType) -> Bool {
    let scale = b.scalars.reduce(1) { max($0, $1.magnitude) }
    let tolerance = type == .float32 ? 2e-4 : 1e-10
    return zip(a.scalars, b.scalars).allSatisfy { ($0 - $1).magnitude <= tolerance * scale || $0.isNaN && $1.isNaN }
  }

  @Test(arguments: [DType.float32, .float64])
  func gradients(type: DType) {
    let checked = (0..<200).count { seed in
      let program = RandomProgram(
        seed: UInt64(seed) &* 15_485_863 &+ 1, operationCount: 2 + seed % 10, isSmooth: seed % 2 == 0)
      return checkGradients(program, type, order: 1)
    }
    #expect(checked > 150)
  }

  @Test(arguments: [(2, 40), (3, 15)])
  func gradientsOfHigherOrder(order: Int, programs: Int) {
    let checked = (0..<programs).count { seed in
      let program = RandomProgram(
        seed: UInt64(seed) &* 32_452_843 &+ 2, operationCount: 1 + seed % (order == 2 ? 5 : 3), isSmooth: true)
      return checkGradients(program, .float64, order: order)
    }
    #expect(checked > programs * 3 / 4)
  }
}
