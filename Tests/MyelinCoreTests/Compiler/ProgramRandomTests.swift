import Testing

@testable import MyelinCore

/// Random numbers that programs draw.
@Suite struct ProgramRandomTests {
  private static func draws(_ shape: [Int]) -> [Tensor] {
    [
      .randomUniform(shape, in: -1..<2), .randomNormal(shape, type: .float64), .randomTruncatedNormal(shape),
      .randomBernoulli(shape, probability: 0.3), .randomIntegers(shape, in: -3..<9), .randomPermutation(7),
      .randomUniform(shape, type: .float64) + .randomUniform(shape, type: .float64),
    ]
  }

  @Test func theSameStream() {
    let function = compile { (x: Tensor) in [x * 2] + Self.draws([5]) }
    let x = Tensor.ones([3])
    let (results, end) = withRandomSeed(4) { ((0..<3).map { _ in function(x) }, RandomSource.current.state) }
    withRandomSeed(4) {
      for result in results {
        for (a, b) in zip(result, [x * 2] + Self.draws([5])) { #expect(agree(a, b)) }
      }
      var (state, expected) = (end, RandomSource.current.state)
      #expect(state.next() == expected.next())
    }
    #expect(function.recordingCount == 1)
  }

  @Test func theSourceOfTheCaller() {
    let function = compile { Tensor.randomUniform([4]) }
    let expected = withRandomSeed(7) { Tensor.randomUniform([4]) }
    let other = withRandomSeed(8) { Tensor.randomUniform([4]) }
    #expect(withRandomSeed(7) { function() }.isIdentical(to: expected))
    #expect(withRandomSeed(8) { function() }.isIdentical(to: other))
    #expect(withRandomSeed(7) { function() }.isIdentical(to: expected))
  }

  @Test func seedsWithinStartAgain() {
    let body = { withRandomSeed(3) { (Tensor.randomNormal([5]), Tensor.randomUniform([2])) } }
    let function = compile(body)
    let expected = body()
    for _ in 0..<3 {
      let (a, b) = function()
      #expect(a.isIdentical(to: expected.0))
      #expect(b.isIdentical(to: expected.1))
    }
  }

  @Test func sourcesOfTheirOwn() {
    let (first, second) = (RandomSource(seed: 5), RandomSource(seed: 5))
    let function = compile { (Tensor.randomNormal([3], from: first), Tensor.randomNormal([3], from: first)) }
    for _ in 0..<3 {
      let (a, b) = function()
      #expect(a.isIdentical(to: .randomNormal([3], from: second)))
      #expect(b.isIdentical(to: .randomNormal([3], from: second)))
    }
  }

  /// Numbers that are drawn but not used move the source on, as they do without `compile`.
  @Test func unusedDraws() {
    let function = compile { () -> Tensor in
      _ = Tensor.randomUniform([3])
      return Tensor.randomUniform([2])
    }
    let expected = withRandomSeed(1) { () -> Tensor in
      _ = Tensor.randomUniform([3])
      return Tensor.randomUniform([2])
    }
    #expect(withRandomSeed(1) { function() }.isIdentical(to: expected))
  }

  @Test func drawsInGradientsAndLoops() {
    let body = { (x: Tensor) in
      let noisy = gradient(at: x) { x in (x * Tensor.randomNormal([3])).sum() }
      let losses = scan(over: x) { $0 + Tensor.randomUniform([2]) }
      let same = scan(over: x) { x in withRandomSeed(2) { x + Tensor.randomUniform([2]) } }
      return (noisy, losses, same, Tensor.randomUniform([2]))
    }
    let function = compile(body)
    for _ in 0..<2 {
      let (a, b) = (withRandomSeed(9) { function([1, 2, 3]) }, withRandomSeed(9) { body([1, 2, 3]) })
      #expect(agree(a.0, b.0) && agree(a.1, b.1) && agree(a.2, b.2) && agree(a.3, b.3))
    }
  }
}
