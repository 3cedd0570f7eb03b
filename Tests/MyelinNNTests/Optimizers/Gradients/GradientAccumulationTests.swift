import Myelin
import Testing

@Suite struct GradientAccumulationTests {
  private static let optimizers: [@Sendable () -> any Optimizer] = [
    { SGD(learningRate: 0.1, momentum: 0.9) }, { Adam(learningRate: 0.05) },
    {
      let optimizer = NAdam(learningRate: 0.05)
      optimizer.schedule = .exponential(factor: 0.8)
      optimizer.average = WeightAverage(decay: 0.9)
      return optimizer
    },
  ]

  /// Three batches of 4 make the step of one batch of 12, eager and compiled.
  @Test func equalsOneLargeBatch() {
    let (x, y) = withRandomSeed(3) { (Tensor.randomNormal([24, 3]), Tensor.randomIntegers([24], in: 0..<2)) }
    for make in Self.optimizers {
      func work(_ optimizer: any Optimizer) -> TrainingWork { TrainingWork([3, 5, 2], batch: 1, optimizer: optimizer) }
      let (large, eager, compiled) = (
        work(make()), work(GradientAccumulation(over: 3, make())), work(GradientAccumulation(over: 3, make()))
      )
      let step = compiled.compiled()
      for round in 0..<8 {
        let start = round % 2 * 12
        _ = large.step(x[start..<(start + 12)], y[start..<(start + 12)])
        for part in 0..<3 {
          let range = (start + 4 * part)..<(start + 4 * part + 4)
          let before = compiled.model.allScalars
          _ = eager.step(x[range], y[range])
          _ = step(x[range], y[range])
          #expect((compiled.model.allScalars == before) == (part < 2))
        }
        for (expected, actual) in zip(large.model.parameters, eager.model.parameters) {
          #expect(expected.value.isClose(to: actual.value, relative: 1e-4, absolute: 1e-5), "round \(round)")
        }
        for (expected, actual) in zip(large.model.parameters, compiled.model.parameters) {
          #expect(expected.value.isClose(to: actual.value, relative: 1e-4, absolute: 1e-5), "compiled, round \(round)")
        }
      }
      #expect(step.recordingCount == 1)
      #expect(abs(compiled.optimizer.currentLearningRate - large.optimizer.currentLearningRate) < 1e-12)
    }
  }

  /// A step may be saved between its batches.
  @Test func stateMovesToAnotherOptimizer() {
    let (first, second) = (
      TrainingWork([3, 5, 2], batch: 8, optimizer: GradientAccumulation(over: 2, Adam())),
      TrainingWork([3, 5, 2], batch: 8, optimizer: GradientAccumulation(over: 2, Adam()))
    )
    for _ in 0..<3 { _ = first.step(first.x, first.y) }
    let saved = first.optimizer.namedState(of: first.model.namedParameters).map { ($0.name, $0.variable.value) }
    let state = second.optimizer.namedState(of: second.model.namedParameters)
    #expect(saved.map(\.0) == state.map(\.name))
    for (entry, value) in zip(state, saved) { entry.variable.value = value.1 }
    for (to, from) in zip(second.model.parameters, first.model.parameters) { to.value = from.value }
    for _ in 0..<3 {
      #expect(first.step(first.x, first.y).isIdentical(to: second.step(second.x, second.y)))
    }
    #expect(first.model.allScalars == second.model.allScalars)
  }
}
