import Foundation
import Myelin
import Synchronization
import TestSupport
import Testing

@testable import MyelinFormats

/// Checkpoints in files: written when they should be, read back whole, refused when they don't fit.
@Suite struct ResumeTests {
  private let data = withRandomSeed(1) { Dataset(.randomNormal([10, 2]), .randomNormal([10, 1])) }

  private func trainer(_ optimizer: any Optimizer = Adam(learningRate: 0.05), width: Int = 3) -> Trainer<Sequential> {
    let model = withRandomSeed(2) {
      Sequential {
        Dense(2, width, activation: .tanh)
        Dense(width, 1)
      }
    }
    return Trainer(model, loss: meanSquaredError, optimizer: optimizer, metrics: [.meanAbsoluteError])
  }

  private struct Stop: Error {}

  @Test func aRunGoesOnWhereItStopped() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    let whole = trainer()
    let expected = try whole.fit(data, validationSplit: 0.2, epochs: 6, batchSize: 3, seed: 3)
    for interval in [Interval.epochs(1), .epochs(2), .steps(1), .steps(4)] {
      for stop in [1, 5, 9] {
        let stopped = trainer()
        #expect(throws: Stop.self) {
          try stopped.fit(
            data, validationSplit: 0.2, epochs: 6, batchSize: 3, seed: 3,
            callbacks: [
              .checkpoint(to: path, every: interval), .afterStep { if $0.step == stop { throw Stop() } },
            ], resumingFrom: path)
        }
        let resumed = trainer()
        let history = try resumed.fit(
          data, validationSplit: 0.2, epochs: 6, batchSize: 3, seed: 3, callbacks: [.checkpoint(to: path)],
          resumingFrom: path)
        #expect(history == expected)
        #expect(resumed.model.allTensors == whole.model.allTensors)
        // A run that is done is done.
        let again = trainer()
        #expect(
          try again.fit(data, validationSplit: 0.2, epochs: 6, batchSize: 3, seed: 3, resumingFrom: path) == expected)
        #expect(again.model.allTensors == whole.model.allTensors)
        try FileManager.default.removeItem(atPath: path)
      }
    }
    #expect(try folder.names.isEmpty)
  }

  @Test func aCancelledRunSavesWhereItStopped() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    let whole = trainer()
    try whole.fit(data, epochs: 6, batchSize: 3, seed: 3)
    let stopped = trainer()
    let data = data
    let task = Task {
      try await stopped.fit(
        concurrently: data, epochs: 6, batchSize: 3, seed: 3,
        callbacks: [
          .checkpoint(to: path, every: .epochs(100)),
          .afterStep { if $0.step == 6 { withUnsafeCurrentTask { $0?.cancel() } } },
        ])
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    let resumed = trainer()
    let steps = Mutex<[Int]>([])
    try await resumed.fit(
      concurrently: data, epochs: 6, batchSize: 3, seed: 3,
      callbacks: [.afterStep { state in steps.withLock { $0.append(state.step) } }], resumingFrom: path)
    #expect(steps.withLock { $0 } == Array(7...24))
    #expect(resumed.model.allTensors == whole.model.allTensors)
  }

  @Test func theBestEpochIsKept() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("best.checkpoint")
    let best = Mutex<[Tensor]>([])
    let trainer = trainer(Adam(learningRate: 0.5))
    let history = try trainer.fit(
      data, validationSplit: 0.3, epochs: 20, seed: 3,
      callbacks: [
        .checkpoint(to: path, bestOnly: true),
        .afterEpoch { state in
          if state.history.validationLosses.last == state.history.validationLosses.min() {
            best.withLock { $0 = state.variables.map(\.value) }
          }
        },
      ])
    #expect(history.validationLosses.last != history.validationLosses.min())
    let other = self.trainer()
    try other.model.load(from: path)
    #expect(other.model.allTensors == best.withLock { $0.map(\.scalars) })
  }

  @Test func anotherRunsCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try trainer().fit(data, callbacks: [.checkpoint(to: path)])
    func error(_ trainer: Trainer<Sequential>, _ data: Dataset? = nil, batchSize: Int = 32) throws -> FileError {
      let before = trainer.model.allTensors
      let error = try fileError {
        try trainer.fit(data ?? self.data, epochs: 2, batchSize: batchSize, resumingFrom: path)
      }
      #expect(error.kind == .unexpectedContent && error.path == path)
      #expect(trainer.model.allTensors == before)
      return error
    }
    #expect(try error(trainer(SGD())).problem.contains("the optimizer was Adam, and is SGD now"))
    #expect(try error(trainer(width: 4)).problem.contains("'layers.0.weight' is float32 [2, 3], not float32 [2, 4]"))
    #expect(try error(trainer(), batchSize: 4).problem.contains("the size of batches was 32, and is 4 now"))
    let small = data.split(fraction: 0.5).0
    #expect(try error(trainer(), small).problem.contains("the number of samples was 10, and is 5 now"))
    // A model's file is no checkpoint.
    try trainer().model.save(to: path)
    #expect(try fileError { try trainer().fit(data, resumingFrom: path) }.kind == .unexpectedContent)
  }

  @Test func everyDamageIsAnError() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try trainer().fit(data, callbacks: [.checkpoint(to: path)])
    let sound = try AtomicFile.read(path)
    let trainer = trainer()
    for length in stride(from: 0, to: sound.count, by: 97) {
      try AtomicFile.write([Array(sound.prefix(length))], to: path)
      #expect(throws: FileError.self) { try trainer.fit(data, resumingFrom: path) }
    }
    for place in stride(from: 0, to: sound.count, by: 61) {
      var bytes = sound
      bytes[place] ^= 0x10
      try AtomicFile.write([bytes], to: path)
      #expect(throws: FileError.self) { try trainer.fit(data, resumingFrom: path) }
    }
  }

  @Test func aNewerCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try ModelFile.write(content: ["checkpoint": 99], tensors: [], to: path)
    let error = try fileError { try trainer().fit(data, resumingFrom: path) }
    #expect(error.kind == .newerVersion)
    #expect(error.description.contains("newer Myelin (checkpoint version 99): update Myelin"))
  }
}

extension Module {
  /// All parameters' and buffers' values, to compare bit by bit.
  var allTensors: [[Double]] { (parameters + buffers).map(\.value.scalars) }
}
