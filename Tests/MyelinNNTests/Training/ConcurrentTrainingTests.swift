import Myelin
import Synchronization
import Testing

/// Training in a task: cancellation and events.
@Suite struct ConcurrentTrainingTests {
  private func trainer(_ model: Sequential) -> Trainer<Sequential> {
    Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: 0.05), metrics: [.accuracy])
  }

  private func network() -> Sequential {
    withRandomSeed(0) {
      Sequential {
        Dense(2, 8, activation: .tanh)
        Dense(8, 1)
      }
    }
  }

  @Test func givesWhatFitGives() async throws {
    let (first, second) = (network(), network())
    let history = try trainer(first).fit(exclusiveOr, epochs: 20, batchSize: 2, seed: 4)
    let other = try await trainer(second).fit(concurrently: exclusiveOr, epochs: 20, batchSize: 2, seed: 4)
    #expect(history == other)
    #expect(first.allScalars == second.allScalars)
  }

  @Test func aCancelledTaskStopsAfterAWholeStep() async throws {
    let model = network()
    let trainer = trainer(model)
    let afterSteps = Mutex<[[Double]]>([])
    let task = Task {
      try await trainer.fit(
        concurrently: exclusiveOr, epochs: 1_000_000, batchSize: 2,
        callbacks: [
          .afterStep { state in
            afterSteps.withLock { $0 = [model.allScalars] }
            if state.step == 7 { withUnsafeCurrentTask { $0?.cancel() } }
          }
        ])
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(model.allScalars == afterSteps.withLock { $0[0] })
  }

  @Test func fitItselfStopsInACancelledTask() async {
    let trainer = trainer(network())
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let before = trainer.model.allScalars
      #expect(throws: CancellationError.self) { try trainer.fit(exclusiveOr, epochs: 1000) }
      #expect(trainer.model.allScalars == before)
    }
    await task.value
  }

  @Test func eventsComeInOrder() async throws {
    var texts: [String] = []
    var steps: [TrainingEvent.Step] = []
    for try await event in trainer(network()).progress(
      fitting: exclusiveOr, epochs: 2, batchSize: 1, every: .steps(2))
    {
      switch event {
      case .step(let step):
        texts.append("\(step.epoch).\(step.batch)/\(step.batches)")
        steps.append(step)
      case .epoch(let index, let epoch):
        texts.append("epoch \(index)")
        #expect(epoch.loss == steps.last?.loss)
      case .finished(let history): texts.append("\(history.epochs.count) epochs")
      }
    }
    #expect(texts == ["0.2/4", "0.4/4", "epoch 0", "1.2/4", "1.4/4", "epoch 1", "2 epochs"])
    #expect(steps.map(\.step) == [2, 4, 6, 8])
  }

  @Test func leavingTheLoopCancelsTheTraining() async throws {
    let last = Mutex(0)
    let ended = Mutex(false)
    final class Ending: TrainingObserver {
      let body: () -> Void
      init(_ body: @escaping () -> Void) { self.body = body }
      func trainingCancelled(_ state: TrainingState) throws { body() }
    }
    let events = trainer(network()).progress(
      fitting: exclusiveOr, epochs: .max,
      callbacks: [
        .afterEpoch { state in last.withLock { $0 = state.epoch } },
        Callback { Ending { ended.withLock { $0 = true } } },
      ])
    for try await _ in events { break }
    // Dropping the iterator ends the stream.
    while !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(last.withLock { $0 } >= 0)
  }

  @Test func errorsEndTheEvents() async {
    let empty = Dataset(.zeros([0, 2]), .zeros([0, 1]))
    await #expect(throws: TrainingError.noSamples) {
      for try await _ in trainer(network()).progress(fitting: empty) {}
    }
  }
}
