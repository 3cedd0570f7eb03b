import Foundation
import TestSupport
import Testing

/// Model files that aren't what they should be: nothing in them may stop the command other than by a message.
@Suite struct BrokenModelTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func predict(_ model: Data) async throws -> Outcome {
    let path = folder.file("model")
    try model.write(to: URL(filePath: path))
    return try await myelin("predict", path, penguins)
  }

  @Test func filesThatAreNoModels() async throws {
    let path = folder.file("none")
    expectFailure(try await myelin("predict", path, penguins), path)
    expectFailure(try await myelin("predict", folder.path, penguins), folder.path)
    expectFailure(try await myelin("predict", penguins, penguins), "no Myelin model")
    expectFailure(try await predict(Data()), "model")
    expectFailure(try await myelin("evaluate", "/dev/null", penguins), "/dev/null")
    expectFailure(try await myelin("evaluate", fixture("python.safetensors"), penguins), "no Myelin model")
  }

  @Test func halvesOfModels() async throws {
    let whole = try await bytes(TrainedModel.species.value.path)
    for length in stride(from: 1, to: whole.count, by: whole.count / 23) {
      expectFailure(try await predict(whole.prefix(length)), folder.file("model"))
    }
    expectFailure(try await predict(whole.dropLast()), folder.file("model"))
    expectFailure(try await predict(whole + Data([0])), folder.file("model"))
  }

  @Test func flippedBits() async throws {
    let whole = try await bytes(TrainedModel.species.value.path)
    var random = SeededGenerator(state: 1)
    for _ in 0..<40 {
      var model = whole
      // The header is the part that is read before the checksum is known.
      let place = Int.random(in: 0..<(Bool.random(using: &random) ? 600 : whole.count), using: &random)
      model[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      expectFailure(try await predict(model), folder.file("model"))
    }
  }

  @Test func aModelNeedsNothingButItsFile() async throws {
    let model = try await TrainedModel.species.value
    let there = try await myelin("predict", model.path, penguins).output
    let copy = folder.file("모델 (2).bin")
    try FileManager.default.copyItem(atPath: model.path, toPath: copy)
    let here = try await shell("cd / && \"$M\" predict '\(copy)' '\(penguins)'", environment: ["LC_ALL": "C"])
    #expect(here.output == there)
  }
}
