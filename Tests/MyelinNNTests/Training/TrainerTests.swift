import Myelin
import Synchronization
import TestSupport
import Testing

/// Training from beginning to end.
@Suite struct TrainerTests {
  private func network(seed: Int = 0) -> Sequential {
    withRandomSeed(seed) {
      Sequential {
        Dense(2, 8, activation: .tanh)
        Dense(8, 1)
      }
    }
  }

  private func trainer(_ model: Sequential, learningRate: Double = 0.05) -> Trainer<Sequential> {
    Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: learningRate), metrics: [.accuracy])
  }

  @Test func learnsWhatNoLineSeparates() throws {
    let trainer = trainer(network())
    let history = try trainer.fit(exclusiveOr, epochs: 200, batchSize: 4)
    #expect(history.epochs.count == 200)
    #expect(history.losses[199] < 0.1 * history.losses[0])
    let result = trainer.evaluate(exclusiveOr)
    #expect(result.metrics == ["accuracy": 1])
    #expect(result.loss < history.losses[190])
    let predictions = trainer.predict(exclusiveOr.x, batchSize: 3)
    #expect(predictions.shape == [4, 1])
    #expect(predictions.isClose(to: trainer.model(exclusiveOr.x)))
    #expect((predictions .> 0).elements(as: Bool.self) == [false, true, true, false])
  }

  @Test func theSameSeedTrainsTheSame() throws {
    func train(_ seed: Int) throws -> [Double] {
      try withRandomSeed(seed) {
        let model = network()
        try trainer(model).fit(exclusiveOr, epochs: 3, batchSize: 1)
        return model.allScalars
      }
    }
    #expect(try train(1) == train(1))
    #expect(try train(1) != train(2))
  }

  @Test func everySampleCountsOnceInTheLoss() throws {
    // A learning rate of 0 leaves the model alone: the epoch's loss is the data's, whatever the batches.
    let model = network()
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0), metrics: [.meanAbsoluteError])
    for size in 1...5 {
      let epoch = try trainer.fit(exclusiveOr, batchSize: size).epochs[0]
      let exact = trainer.evaluate(exclusiveOr)
      #expect(abs(epoch.loss - exact.loss) < 1e-6)
      #expect(abs((epoch.metrics["meanAbsoluteError"] ?? 0) - (exact.metrics["meanAbsoluteError"] ?? 1)) < 1e-6)
    }
  }

  @Test func callbacksSeeEveryEpochAndMayStop() throws {
    let seen = Mutex<[Int]>([])
    let history = try trainer(network()).fit(
      exclusiveOr, validation: exclusiveOr, epochs: 10,
      callbacks: [
        .afterEpoch { state in
          seen.withLock { $0.append(state.epoch) }
          if state.epoch == 3 { state.stops = true }
        }
      ])
    #expect(seen.withLock { $0 } == [0, 1, 2, 3])
    #expect(history.validationLosses.count == 4)
    #expect(history.epochs.allSatisfy { $0.validationMetrics?.keys.first == "accuracy" })
  }

  @Test func earlyStoppingGoesBackToTheBestEpoch() throws {
    // The targets of the validation data are the opposite, so that the first epoch is its best.
    let opposite = Dataset(exclusiveOr.x, 1 - exclusiveOr.y)
    let model = network()
    let first = Mutex<[Double]>([])
    let history = try trainer(model).fit(
      exclusiveOr, validation: opposite, epochs: 500, batchSize: 4,
      callbacks: [
        .earlyStopping(patience: 20),
        .afterEpoch { state in
          let losses = state.history.validationLosses
          if losses.last == losses.min() { first.withLock { $0 = model.allScalars } }
        },
      ])
    let best = try #require(
      history.validationLosses.indices.min { history.validationLosses[$0] < history.validationLosses[$1] })
    #expect(history.epochs.count == best + 21)
    #expect(history.restoredEpoch == best)
    #expect(model.allScalars == first.withLock { $0 })
  }

  @Test func checkpointsAreReadBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = network()
    try trainer(model).fit(
      exclusiveOr, validation: exclusiveOr, epochs: 5,
      callbacks: [.progressBar, .earlyStopping(patience: 3), .checkpoint(to: path)])
    let other = network(seed: 9)
    #expect(other.allScalars != model.allScalars)
    try other.load(from: path)
    #expect(other.allScalars == model.allScalars)
    #expect(try folder.names == ["model.safetensors"])
  }

  @Test func divergingAndEmptyDataAreThrown() {
    let model = network()
    let wild = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 1e30))
    #expect(throws: TrainingError.self) { try wild.fit(exclusiveOr, epochs: 50) }
    let empty = Dataset(.zeros([0, 2]), .zeros([0, 1]))
    #expect(throws: TrainingError.noSamples) { try trainer(model).fit(empty) }
    #expect(throws: TrainingError.noValidationSamples) { try trainer(model).fit(exclusiveOr, validation: empty) }
  }
}
