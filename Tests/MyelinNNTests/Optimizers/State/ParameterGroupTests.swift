import Myelin
import Testing

@Suite struct ParameterGroupTests {
  /// Biases with a rate and no decay of their own, under a schedule.
  @Test func followsPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    for isCompiled in [false, true] {
      for isNamed in [false, true] {
        let (network, optimizer) = (fixture.network(), AdamW(learningRate: 0.01, weightDecay: 0.1))
        for (name, variable) in network.parameters { variable.name = name }
        let biases = [network.weights[1], network.weights[3]]
        optimizer.groups = [
          isNamed
            ? ParameterGroup(named: "*.bias", learningRate: 0.05, weightDecay: 0)
            : ParameterGroup(biases, learningRate: 0.05, weightDecay: 0)
        ]
        optimizer.schedule = .step(every: 7, factor: 0.5)
        let step = compile { network.step(optimizer) }
        for (number, expected) in fixture.groups.enumerated() {
          let loss = (isCompiled ? step() : network.step(optimizer)).scalar
          #expect(abs(loss - expected) <= 1e-5 * expected, "step \(number)")
        }
        #expect(step.recordingCount == (isCompiled ? 1 : 0))
        let names = optimizer.namedState(of: network.parameters).map(\.name)
        #expect(names.prefix(4) == ["learningRate", "learningRate.1", "schedule.step", "step"])
      }
    }
  }

  @Test func patterns() {
    let names = ["layers.0.weight", "layers.0.bias", "layers.10.bias", "bias", "head.bias.scale", ""]
    func taken(_ pattern: String) -> [String] {
      names.filter { name in
        let (variable, optimizer) = (Variable([1], name: name), SGD(learningRate: 1))
        optimizer.groups = [ParameterGroup(named: pattern, learningRate: 0)]
        optimizer.update([variable], along: [[1]])
        return variable.value.scalars == [1]
      }
    }
    #expect(taken("*.bias") == ["layers.0.bias", "layers.10.bias"])
    #expect(taken("*bias*") == ["layers.0.bias", "layers.10.bias", "bias", "head.bias.scale"])
    #expect(taken("layers.0.*") == ["layers.0.weight", "layers.0.bias"])
    #expect(taken("l*s.*.b*s") == ["layers.0.bias", "layers.10.bias"])
    #expect(taken("bias") == ["bias"])
    #expect(taken("bias*bias") == [])
    #expect(taken("*") == names)
  }

  /// The first group that takes a parameter has it; a change of groups reaches compiled steps.
  @Test func theFirstGroupCounts() {
    struct Pair: Module {
      @Parameter var w = Tensor([0])
      @Parameter var b = Tensor([0])
    }
    let (first, second) = (Pair(), Pair())
    let optimizer = SGD(learningRate: 1)
    let variables = first.parameters + second.parameters
    let step = compile { optimizer.update(variables, along: variables.map { $0.value.onesLike() }) }
    step()
    #expect(variables.map(\.value.scalars) == [[-1], [-1], [-1], [-1]])
    optimizer.groups = [ParameterGroup(of: second, learningRate: 0.5), ParameterGroup(variables, learningRate: 2)]
    step()
    #expect(variables.map(\.value.scalars) == [[-3], [-3], [-1.5], [-1.5]])
  }
}
