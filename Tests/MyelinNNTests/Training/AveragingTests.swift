import Myelin
import Testing

/// Averages of weights that follow the steps of `fit`.
@Suite struct AveragingTests {
  @Test func averagesFollowEveryStep() throws {
    let model = withRandomSeed(1) { Sequential { Dense(2, 1) } }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0.1))
    let average = WeightAverage(decay: 0.5)
    // Begins with the weights before the first step, as the callback's does.
    let begun = WeightAverage(decay: 0.5)
    _ = begun.namedState(of: model.namedParameters)
    try trainer.fit(
      exclusiveOr, epochs: 3, batchSize: 2, seed: 1,
      callbacks: [.averaging(into: average), .afterStep { _ in begun.update(model) }])
    let own = model.allScalars
    let averages = average.withAverages(of: model) { model.allScalars }
    #expect(averages == begun.withAverages(of: model) { model.allScalars })
    #expect(averages != own)
    #expect(model.allScalars == own)
  }
}
