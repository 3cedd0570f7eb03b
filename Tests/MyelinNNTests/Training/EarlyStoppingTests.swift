import Myelin
import Synchronization
import Testing

/// Early stopping and learning rates that depend on how epochs go.
@Suite struct EarlyStoppingTests {
  /// A model whose metric follows a script: one number per epoch, whatever it does.
  private func fit(
    _ script: [Double], callbacks: [Callback], rate: Double = 1,
    model: Sequential = withRandomSeed(0) { Sequential { Dense(2, 1) } }
  ) throws -> (history: History, rates: [Double]) {
    let place = Mutex(0)
    // Called once per epoch with validation data, and once per step with the data themselves, of one sample more.
    let metric = Metric(name: "script") { _, target in
      guard target.count == 4 else { return 0 }
      return place.withLock { place in
        place += 1
        return script[place - 1]
      }
    }
    let rates = Mutex<[Double]>([])
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: rate), metrics: [metric])
    let history = try trainer.fit(
      Dataset(.ones([5, 2]), .zeros([5, 1])), validation: Dataset(.ones([4, 2]), .zeros([4, 1])), epochs: script.count,
      callbacks: callbacks + [.afterEpoch { state in rates.withLock { $0.append(state.learningRate) } }])
    return (history, rates.withLock { $0 })
  }

  @Test func watchesAnyMetricInBothDirections() throws {
    let script = [1, 3, 2, 2, 5, 4, 3, 2, 1, 0.5, 0.4, 0.3]
    let highest = try fit(
      script, callbacks: [.earlyStopping(patience: 3, monitoring: .highest("script"), restoringBest: false)])
    #expect(highest.history.epochs.count == 8)
    #expect(highest.history.restoredEpoch == nil)
    let lowest = try fit(script, callbacks: [.earlyStopping(patience: 3, monitoring: .lowest("script"))])
    #expect(lowest.history.epochs.count == 4)
    #expect(lowest.history.restoredEpoch == 0)
  }

  @Test func aSmallChangeIsNoImprovement() throws {
    let script = [1, 0.95, 0.9, 0.85, 0.8, 0.75]
    let monitored = Monitor.lowest("script")
    let strict = try fit(script, callbacks: [.earlyStopping(patience: 2, monitoring: monitored, minimumChange: 0.2)])
    // 0.8 isn't lower than 1 by more than 0.2.
    #expect(strict.history.epochs.count == 3)
    let patient = try fit(script, callbacks: [.earlyStopping(patience: 2, monitoring: monitored, minimumChange: 0.07)])
    #expect(patient.history.epochs.count == 6)
  }

  @Test func notANumberIsNoImprovement() throws {
    let script = [1, .nan, .nan, .nan, .nan]
    let result = try fit(script, callbacks: [.earlyStopping(patience: 2, monitoring: .lowest("script"))])
    #expect(result.history.epochs.count == 3)
    #expect(result.history.restoredEpoch == 0)
  }

  /// PyTorch 2.15's `ReduceLROnPlateau(factor=0.5, patience=1, threshold=0.01, threshold_mode="abs", cooldown=2, min_lr=0.1)`.
  @Test func theRateFallsOnPlateausAsInPyTorch() throws {
    let losses = [
      1, 0.9, 0.895, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6,
    ]
    let result = try fit(
      losses,
      callbacks: [
        .reduceLearningRateOnPlateau(
          monitoring: .lowest("script"), factor: 0.5, patience: 1, minimumChange: 0.01, cooldown: 2, minimum: 0.1)
      ])
    #expect(
      result.rates == [
        1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.125, 0.1, 0.1, 0.1, 0.1, 0.1,
      ])
  }

  @Test func theRateFollowsFunctionsOfEpochsAndSteps() throws {
    let perEpoch = try fit([0, 0, 0], callbacks: [.learningRate(perEpoch: { 1 / Double($0 + 1) })])
    #expect(perEpoch.rates == [1, 1 / 2, 1 / 3])
    let seen = Mutex<[Double]>([])
    let model = withRandomSeed(0) { Sequential { Dense(2, 1) } }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD())
    try trainer.fit(
      exclusiveOr, epochs: 2, batchSize: 2,
      callbacks: [
        .afterStep { state in seen.withLock { $0.append(state.learningRate) } },
        .learningRate(perStep: { 0.1 * Double($0 + 1) }),
      ])
    // The first callback sees the rate of the step that has just been made.
    #expect(seen.withLock { $0 } == (1...4).map { 0.1 * Double($0) })
  }

  @Test func anUnknownMetricStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential { Dense(2, 1) }
      let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(), metrics: [.meanAbsoluteError])
      // It is noticed before the first step, not after the first epoch.
      try trainer.fit(
        exclusiveOr,
        callbacks: [
          .earlyStopping(patience: 1, monitoring: .highest("acuracy")), .afterStep { _ in fatalError("a step") },
        ])
    }
    #expect(message(result).contains("there is no metric 'acuracy' among 'meanAbsoluteError'"))
  }
}
