import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct LearningRateSweepTests {
  private static func trainer(_ optimizer: any Optimizer) -> (Trainer<Sequential>, Dataset) {
    withRandomSeed(4) {
      let model = Sequential {
        Dense(4, 16, activation: .tanh); Dense(16, 3)
      }
      let x = Tensor.randomNormal([90, 4])
      let data = Dataset(x, x[AxisSlice.all, 0..<3].argmax(axis: 1))
      return (Trainer(model, loss: softmaxCrossEntropy, optimizer: optimizer), data)
    }
  }

  @Test func findsARateAndPutsAllBack() throws {
    let optimizer = Adam()
    optimizer.schedule = .cosine(over: 100)
    optimizer.groups = [ParameterGroup(named: "*.bias", weightDecay: 0.1)]
    let (trainer, data) = Self.trainer(optimizer)
    try withRandomSeed(8) {
      try trainer.fit(data, epochs: 2)
      func state() -> [String] {
        (trainer.model.namedParameters + optimizer.namedState(of: trainer.model.namedParameters)).map {
          "\($0.name): \($0.variable.value.scalars)"
        }
      }
      let (before, draws) = (state(), RandomSource.current.state)
      let sweep = try trainer.findLearningRate(on: data, batchSize: 16, rates: 1e-5...10, steps: 80)
      #expect(state() == before)
      #expect(RandomSource.current.state == draws)
      #expect(sweep.hasDiverged || sweep.learningRates.count == 80)
      #expect(sweep.losses.count == sweep.learningRates.count)
      #expect(sweep.smoothedLosses.count == sweep.learningRates.count)
      #expect(abs((sweep.learningRates.first ?? 0) - 1e-5) < 1e-12)
      let suggestion = try #require(sweep.suggestion)
      #expect(suggestion > 1e-3 && suggestion < 1, "\(suggestion)")
      #expect(suggestion < (sweep.rateOfLowestLoss ?? 0))
    }
  }

  @Test func divergenceEndsTheSweep() throws {
    let (trainer, data) = Self.trainer(SGD())
    let sweep = try withRandomSeed(2) {
      try trainer.findLearningRate(on: data, rates: 1e-3...1e6, steps: 60, divergence: 2)
    }
    #expect(sweep.hasDiverged)
    #expect(sweep.learningRates.count < 60)
    #expect(trainer.optimizer.learningRate == 0.01)
    #expect(throws: TrainingError.noSamples) { try trainer.findLearningRate(on: data.taking(Tensor([] as [Int]))) }
  }

  @Test func figure() async throws {
    let (trainer, data) = Self.trainer(Adam())
    let sweep = try withRandomSeed(8) { try trainer.findLearningRate(on: data, batchSize: 16) }
    let figure = sweep.figure()
    #expect(figure.xLogarithmic)
    if let folder = ProcessInfo.processInfo.environment["MYELIN_FIGURES"] {
      try await figure.write(to: "\(folder)/learning-rates.png")
      try await sweep.figure(theme: .dark).write(to: "\(folder)/learning-rates-dark.png")
    }
  }
}
