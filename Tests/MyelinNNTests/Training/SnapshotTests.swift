import Myelin
import Synchronization
import Testing

@testable import MyelinNN

/// A run that goes on from any of its snapshots ends with the bits of the run that never stopped.
@Suite struct SnapshotTests {
  /// Draws random numbers and keeps a buffer.
  private struct Noise: Layer {
    @Buffer var calls = Tensor(0)

    func callAsFunction(_ input: Tensor) -> Tensor {
      guard Mode.current == .training else { return input }
      calls += 1
      return input + 0.1 * Tensor.randomNormal(input.shape)
    }
  }

  private struct Outcome: Equatable {
    var history: History
    var tensors: [Double]
    var learningRate: Double
    var next: UInt64
  }

  private static let optimizers: [@Sendable () -> any Optimizer] = [
    { SGD(learningRate: 0.1, momentum: 0.9) }, { Adam(learningRate: 0.05, weightDecay: 0.01) },
  ]

  /// Trains from a snapshot on, or from the beginning, and hands out the snapshots of every step and epoch.
  private func train(
    _ optimizer: any Optimizer, from snapshot: TrainingSnapshot? = nil,
    save: @escaping @Sendable (TrainingSnapshot) -> Void = { _ in }
  ) throws -> Outcome {
    let model = withRandomSeed(5) {
      Sequential {
        Dense(2, 6, activation: .tanh)
        Noise()
        Dense(6, 1)
      }
    }
    final class Saver: TrainingObserver {
      let save: (TrainingSnapshot) -> Void
      init(_ save: @escaping (TrainingSnapshot) -> Void) { self.save = save }
      var comesLast: Bool { true }
      func trainingBegan(_ state: TrainingState) throws { save(state.snapshot()) }
      func batchEnded(_ state: TrainingState) throws { save(state.snapshot()) }
      func epochEnded(_ state: TrainingState) throws { save(state.snapshot()) }
    }
    let trainer = Trainer(
      model, loss: meanSquaredError, optimizer: optimizer, metrics: [.meanAbsoluteError, .meanSquaredError])
    let source = RandomSource(seed: 6)
    let data = withRandomSeed(7) { Dataset(.randomNormal([11, 2]), .randomNormal([11, 1])) }
    let history = try RandomSource.$current.withValue(source) {
      try trainer.fit(
        FitArguments(
          data: data, validation: nil, validationSplit: 0.2, epochs: 6, batchSize: 4, isShuffled: true, seed: nil,
          classWeights: nil,
          callbacks: [
            Callback { Saver(save) }, .earlyStopping(patience: 2),
            .reduceLearningRateOnPlateau(factor: 0.5, patience: 0),
          ]), resuming: snapshot)
    }
    return Outcome(
      history: history, tensors: (model.parameters + model.buffers).flatMap(\.value.scalars),
      learningRate: optimizer.learningRate, next: source.draw { $0.next() })
  }

  @Test(arguments: 0..<2) func anySnapshotLeadsToTheSameEnd(optimizer: Int) throws {
    let make = Self.optimizers[optimizer]
    let snapshots = Mutex<[TrainingSnapshot]>([])
    let expected = try train(make()) { snapshot in snapshots.withLock { $0.append(snapshot) } }
    let saved = snapshots.withLock { $0 }
    #expect(saved.count > 10)
    for snapshot in saved {
      let outcome = try train(make(), from: snapshot)
      #expect(outcome == expected, "from epoch \(snapshot.progress.epoch), batch \(snapshot.progress.batch)")
    }
  }

  @Test func aSnapshotOfAnotherRunIsRefused() throws {
    let snapshots = Mutex<[TrainingSnapshot]>([])
    _ = try train(Adam()) { snapshot in snapshots.withLock { $0.append(snapshot) } }
    let snapshot = try #require(snapshots.withLock { $0.last })
    func problem(_ change: (inout TrainingSnapshot) -> Void, _ optimizer: any Optimizer = Adam()) throws -> String {
      var snapshot = snapshot
      change(&snapshot)
      return try #require(throws: ResumeError.self) { try train(optimizer, from: snapshot) }.description
    }
    #expect(try problem({ _ in }, SGD()).contains("the optimizer was Adam, and is SGD now"))
    #expect(try problem { $0.progress.setting.batchSize = 5 }.contains("the size of batches was 5, and is 4 now"))
    #expect(try problem { $0.progress.setting.sampleCount = 5 }.contains("the number of samples"))
    #expect(try problem { $0.progress.setting.metrics = [] }.contains("the list of metrics"))
    #expect(try problem { $0.progress.batch = 4 }.contains("impossible"))
    #expect(try problem { $0.progress.nextEpoch = -1 }.contains("impossible"))
    #expect(try problem { $0.tensors.removeFirst() }.contains("it has no tensor 'layers.0.weight'"))
    #expect(try problem { $0.tensors[0].tensor = .zeros([2]) }.contains("'layers.0.weight' is float32 [2]"))
    #expect(try problem { $0.tensors.removeAll { $0.name == TrainingSnapshot.means } }.contains("no tensor"))
  }
}
