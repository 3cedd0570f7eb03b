import MyelinCore
import MyelinData
import Testing

/// Generators that scikit-learn doesn't have.
struct ShapeTests {
  private func classes(_ samples: GeneratedSamples) throws -> [Int] {
    guard case .classes(let classes) = samples.targets else {
      Issue.record("these samples have no classes")
      return []
    }
    return classes
  }

  @Test func truthTables() throws {
    let answers: [LogicGate.Function: [Int]] = [
      .and: [0, 0, 0, 1], .or: [0, 1, 1, 1], .nand: [1, 1, 1, 0], .nor: [1, 0, 0, 0], .xor: [0, 1, 1, 0],
      .xnor: [1, 0, 0, 1],
    ]
    for function in LogicGate.Function.allCases {
      let samples = try LogicGate(function).makeSamples(seed: nil)
      #expect(samples.features == [0, 0, 0, 1, 1, 0, 1, 1])
      #expect(try classes(samples) == answers[function])
    }
    let three = try LogicGate(.xor, inputs: 3).makeSamples(seed: 0)
    #expect(three.features.prefix(6) == [0, 0, 0, 0, 0, 1])
    #expect(try classes(three) == [0, 1, 1, 0, 1, 0, 0, 1])
  }

  @Test func truthTablesRepeatWithNoise() throws {
    let plain = try LogicGate(.or, samples: 10).makeSamples(seed: 1)
    #expect(try classes(plain) == [0, 1, 1, 1, 0, 1, 1, 1, 0, 1])
    let noisy = try LogicGate(.or, samples: 10, noise: 0.1).makeSamples(seed: 1)
    var random = NumPyRandomState(seed: 1)
    #expect(noisy.features == plain.features.map { $0 + 0.1 * random.standardNormal() })
    let shuffled = try LogicGate(.or, samples: 10, shuffle: true).makeSamples(seed: 1)
    random = NumPyRandomState(seed: 1)
    #expect(shuffled == plain.taking(random.permutation(10)))
  }

  @Test func spiralsWindFromTheMiddle() throws {
    let spirals = try Spirals(samples: 11, arms: 3, turns: 2, shuffle: false).makeSamples(seed: 0)
    #expect(try classes(spirals) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
    let radii = stride(from: 0, to: 22, by: 2).map { index in
      let (x, y) = (spirals.features[index], spirals.features[index + 1])
      return (x * x + y * y).squareRoot()
    }
    for (radius, wanted) in zip(radii, [0.25, 0.5, 0.75, 1, 0.25, 0.5, 0.75, 1, 1.0 / 3, 2.0 / 3, 1]) {
      #expect(abs(radius - wanted) < 1e-12)
    }
    // After two whole turns the first arm ends on the first axis.
    #expect(abs(spirals.features[6] - 1) < 1e-12 && abs(spirals.features[7]) < 1e-12)
    let noisy = try Spirals(samples: 11, noise: 0.1).makeSamples(seed: 3)
    #expect(try noisy == Spirals(samples: 11, noise: 0.1).makeSamples(seed: 3))
    #expect(try noisy != Spirals(samples: 11, noise: 0.1).makeSamples(seed: 4))
  }

  @Test func exclusiveOrIsParity() throws {
    let samples = try ExclusiveOr(samples: 50, features: 3).makeSamples(seed: 2)
    for (row, label) in try classes(samples).enumerated() {
      #expect(samples.features[row * 3..<row * 3 + 3].count { $0 > 0 } % 2 == label)
    }
    let noisy = try ExclusiveOr(samples: 50, features: 3, noise: 0.5).makeSamples(seed: 2)
    #expect(noisy.targets == samples.targets)
    #expect(noisy.features != samples.features)
  }

  @Test func playgroundHasItsSizes() throws {
    for problem in Playground.Problem.allCases {
      let samples = try Playground(problem, noise: 0.25).makeSamples(seed: 5)
      #expect(samples.count == (problem.isRegression ? 1200 : 500))
      if !problem.isRegression { #expect(try classes(samples).count { $0 == 1 } > 200) }
    }
    // Odd numbers are kept.
    #expect(try classes(Playground(.spiral, samples: 7).makeSamples(seed: 5)).count { $0 == 1 } == 4)
  }
}
