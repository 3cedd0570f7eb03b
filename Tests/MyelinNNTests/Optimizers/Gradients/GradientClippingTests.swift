import Myelin
import Testing

@Suite struct GradientClippingTests {
  private func clipping(_ kind: String, _ limit: Double) -> GradientClipping {
    switch kind {
    case "value": .value(limit)
    case "norm": .norm(limit)
    default: .globalNorm(limit)
    }
  }

  @Test func followsPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    let network = fixture.network()
    let gradients = network.lossWithGradient().gradient.map { 20 * $0 }
    for expected in fixture.clipped {
      let clipping = clipping(expected.kind, expected.limit)
      let compiled = compile { (gradients: [Tensor]) in [globalNorm(of: gradients)] + clipping.clipped(gradients) }
      for results in [compiled(gradients), [globalNorm(of: gradients)] + clipping.clipped(gradients)] {
        #expect(abs(results[0].scalar - expected.norm) < 1e-5 * expected.norm)
        for (ours, theirs) in zip(results.dropFirst(), expected.gradients) {
          #expect(ours.isClose(to: theirs.tensor(.float32), relative: 1e-5, absolute: 1e-7), "\(expected.kind)")
        }
      }
    }
  }

  @Test func ofAModule() {
    struct Pair: Module {
      @Parameter var w = Tensor([0, 0])
    }
    let model = Pair()
    let gradient = gradient(at: model) { (model.w * [6, 8]).sum() }
    #expect(gradient.globalNorm.scalar == gradient.norm)
    let clipped = gradient.clipped(by: .globalNorm(1))
    #expect(abs(clipped.norm - 1) < 1e-5)
    #expect(gradient.clipped(by: .value(7)).tensors[0].scalars == [6, 7])
    let compiled = compile { (x: Tensor) in
      valueWithGradient(at: model) { (model.w * x).sum() }.gradient.globalNorm
    }
    #expect(compiled([3, 4]).scalar == 5)
  }

  /// An optimizer that clips does what one does that is given clipped gradients; also if it begins to later.
  @Test func byAnOptimizer() throws {
    let fixture = try OptimizersFixture.shared.get()
    let (network, other) = (fixture.network(), fixture.network())
    let (optimizer, plain) = (Adam(learningRate: 0.01), Adam(learningRate: 0.01))
    let step = compile { network.step(optimizer) }
    for round in 0..<10 {
      if round == 5 { optimizer.clipping = .globalNorm(0.05) }
      let loss = step()
      let (expected, gradient) = other.lossWithGradient()
      plain.update(other.weights, along: round < 5 ? gradient : GradientClipping.globalNorm(0.05).clipped(gradient))
      #expect(loss.isClose(to: expected, relative: 1e-5, absolute: 1e-6), "step \(round)")
    }
    #expect(step.recordingCount == 2)
  }

  @Test func aLimitOfZeroStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GradientClipping.norm(0).clipped([[1]])
    }
    #expect(message(result).contains("GradientClipping: the limit 0.0 must be above 0"))
  }
}
