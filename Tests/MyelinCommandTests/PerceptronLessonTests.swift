import Foundation
import TestSupport
import Testing

/// What `lesson perceptron --json` prints, and what the fixture holds of TensorFlow's runs.
struct PerceptronRun: Decodable {
  struct Epoch: Decodable {
    let weights: [Double]
    let bias: Double
    let accuracy: Double
    let mistakes: Int
  }

  struct Reference: Decodable {
    let samples: Int
    let separation: Double
    let seed: Int
    let rate: Double
    let weights: [Double]
    let bias: Double
    let epochs: [Epoch]
  }

  let samples: Int
  let epochs: [Epoch]

  static func references() throws -> [Reference] {
    try JSONDecoder().decode([Reference].self, from: bytes(fixture("perceptron.json")))
  }
}

@Suite struct PerceptronLessonTests {
  @Test(arguments: try PerceptronRun.references().indices)
  func followsTensorFlow(_ index: Int) async throws {
    let reference = try PerceptronRun.references()[index]
    let run: PerceptronRun = try json(
      await myelin(
        "lesson", "perceptron", "--json", "--samples", "\(reference.samples)", "--class-separation",
        "\(reference.separation)", "--seed", "\(reference.seed)", "--learning-rate", "\(reference.rate)", "--epochs",
        "\(reference.epochs.count)", "--weights", "\(reference.weights[0]),\(reference.weights[1])", "--bias",
        "\(reference.bias)"))
    #expect(run.samples == reference.samples)
    #expect(run.epochs.count == reference.epochs.count)
    for (ours, theirs) in zip(run.epochs, reference.epochs) {
      for (a, b) in zip(ours.weights + [ours.bias], theirs.weights + [theirs.bias]) {
        #expect((a - b).magnitude <= 1e-6 * max(1, b.magnitude))
      }
      #expect(ours.weights.count == 2)
      #expect((ours.accuracy - theirs.accuracy).magnitude < 1e-12)
      #expect(ours.mistakes == theirs.mistakes)
    }
  }

  @Test func printsWhatTheChapterPrints() async throws {
    let outcome = try await myelin("lesson", "perceptron", "--samples", "7", "--weights", "0.5,-0.25", "--bias", "1")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    for part in [
      "X: shape [7, 2]", "'w' shape=[2, 1] type=float32", "[[ 0.5 ]", "[-0.25]]", "'b' shape=[] type=float32", "1.0",
      "\nz =\n", "\nsign(z) =\n", "loss = ", "accuracy = ", "epoch 1: w = [", "mistakes = ",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func withoutWeightsTheSeedDecides() async throws {
    func run(_ seed: Int) async throws -> String {
      try await myelin("lesson", "perceptron", "--json", "--seed", "\(seed)").output
    }
    let first = try await run(3)
    #expect(try await run(3) == first)
    #expect(try await run(4) != first)
  }

  @Test func noEpochsLeaveTheWeights() async throws {
    let run: PerceptronRun = try json(await myelin("lesson", "perceptron", "--json", "--epochs", "0"))
    #expect(run.epochs.isEmpty)
    #expect(run.samples == 100)
  }

  @Test func drawsThreeFigures() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("deep/figures of it")
    let outcome = try await myelin("lesson", "perceptron", "--figures", path, "--samples", "30", "--epochs", "3")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = ["classification.svg", "decision-boundary.svg", "ground-truth.svg"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names)
    for name in names {
      #expect(outcome.output.contains("\(path)/\(name)"))
      let svg = String(decoding: try bytes("\(path)/\(name)"), as: UTF8.self)
      #expect(svg.contains("<svg") && svg.contains("</svg>"))
    }
    let boundary = String(decoding: try bytes("\(path)/decision-boundary.svg"), as: UTF8.self)
    for title in ["before training", "after training", "mistakes"] { #expect(boundary.contains(title)) }
  }

  @Test func figuresAndJSONGoTogether() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await myelin("lesson", "perceptron", "--json", "--figures", folder.path, "--samples", "10")
    let run: PerceptronRun = try json(outcome)
    #expect(run.samples == 10)
    #expect(try folder.names.count == 3)
  }

  @Test(
    arguments: [
      (["--samples", "1"], ""), (["--epochs", "-1"], "--epochs"), (["--weights", "1"], "--weights"),
      (["--weights", "1,2,3"], "--weights"), (["--weights", "a,b"], "--weights"),
      (["--weights", "nan,1"], "--weights"), (["--weights", "1e300,1"], "--weights"), (["--bias", "inf"], "--bias"),
      (["--learning-rate", "nan"], "--learning"),
      (["--samples", "-5"], "samples"), (["--seed", "-1"], "seed"), (["--seed", "4294967296"], "seed"),
      (["--class-separation", "inf"], "class-separation"), (["--samples", "x"], "samples"),
    ])
  func valuesOutOfRangeAreUsageErrors(_ arguments: [String], _ part: String) async throws {
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try await shell("\"$M\" lesson perceptron --json \(quoted)")
    // One sample is enough for a perceptron.
    if part.isEmpty { #expect(outcome.status == 0) } else { expectFailure(outcome, part, status: 64) }
  }

  @Test func stepsThatGoToInfinityAreToldOf() async throws {
    expectFailure(
      try await myelin(
        "lesson", "perceptron", "--json", "--class-separation", "0.1", "--learning-rate", "3e38", "--epochs", "50"),
      "--learning-rate")
  }
}
