import Myelin
import Synchronization
import TestSupport
import Testing

@testable import MyelinNN

/// Training, evaluation and prediction with data from anywhere.
@Suite struct SourceTrainingTests {
  private let data = withRandomSeed(1) {
    Dataset(.randomNormal([50, 3]), .randomIntegers([50], in: 0..<3))
  }

  private func trainer() -> Trainer<Sequential> {
    let model = withRandomSeed(2) {
      Sequential {
        Dense(3, 8, activation: .tanh)
        Dropout(0.2)
        Dense(8, 3)
      }
    }
    return Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 0.01), metrics: [.accuracy])
  }

  /// A source of the same rows, which isn't known to be tensors in memory.
  private var rows: MappedSource { data.map { $0 } }

  @Test func aSourceTrainsLikeTheTensorsInIt() throws {
    for isShuffled in [true, false] {
      for (split, weights) in [(0, nil), (0.3, ClassWeights.balanced), (0, [1, 2, 3])] {
        func run(_ source: some BatchSource) throws -> (History, [[Double]]) {
          let trainer = trainer()
          let history = try trainer.fit(
            source, validation: split == 0 ? data : nil, validationSplit: split, epochs: 3, batchSize: 7,
            shuffled: isShuffled, seed: 4, classWeights: weights)
          return (history, trainer.model.parameters.map(\.value.scalars))
        }
        let expected = try run(data)
        let found = try run(rows)
        #expect(found.0 == expected.0 && found.1 == expected.1)
      }
    }
  }

  @Test func aLoaderSaysHowItIsRead() throws {
    func parameters(_ source: some BatchSource, batchSize: Int? = nil, shuffled: Bool? = nil) throws -> [[Double]] {
      let trainer = trainer()
      try trainer.fit(source, epochs: 2, batchSize: batchSize, shuffled: shuffled, seed: 4)
      return trainer.model.parameters.map(\.value.scalars)
    }
    let expected = try parameters(data, batchSize: 8, shuffled: true)
    for prefetch in [0, 3] {
      #expect(try parameters(DataLoader(data, batchSize: 8, prefetch: prefetch)) == expected)
      #expect(try parameters(DataLoader(rows, batchSize: 8, prefetch: prefetch, threads: 2)) == expected)
    }
    #expect(try parameters(DataLoader(data, batchSize: 8, sampler: .sequential)) != expected)
    #expect(try parameters(data, shuffled: false) == parameters(data, batchSize: 32, shuffled: false))
  }

  @Test func evaluationAndPredictionTakeThem() throws {
    let trainer = trainer()
    let expected = trainer.evaluate(data)
    #expect(try trainer.evaluate(rows) == expected)
    #expect(try trainer.evaluate(rows.loader(batchSize: 1024, shuffled: true)).metrics == expected.metrics)
    let outputs = trainer.predict(data.x)
    #expect(try trainer.predict(rows).isIdentical(to: outputs))
    #expect(try trainer.predict(data).isIdentical(to: outputs))
    var seen: [Double] = []
    try trainer.predict(rows, batchSize: 16) { output, batch in
      #expect(output.shape[0] == batch.count)
      seen += output.scalars
    }
    #expect(seen == outputs.scalars)
    let stream = NumberStream(count: 0).map { Dataset(.zeros([$0.count, 3]), $0.y) }
    #expect(try trainer.predict(stream).count == 0)
    #expect(try trainer.evaluate(stream).loss.isNaN)
  }

  @Test func aStreamIsTrainedOnInPasses() throws {
    let stream = NumberStream(count: 50).map { [data] piece in data.taking(piece.y) }
    let batches = Mutex<[Int]>([])
    func run(_ source: some BatchSource) throws -> (History, [[Double]]) {
      let trainer = trainer()
      let history = try trainer.fit(
        source, epochs: 3, batchSize: source is DataLoader ? nil : 7, shuffled: source is DataLoader ? nil : false,
        seed: 4,
        classWeights: .balanced,
        callbacks: [.afterEpoch { state in batches.withLock { $0.append(state.batches) } }])
      return (history, trainer.model.parameters.map(\.value.scalars))
    }
    let expected = try run(data)
    let found = try run(stream)
    #expect(found.0 == expected.0 && found.1 == expected.1)
    #expect(batches.withLock { $0 } == [8, 8, 8, 8, 8, 8])
    let shuffled = DataLoader(streaming: stream, batchSize: 7, shuffleBuffer: 20)
    let once = try run(shuffled)
    let again = try run(shuffled)
    #expect(once.0 == again.0 && once.1 == again.1 && once.1 != expected.1)
    #expect(throws: TrainingError.noSamples) {
      try trainer().fit(NumberStream(count: 0).map { Dataset(.zeros([$0.count, 3]), $0.y) })
    }
    #expect(throws: TrainingError.noSamples) { try trainer().fit(Dataset(.zeros([0, 3]), .zeros([0]))) }
    #expect(throws: TrainingError.noSamples) {
      try trainer().fit(DataLoader(data, batchSize: 100, droppingLast: true))
    }
    #expect(throws: TrainingError.noValidationSamples) {
      try trainer().fit(data, validation: data.split(fraction: 0).0)
    }
  }

  @Test func targetsThatAreNoClassesAreAnError() throws {
    let wrong = Dataset(data.x, data.x[.all, 0])
    let error = #expect(throws: TrainingError.self) { try trainer().fit(wrong, classWeights: .balanced) }
    #expect(error.map { "\($0)".contains("is no class") } == true)
    #expect(throws: TrainingError.self) { try trainer().fit(data, classWeights: [1, 2]) }
    #expect(throws: TrainingError.self) { try trainer().fit(rows, classWeights: [1, 2]) }
  }

  @Test func whatContradictsTheLoaderStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let trainer = Trainer(Sequential { Dense(2, 1) }, loss: meanSquaredError, optimizer: SGD())
      try trainer.fit(DataLoader(exclusiveOr), batchSize: 4)
    }
    #expect(message(result).contains("the loader says how large batches are"))
    let stream = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let trainer = Trainer(Sequential { Dense(1, 1) }, loss: meanSquaredError, optimizer: SGD())
      try trainer.fit(NumberStream(count: 3), validationSplit: 0.5)
    }
    #expect(message(stream).contains("a stream can't be split"))
  }

  /// The steps before a loss that isn't finite are made once more from a source as well.
  @Test func theOriginOfANaNIsFound() throws {
    let first = data.x.scalars[3 * 40]
    let broken = data.map { batch in
      Dataset(batch.x.scalars[0] == first ? batch.x * Double.nan : batch.x, batch.y)
    }
    let trainer = trainer()
    let error = #expect(throws: TrainingError.self) {
      try trainer.fit(DataLoader(broken, batchSize: 5, sampler: .sequential), epochs: 2, seed: 1)
    }
    guard case .diverged(let epoch, _, let origin) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(epoch == 1 && origin != nil)
    #expect(trainer.model.parameters.allSatisfy { $0.value.scalars.allSatisfy(\.isFinite) })
  }
}
