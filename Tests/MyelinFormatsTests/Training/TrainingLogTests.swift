import Foundation
import Myelin
import TestSupport
import Testing

/// Logs of epochs and steps, also of runs that were stopped and resumed.
@Suite struct TrainingLogTests {
  private struct Stop: Error {}
  private let data = withRandomSeed(1) { Dataset(.randomNormal([10, 2]), .randomNormal([10, 1])) }

  private func trainer() -> Trainer<Sequential> {
    let model = withRandomSeed(2) { Sequential { Dense(2, 1) } }
    return Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0.05), metrics: [.meanAbsoluteError])
  }

  @Test func epochsAreWrittenAsCSV() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.csv")
    let history = try trainer().fit(
      data, validationSplit: 0.2, epochs: 3, batchSize: 4, seed: 1, callbacks: [.csvLog(to: path)])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(
      lines[0] == "epoch,step,learningRate,loss,meanAbsoluteError,validation_loss,validation_meanAbsoluteError")
    #expect(lines.count == 4)
    for (line, epoch) in zip(lines.dropFirst(), history.epochs) {
      let values = line.split(separator: ",").compactMap { Double($0) }
      #expect(
        values[2...] == [
          0.05, epoch.loss, epoch.metrics["meanAbsoluteError"] ?? 0, epoch.validationLoss ?? 0,
          epoch.validationMetrics?["meanAbsoluteError"] ?? 0,
        ])
    }
    #expect(lines[3].hasPrefix("3,6,"))
  }

  @Test func stepsAndEpochsAreWrittenAsJSON() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.jsonl")
    let odd = Metric(name: "a \"b\"\n") { _, _ in .nan }
    let model = withRandomSeed(2) { Sequential { Dense(2, 1) } }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0.05), metrics: [odd])
    try trainer.fit(data, epochs: 2, batchSize: 4, callbacks: [.jsonLog(to: path, every: .steps(2))])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let objects = try lines.map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["event"] as? String } == ["step", "epoch", "step", "step", "epoch"])
    #expect(objects.map { $0["step"] as? Int } == [2, 3, 4, 6, 6])
    #expect(objects[1]["a \"b\"\n"] as? String == "nan")
    #expect(objects[0]["batchLoss"] is Double)
  }

  @Test func aResumedRunGoesOnWithItsLog() throws {
    let folder = try TemporaryFolder()
    func fit(_ name: String, stop: Int?) throws {
      try trainer().fit(
        data, epochs: 5, batchSize: 4, seed: 1,
        callbacks: [
          .csvLog(to: folder.file(name + ".csv")), .jsonLog(to: folder.file(name + ".jsonl")),
          .checkpoint(to: folder.file(name)), .afterStep { if $0.step == stop { throw Stop() } },
        ], resumingFrom: folder.file(name))
    }
    try fit("whole", stop: nil)
    #expect(throws: Stop.self) { try fit("stopped", stop: 8) }
    try fit("stopped", stop: nil)
    for end in [".csv", ".jsonl"] {
      let whole = try Data(contentsOf: URL(filePath: folder.file("whole" + end)))
      #expect(try Data(contentsOf: URL(filePath: folder.file("stopped" + end))) == whole)
      #expect(whole.split(separator: 10).count == (end == ".csv" ? 6 : 5))
    }
  }
}
