import Myelin
import Testing

/// 40 steps of every optimizer against PyTorch's losses.
@Suite struct UpdateRuleTests {
  private func expectClose(_ ours: Double, _ theirs: Double, _ text: String) {
    #expect(abs(ours - theirs) <= 1e-5 * abs(theirs), "\(text): \(ours), not \(theirs)")
  }

  @Test func stepsFollowPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.runs {
      let (network, optimizer) = (fixture.network(), run.makeOptimizer())
      for (number, expected) in run.losses.enumerated() {
        expectClose(network.step(optimizer).scalar, expected, "\(run.optimizer) \(run.arguments), step \(number)")
      }
    }
  }

  @Test func compiledStepsFollowPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.runs {
      let (network, optimizer) = (fixture.network(), run.makeOptimizer())
      let step = compile { network.step(optimizer) }
      for (number, expected) in run.losses.enumerated() {
        expectClose(step().scalar, expected, "\(run.optimizer) \(run.arguments), compiled step \(number)")
      }
      #expect(step.recordingCount == 1)
    }
  }

  /// What one optimizer remembered makes another one go on, bit for bit, eager and compiled.
  @Test func stateMovesToAnotherOptimizer() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.runs {
      let network = fixture.network()
      let (first, second) = (run.makeOptimizer(), run.makeOptimizer())
      first.schedule = .exponential(factor: 0.9)
      second.schedule = .exponential(factor: 0.9)
      for _ in 0..<7 { _ = network.step(first) }
      let copy = FixtureNetwork(
        x: network.x, labels: network.labels, weights: network.weights.map { Variable($0.value) })
      let saved = first.namedState(of: network.parameters).map { ($0.name, $0.variable.value) }
      let state = second.namedState(of: copy.parameters)
      #expect(saved.map(\.0) == state.map(\.name))
      #expect(Set(saved.map(\.0)).count == saved.count)
      for (entry, value) in zip(state, saved) { entry.variable.value = value.1 }
      let (step, copiedStep) = (compile { network.step(first) }, compile { copy.step(second) })
      for round in 0..<6 {
        let same =
          round % 2 == 0
          ? network.step(first).isIdentical(to: copy.step(second)) : step().isIdentical(to: copiedStep())
        #expect(same, "\(run.optimizer) \(run.arguments), step \(round)")
      }
      #expect(network.weights.map(\.value.scalars) == copy.weights.map(\.value.scalars))
    }
  }

  @Test func impossibleSettingsStop() async {
    let messages = [
      message(
        await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = SGD(nesterov: true) }),
      message(
        await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Lion(betas: (0.9, 1)) }),
      message(
        await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = AdamW(weightDecay: -1) }),
    ]
    #expect(
      messages[0].contains("SGD: Nesterov's momentum needs a momentum above 0 and a dampening of 0, not 0.0 and 0.0"))
    #expect(messages[1].contains("Lion: the second beta 1.0 must be at least 0 and below 1"))
    #expect(messages[2].contains("AdamW: the weight decay -1.0 must not be negative"))
  }

  @Test func aRuleOfOnesOwn() {
    final class SignDescent: UpdateRule {
      let state = OptimizerState(learningRate: 0.5)
      let slots = [Slot.first]
      func factors(at moment: StepMoment) -> Tensor { moment.learningRate }
      func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
        let m = 0.9 * memory[.first] + 0.1 * g
        memory[.first] = m
        return w - rate.cast(to: w.type) * m.sign()
      }
    }
    let (variable, optimizer) = (Variable([1, -2]), SignDescent())
    optimizer.clipping = .value(0.1)
    optimizer.update([variable], along: [[5, -3]])
    #expect(variable.value.scalars == [0.5, -1.5])
    #expect(optimizer.namedState(of: [("w", variable)]).map(\.name) == ["learningRate", "w.first"])
  }
}
