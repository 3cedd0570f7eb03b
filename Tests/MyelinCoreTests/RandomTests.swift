import Foundation
import MyelinCore
import Testing

@Suite struct RandomTests {
  private static let makers: [String: @Sendable (RandomSource) -> Tensor] = [
    "uniform": { .randomUniform([3, 5], from: $0) }, "normal": { .randomNormal([3, 5], from: $0) },
    "truncated": { .randomTruncatedNormal([15], from: $0) }, "bernoulli": { .randomBernoulli([40], from: $0) },
    "integers": { .randomIntegers([20], in: -3..<1000, from: $0) }, "permutation": { .randomPermutation(20, from: $0) },
  ]

  @Test(arguments: makers.keys.sorted())
  func theSeedDecidesEveryBit(_ name: String) throws {
    let make = try #require(Self.makers[name])
    let first = make(RandomSource(seed: 7))
    #expect(make(RandomSource(seed: 7)).isIdentical(to: first))
    #expect(!make(RandomSource(seed: 8)).isIdentical(to: first))
    let source = RandomSource(seed: 7)
    #expect(make(source).isIdentical(to: first))
    #expect(!make(source).isIdentical(to: first))
    // In a scope, and in the same way at once on other threads.
    #expect(withRandomSeed(7) { make(.current) }.isIdentical(to: first))
  }

  @Test func aSourceGoesOnWhereItWas() {
    let source = RandomSource(seed: 1)
    _ = Tensor.randomNormal([5], from: source)
    let saved = source.state
    let next = Tensor.randomUniform([4], from: source)
    source.state = saved
    #expect(Tensor.randomUniform([4], from: source).isIdentical(to: next))
    #expect(Tensor.randomUniform([4], from: RandomSource(saved)).isIdentical(to: next))
  }

  @Test func scopesDontMeet() async {
    let expected = withRandomSeed(3) { Tensor.randomNormal([100]) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { withRandomSeed(3) { Tensor.randomNormal([100]) }.isIdentical(to: expected) }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  /// Whether a mean of independent numbers lies within five standard errors of what it should be.
  private func expectMean(
    _ x: Tensor, _ mean: Double, deviation: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = 5 * deviation / Double(x.count).squareRoot()
    #expect((x.cast(to: .float64).mean().scalar - mean).magnitude < error, sourceLocation: sourceLocation)
  }

  @Test(arguments: [DType.float32, .float64])
  func momentsOfRealNumbers(_ type: DType) {
    let source = RandomSource(seed: 11)
    let uniform = Tensor.randomUniform([200_000], in: -1..<3, type: type, from: source)
    #expect(uniform.type == type)
    #expect(uniform.min().scalar >= -1)
    #expect(uniform.max().scalar < 3)
    expectMean(uniform, 1, deviation: 4 / 12.0.squareRoot())
    expectMean((uniform - 1).squared(), 16.0 / 12, deviation: 1.2)
    let normal = Tensor.randomNormal([200_000], mean: 2, standardDeviation: 3, type: type, from: source)
    expectMean(normal, 2, deviation: 3)
    let standard = (normal - 2) / 3
    expectMean(standard.squared(), 1, deviation: 2.0.squareRoot())
    expectMean(standard.power(3), 0, deviation: 15.0.squareRoot())
    expectMean(standard.power(4), 3, deviation: 96.0.squareRoot())
    expectMean((standard .< 1).cast(to: .float64), 0.841_344_746, deviation: 0.37)
    let truncated = Tensor.randomTruncatedNormal([200_000], type: type, from: source)
    #expect(truncated.abs().max().scalar <= 2)
    expectMean(truncated.squared(), 0.773_741_3, deviation: 1)
  }

  @Test func wholeNumbersAreEquallyLikely() {
    let source = RandomSource(seed: 4)
    let dice = Tensor.randomIntegers([60_000], in: 1..<7, from: source)
    #expect(dice.type == .int64)
    for face in 1...6 { expectMean((dice .== face).cast(to: .float64), 1.0 / 6, deviation: 0.373) }
    let coins = Tensor.randomBernoulli([60_000], probability: 0.3, from: source)
    #expect(((coins .== 0) .| (coins .== 1)).all().elements(as: Bool.self) == [true])
    expectMean(coins, 0.3, deviation: 0.46)
    // Fast loops draw the same numbers as the generator, wherever it stands.
    for (start, count) in [(0, 1), (1, 1), (3, 2), (0, 70), (5, 71), (7, 0)] as [(UInt64, Int)] {
      var generator = Philox(seed: 7, stream: 1 << 40)
      generator.position = start
      let source = RandomSource(generator)
      let drawn = Tensor.randomBernoulli([count], probability: 0.3, from: source)
      #expect(drawn.scalars == (0..<count).map { _ in generator.uniform() < 0.3 ? 1 : 0 })
      #expect(source.state.position == generator.position)
      #expect(source.draw { $0.next() } == generator.next())
    }
    #expect(Tensor.randomBernoulli([100], probability: 0, from: source).sum().scalar == 0)
    #expect(Tensor.randomBernoulli([100], probability: 1, from: source).sum().scalar == 100)
  }

  @Test func permutationsHoldEveryNumberOnce() {
    let source = RandomSource(seed: 2)
    for count in [0, 1, 2, 3, 100] {
      let order = Tensor.randomPermutation(count, from: source)
      #expect(order.sorted(axis: 0).isIdentical(to: .arange(count)))
    }
    var counts: [[Double]: Int] = [:]
    for _ in 0..<6_000 { counts[Tensor.randomPermutation(3, from: source).scalars, default: 0] += 1 }
    #expect(counts.count == 6)
    for count in counts.values { #expect((count - 1000).magnitude < 150) }
  }
}
