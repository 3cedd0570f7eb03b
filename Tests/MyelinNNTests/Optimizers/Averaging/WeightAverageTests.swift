import Myelin
import Testing

@Suite struct WeightAverageTests {
  /// Updated by the optimizer, eager and compiled.
  @Test func followsPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    for isCompiled in [false, true] {
      let (network, optimizer) = (fixture.network(), SGD(learningRate: 0.5))
      let average = WeightAverage(decay: fixture.averages.decay)
      optimizer.average = average
      let step = compile { network.step(optimizer) }
      for expected in fixture.averages.values {
        _ = isCompiled ? step() : network.step(optimizer)
        let bias = average.namedState(of: network.parameters).first { $0.name == "hidden.bias.average" }
        for (ours, theirs) in zip(bias?.variable.value.scalars ?? [], expected) { #expect(abs(ours - theirs) < 1e-6) }
      }
      #expect(optimizer.namedState(of: network.parameters).contains { $0.name == "output.weight.average" })
    }
  }

  @Test func warmUp() {
    struct Number: Module {
      @Parameter var value = Tensor(0)
    }
    let (number, average) = (Number(), WeightAverage(decay: 0.5, warmUp: true))
    // 1; then 2/11 of it and 9/11 of 2; then 3/12 and 9/12 of 3; later never more than a half is kept.
    var expected = 0.0
    for step in 0..<20 {
      let kept = step == 0 ? 0 : min(Double(1 + step) / Double(10 + step), 0.5)
      number.value = Tensor(Float(step + 1))
      average.update(number)
      expected = kept * expected + (1 - kept) * Double(step + 1)
      #expect(abs(average.withAverages(of: number) { number.value.scalar } - expected) < 1e-5)
      #expect(number.value.scalar == Double(step + 1))
    }
    average.assign(to: number)
    #expect(abs(number.value.scalar - expected) < 1e-5)
  }

  /// Without an update the average is the weights themselves; an error gives the weights back too.
  @Test func weightsComeBack() {
    struct Oops: Error {}
    let (model, average) = (Dense(3, 2), WeightAverage())
    let before = model.allScalars
    #expect(average.withAverages(of: model) { model.allScalars } == before)
    average.update(model)
    model.bias = [5, 6]
    #expect(throws: Oops.self) { try average.withAverages(of: model) { throw Oops() } }
    #expect(model.bias.scalars == [5, 6])
  }
}
