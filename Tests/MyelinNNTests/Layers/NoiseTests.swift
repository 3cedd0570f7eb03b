import Myelin
import Testing

/// Layers that draw random numbers in training.
@Suite struct NoiseTests {
  private let x = Tensor.ones([100, 100])

  @Test func dropoutDropsAndScales() {
    let y = withRandomSeed(1) { withMode(.training) { Dropout(0.25)(x) } }
    #expect(Set(y.scalars) == [0, Double(Float(1 / 0.75))])
    #expect(abs((y .== 0).mean().scalar - 0.25) < 0.02)
    #expect(abs(y.mean().scalar - 1) < 0.02)
  }

  @Test func inferenceLeavesAlone() {
    for layer in [Dropout(0.5), AlphaDropout(0.5), GaussianNoise(1)] as [any Layer] {
      #expect(layer(x).isIdentical(to: x))
      #expect((layer.inputSize, layer.outputSize, layer.outputSize(for: 7)) == (nil, nil, 7))
    }
  }

  @Test func nothingAndEverythingCanBeDropped() {
    withMode(.training) {
      for layer in [Dropout(0), AlphaDropout(0), GaussianNoise(0)] as [any Layer] {
        #expect(layer([1, 2]).scalars == [1, 2])
      }
      #expect(Dropout(1)([1, 2]).scalars == [0, 0])
      #expect(AlphaDropout(1)([1, 2]).scalars == [0, 0])
      #expect(Dropout(0.5)(Tensor([1, 2] as [Int])).type == .float32)
    }
  }

  @Test func alphaDropoutKeepsMeanAndVariance() {
    let x = withRandomSeed(2) { Tensor.randomNormal([400, 100]) }
    let y = withRandomSeed(3) { withMode(.training) { AlphaDropout(0.2)(x) } }
    #expect(abs(y.mean().scalar) < 0.02)
    #expect(abs(y.variance().scalar - 1) < 0.03)
    // Two lines of PyTorch's: a = 1/√((α²p + 1)(1 − p)), b = a·α·p; what is dropped becomes b − a·α.
    let (p, alpha) = (0.2, 1.7580993408473766)
    let a = 1 / ((alpha * alpha * p + 1) * (1 - p)).squareRoot()
    let dropped = Float(a * alpha * p - a * alpha)
    let kept = zip(x.scalars, y.scalars).filter { abs($1 - Double(dropped)) > 1e-5 }
    #expect(abs(Double(kept.count) / Double(x.count) - 0.8) < 0.01)
    #expect(kept.allSatisfy { abs($1 - ($0 * a + a * alpha * p)) < 1e-5 })
  }

  @Test func gaussianNoiseIsNormal() {
    let noise = withRandomSeed(4) { withMode(.training) { GaussianNoise(0.5)(x) } } - x
    #expect(abs(noise.mean().scalar) < 0.02)
    #expect(abs(noise.standardDeviation().scalar - 0.5) < 0.02)
  }

  @Test func theSeedDecides() {
    for layer in [Dropout(0.5), AlphaDropout(0.5), GaussianNoise(1)] as [any Layer] {
      let program = compile { (x: Tensor) in layer(x) }
      func draws(_ function: (Tensor) -> Tensor) -> [Tensor] {
        withRandomSeed(6) { withMode(.training) { (0..<3).map { _ in function(x) } } }
      }
      let eager = draws { layer($0) }
      for (index, drawn) in draws({ program($0) }).enumerated() {
        #expect(drawn.isIdentical(to: eager[index]), "\(layer)")
      }
      #expect(!eager[0].isIdentical(to: eager[1]))
      #expect(program(x).isIdentical(to: x))
    }
  }

  @Test func probabilitiesOutOfRangeStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Dropout(1.5) }
    #expect(message(result).contains("Dropout(1.5): the probability must be within 0…1"))
    let noise = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GaussianNoise(-1)
    }
    #expect(message(noise).contains("GaussianNoise(-1.0): the standard deviation must be zero or positive"))
  }
}
