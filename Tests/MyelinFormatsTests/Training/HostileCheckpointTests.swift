import Foundation
import Myelin
import TestSupport
import Testing

@testable import MyelinFormats

/// Checkpoints whose checksum is right, and whose content was made to do harm, or is of a run with other callbacks.
@Suite struct HostileCheckpointTests {
  private let data = withRandomSeed(1) { Dataset(.randomNormal([9, 2]), .randomNormal([9, 1])) }

  private func trainer() -> Trainer<Sequential> {
    let model = withRandomSeed(2) {
      Sequential {
        Dense(2, 2)
        BatchNorm(2)
        Dense(2, 1)
      }
    }
    return Trainer(
      model, loss: meanSquaredError, optimizer: Adam(learningRate: 0.01),
      metrics: [.rSquared, .medianAbsoluteError])
  }

  private func fit(_ path: String, epochs: Int, stop: Int? = nil) throws {
    struct Stop: Error {}
    let callbacks: [Callback] = [
      .earlyStopping(patience: 1), .reduceLearningRateOnPlateau(patience: 1),
      .averaging(into: WeightAverage(decay: 0.9)), .csvLog(to: path + ".csv"), .jsonLog(to: path + ".jsonl"),
      .checkpoint(to: path, every: .steps(1)), .afterStep { if $0.step == stop { throw Stop() } },
    ]
    do {
      try trainer().fit(data, epochs: epochs, batchSize: 4, callbacks: callbacks, resumingFrom: path)
    } catch is Stop {}
  }

  /// Resuming from the file ends with an error that can be printed, or trains.
  private func check(_ content: JSON, _ tensors: [(name: String, tensor: RawTensor)], _ path: String) throws {
    try ModelFile.write(content: content, tensors: tensors, to: path)
    do {
      try fit(path, epochs: 3)
    } catch let error as FileError {
      #expect(error.description.isOneLine)
    } catch let error as TrainingError {
      #expect(error.description.isOneLine)
    }
  }

  @Test func noFieldOfACheckpointCanStopTheProgram() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    for stop in [5, 6] {
      try? FileManager.default.removeItem(atPath: path)
      try fit(path, epochs: 3, stop: stop)
      let (content, tensors) = try ModelFile.read(JSON.self, from: path)
      for (index, changed) in content.withOneChange(to: JSON.hostile).enumerated() where index % 41 == stop {
        try check(changed, tensors, path)
      }
    }
  }

  @Test func noTensorOfACheckpointCanStopTheProgram() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try fit(path, epochs: 3, stop: 5)
    let (content, tensors) = try ModelFile.read(JSON.self, from: path)
    // The optimizer's averages are like each other.
    for (index, (name, tensor)) in tensors.enumerated() where !name.hasPrefix("optimizer/layers") {
      var others: [RawTensor] = [-1, 9.2e18, .nan].map { number in
        tensor.elementType == .float64
          ? RawTensor([Double](repeating: number, count: tensor.count), shape: tensor.shape)
          : RawTensor([Float](repeating: Float(number), count: tensor.count), shape: tensor.shape)
      }
      others.append(RawTensor([Double](), shape: [0]))
      others.append(RawTensor([Double](repeating: 1, count: tensor.count + 1), shape: [tensor.count + 1]))
      others.append(RawTensor([Int](repeating: -3, count: tensor.count), shape: tensor.shape))
      others.append(RawTensor([Bool](repeating: true, count: tensor.count), shape: tensor.shape))
      for other in others {
        var changed = tensors
        changed[index] = (name, other)
        try check(content, changed, path)
      }
      try check(content, tensors.filter { $0.name != name }, path)
    }
  }

  @Test func aRunMayGoOnWithALogThatItDidntHave() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.checkpoint")
    try trainer().fit(data, epochs: 2, batchSize: 4, seed: 1, callbacks: [.checkpoint(to: path)], resumingFrom: path)
    let (csv, json) = (folder.file("log.csv"), folder.file("log.jsonl"))
    let history = try trainer().fit(
      data, epochs: 4, batchSize: 4, seed: 1, callbacks: [.csvLog(to: csv), .jsonLog(to: json)], resumingFrom: path)
    let lines = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(lines.map { $0[0] } == ["epoch", "1", "2", "3", "4"])
    #expect(lines.map { $0[1] } == ["step", "3", "6", "9", "12"])
    #expect(lines.map { $0[2] } == ["learningRate", "nan", "nan", "0.01", "0.01"])
    #expect(lines.dropFirst().map { Double($0[3]) } == history.losses.map { $0 })
    #expect(try String(contentsOfFile: json, encoding: .utf8).split(separator: "\n").count == 4)
  }

  @Test func stepsInALogAreKeptByAResumedRun() throws {
    let folder = try TemporaryFolder()
    func run(_ name: String, stop: Int?) throws -> Data {
      struct Stop: Error {}
      let log = folder.file(name + ".jsonl")
      do {
        try trainer().fit(
          data, epochs: 4, batchSize: 4, seed: 1,
          callbacks: [
            .jsonLog(to: log, every: .steps(1)), .checkpoint(to: folder.file(name), every: .steps(2)),
            .afterStep { if $0.step == stop { throw Stop() } },
          ], resumingFrom: folder.file(name))
      } catch is Stop {}
      return try Data(contentsOf: URL(filePath: log))
    }
    let whole = try run("whole", stop: nil)
    #expect(try run("stopped", stop: 5) != whole)
    #expect(try run("stopped", stop: 9) != whole)
    #expect(try run("stopped", stop: nil) == whole)
    // What is there is kept only if it is what the checkpoint knows.
    #expect(try run("other", stop: 5) != whole)
    try "something else\n".write(toFile: folder.file("other.jsonl"), atomically: true, encoding: .utf8)
    let lines = try run("other", stop: nil).split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.first?.hasPrefix("{\"event\":\"epoch\",\"epoch\":1") == true)
    #expect(lines.last == whole.split(separator: 10).last.map { String(decoding: $0, as: UTF8.self) })
  }
}
