import Myelin
import Testing

/// First weights have the distributions that Keras and PyTorch define.
@Suite struct InitializerTests {
  private static let (fanIn, fanOut) = (300, 200)

  private func draw(_ initializer: Initializer, seed: Int = 1) -> Tensor {
    withRandomSeed(seed) { initializer([Self.fanIn, Self.fanOut], fanIn: Self.fanIn, fanOut: Self.fanOut) }
  }

  @Test(arguments: [
    (Initializer.glorotUniform, (6.0 / 500).squareRoot()), (.heUniform, (6.0 / 300).squareRoot()),
    (.fanInUniform, 1 / 300.0.squareRoot()),
  ])
  func uniform(_ initializer: Initializer, limit: Double) {
    let weights = draw(initializer)
    #expect(weights.shape == [300, 200])
    #expect(weights.type == .float32)
    #expect(weights.abs().max().scalar <= limit)
    #expect(weights.max().scalar > 0.999 * limit)
    #expect(weights.min().scalar < -0.999 * limit)
    #expect(abs(weights.mean().scalar) < 0.01 * limit)
    #expect(abs(weights.standardDeviation().scalar / (limit / 3.0.squareRoot()) - 1) < 0.01)
  }

  @Test(arguments: [
    (Initializer.glorotNormal, (2.0 / 500).squareRoot(), false), (.heNormal, (2.0 / 300).squareRoot(), false),
    (.glorotTruncatedNormal, (2.0 / 500).squareRoot(), true), (.heTruncatedNormal, (2.0 / 300).squareRoot(), true),
  ])
  func normal(_ initializer: Initializer, deviation: Double, isTruncated: Bool) {
    let weights = draw(initializer).cast(to: .float64)
    #expect(abs(weights.mean().scalar) < 0.02 * deviation)
    #expect(abs(weights.standardDeviation().scalar / deviation - 1) < 0.01)
    // Truncated at two standard deviations of the normal that was cut, whose own standard deviation is larger.
    let limit = 2 * deviation / 0.87962566103423978
    #expect((weights.abs().max().scalar <= limit * 1.000_001) == isTruncated)
    // The kurtosis tells the truncated normal (2.3655) from the whole one (3).
    let kurtosis = weights.power(4).mean().scalar / weights.variance().squared().scalar
    #expect(abs(kurtosis - (isTruncated ? 2.3655 : 3)) < 0.1)
  }

  @Test func layersUseThem() {
    let dense = withRandomSeed(3) { Dense(40, 60) }
    #expect(dense.weight.abs().max().scalar <= (6.0 / 100).squareRoot())
    #expect(dense.bias.scalars == [Double](repeating: 0, count: 60))
    let torch = withRandomSeed(3) {
      Dense(40, 60, weightInitializer: .fanInUniform, biasInitializer: .fanInUniform)
    }
    #expect(torch.bias.abs().max().scalar <= 1 / 40.0.squareRoot())
    #expect(torch.bias.abs().max().scalar > 0.8 / 40.0.squareRoot())
    // The same seed gives the same layer.
    #expect(withRandomSeed(3) { Dense(40, 60) }.allScalars == dense.allScalars)
    #expect(withRandomSeed(4) { Dense(40, 60) }.allScalars != dense.allScalars)
  }
}
