import Myelin
import Testing

/// First weights have the distributions that Keras and PyTorch define.
@Suite struct InitializerTests {
  /// What `Tests/Fixtures/functions/initializers.py` wrote.
  private struct Fixture: Decodable {
    struct Distribution: Decodable {
      let name: String
      let deviation: Double
      let kurtosis: Double
      let bounds: [Double]?
      let quantiles: [Double]
    }

    let inputs: Int
    let outputs: Int
    let levels: [Double]
    let distributions: [Distribution]
  }

  private static let initializers: [Initializer] = [
    .uniform(), .normal(), .truncatedNormal(), .glorotUniform, .glorotNormal, .glorotTruncatedNormal, .heUniform,
    .heNormal, .heTruncatedNormal, .lecunUniform, .lecunNormal, .lecunTruncatedNormal, .fanInUniform,
  ]

  private func draw(_ initializer: Initializer, seed: Int = 1) -> Tensor {
    withRandomSeed(seed) { initializer([300, 200], fanIn: 300, fanOut: 200) }
  }

  @Test func distributionsAreSciPys() throws {
    let fixture = try loadFixture("functions/initializers.json", as: Fixture.self)
    #expect(fixture.distributions.map(\.name) == Self.initializers.map(\.name))
    let expected = Dictionary(uniqueKeysWithValues: fixture.distributions.map { ($0.name, $0) })
    for initializer in Self.initializers {
      let name: Comment = "\(initializer.name)"
      let theirs = try #require(expected[initializer.name], name)
      let drawn = draw(initializer)
      #expect(drawn.shape == [300, 200])
      #expect(drawn.type == .float32)
      let weights = drawn.cast(to: .float64).flattened()
      let deviation = theirs.deviation
      // 60,000 numbers: the mean is off by about 0.004 deviations, the deviation by 0.003 of itself.
      #expect(abs(weights.mean().scalar) < 0.02 * deviation, name)
      #expect(abs(weights.standardDeviation().scalar / deviation - 1) < 0.01, name)
      let kurtosis = weights.power(4).mean().scalar / weights.variance().squared().scalar
      #expect(abs(kurtosis - theirs.kurtosis) < 0.1, name)
      let sorted = weights.sorted().scalars
      for (level, quantile) in zip(fixture.levels, theirs.quantiles) {
        #expect(abs(sorted[Int(level * 60_000)] - quantile) < 0.05 * deviation, name)
      }
      if let bounds = theirs.bounds {
        #expect(sorted[0] >= bounds[0] * 1.000_001 && sorted[59_999] <= bounds[1] * 1.000_001, name)
        #expect(sorted[0] < bounds[0] * 0.99 && sorted[59_999] > bounds[1] * 0.99, name)
      } else {
        #expect(sorted[59_999] > 3.5 * deviation, name)
      }
      #expect(draw(initializer).isIdentical(to: drawn), name)
      #expect(!draw(initializer, seed: 2).isIdentical(to: drawn), name)
    }
  }

  @Test func constants() {
    #expect(draw(.zeros).isIdentical(to: .zeros([300, 200])))
    #expect(draw(.ones).isIdentical(to: .ones([300, 200])))
    #expect(draw(.constant(0.5)).isIdentical(to: .full([300, 200], 0.5)))
    #expect(draw(.uniform(in: 2..<3)).min().scalar >= 2)
    #expect(abs(draw(.normal(mean: 5, standardDeviation: 0.1)).mean().scalar - 5) < 0.01)
    #expect(Initializer.identity([2, 3], fanIn: 2, fanOut: 3).scalars == [1, 0, 0, 0, 1, 0])
    #expect(Initializer.identity(gain: 3)([2, 2]).scalars == [3, 0, 0, 3])
  }

  @Test func fansAreThoseOfTheShape() {
    func limit(_ initializer: Initializer, _ shape: [Int]) -> Double {
      withRandomSeed(4) { initializer(shape) }.abs().max().scalar
    }
    // Every one of these is the largest of many numbers below the limit.
    #expect(abs(limit(.heUniform, [6, 4000]) - 1) < 0.01)
    #expect(abs(limit(.heUniform, [4000, 6]) - (6.0 / 4000).squareRoot()) < 0.001)
    #expect(abs(limit(.heUniform, [3, 2, 5000]) - 1) < 0.01)
    #expect(abs(limit(.glorotUniform, [3000]) - (6.0 / 6000).squareRoot()) < 0.001)
    let scaled = Initializer.varianceScaling(scale: 6, fan: .outputs, distribution: .uniform)
    #expect(abs(limit(scaled, [4000, 18]) - 1) < 0.01)
    #expect(limit(.heUniform, []) <= 6.0.squareRoot())
    #expect(Initializer.lecunUniform([0]).count == 0)
    let average = Initializer.varianceScaling(fan: .average, distribution: .normal)
    #expect(draw(average).isIdentical(to: draw(.glorotNormal)))
    #expect(draw(.varianceScaling(scale: 2)).isIdentical(to: draw(.heTruncatedNormal)))
  }

  @Test func defaultsOfOthersHaveNames() {
    #expect(draw(.kerasDefault).isIdentical(to: draw(.glorotUniform)))
    #expect(draw(.pyTorchDefault).isIdentical(to: draw(.fanInUniform)))
  }

  @Test(arguments: [[5, 5], [7, 3], [3, 7], [1, 4], [4, 1], [2, 3, 4], [2, 3, 8], [40, 33], [70, 90], [6, 0]])
  func orthogonalMatricesAreOrthogonal(shape: [Int]) {
    let weights = withRandomSeed(5) { Initializer.orthogonal(shape) }
    #expect(weights.shape == shape)
    #expect(weights.type == .float32)
    let columns = shape[shape.count - 1]
    let matrix = weights.cast(to: .float64).reshaped(to: [shape.dropLast().reduce(1, *), columns])
    let isWide = matrix.shape[0] < columns
    let square = isWide ? matrix.matmul(matrix.transposed()) : matrix.transposed().matmul(matrix)
    #expect(square.isClose(to: .eye(min(matrix.shape[0], columns), type: .float64), relative: 0, absolute: 1e-6))
    #expect(withRandomSeed(5) { Initializer.orthogonal(shape) }.isIdentical(to: weights))
    let doubled = withRandomSeed(5) { Initializer.orthogonal(gain: 2)(shape) }
    #expect(doubled.isClose(to: weights * 2))
  }

  @Test func orthogonalMatricesAreEquallyLikely() {
    // By Haar's measure the trace of a 2 × 2 matrix has mean 0 and variance 1, and as many turn as mirror.
    let count = 2000
    let matrices = withRandomSeed(6) { (0..<count).map { _ in Initializer.orthogonal([2, 2]).scalars } }
    let traces = matrices.map { $0[0] + $0[3] }
    #expect(abs(traces.reduce(0, +) / Double(count)) < 0.08)
    #expect(abs(traces.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.08)
    let turning = matrices.filter { $0[0] * $0[3] - $0[1] * $0[2] > 0 }.count
    #expect(abs(Double(turning) / Double(count) - 0.5) < 0.04)
    // The first column is the drawn one, made as long as 1: R's diagonal is positive.
    let (drawn, first) = withRandomSeed(7) {
      (Tensor.randomNormal([2, 3], type: .float64)[0], withRandomSeed(7) { Initializer.orthogonal([3, 2]) })
    }
    #expect(first.transposed()[0].isClose(to: (drawn / drawn.norm()).cast(to: .float32), relative: 1e-6))
  }

  @Test func layersUseThem() {
    let dense = withRandomSeed(3) { Dense(40, 60) }
    #expect(dense.weight.abs().max().scalar <= (6.0 / 100).squareRoot())
    #expect(dense.bias.scalars == [Double](repeating: 0, count: 60))
    let torch = withRandomSeed(3) {
      Dense(40, 60, weightInitializer: .pyTorchDefault, biasInitializer: .pyTorchDefault)
    }
    #expect(torch.bias.abs().max().scalar <= 1 / 40.0.squareRoot())
    #expect(torch.bias.abs().max().scalar > 0.8 / 40.0.squareRoot())
    // The same seed gives the same layer.
    #expect(withRandomSeed(3) { Dense(40, 60) }.allScalars == dense.allScalars)
    #expect(withRandomSeed(4) { Dense(40, 60) }.allScalars != dense.allScalars)
  }

  @Test func shapesWithoutAMeaningStop() async {
    let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Initializer.orthogonal([3])
    }
    #expect(message(vector).contains("orthogonal: needs a matrix of weights, or more axes, got shape [3]"))
    let cube = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Initializer.identity([2, 2, 2])
    }
    #expect(message(cube).contains("identity: needs a matrix of weights, got shape [2, 2, 2]"))
    await #expect(processExitsWith: .failure) { _ = Initializer.varianceScaling(scale: 0) }
  }
}
