import MyelinData
import Testing

struct ClassificationSamplesTests {
  @Test func equalsScikitLearn() throws {
    let fixture = try ClassificationFixture.load()
    #expect(fixture.sets.count >= 40)
    for (index, answer) in fixture.sets.enumerated() {
      var random = NumPyRandomState(seed: try #require(UInt32(exactly: answer.arguments.seed)))
      let samples = try answer.arguments.problem.makeSamples(using: &random)
      #expect(samples.labels == answer.labels, "labels of set \(index)")
      #expect(samples.roles.map(\.rawValue) == answer.roles, "roles of set \(index)")
      #expect(samples.count == answer.labels.count)
      #expect(samples.features.count == answer.features.count)
      let worst = zip(samples.features, answer.features).map { abs($0 - $1) / max(1, abs($1)) }.max()
      #expect(try #require(worst) <= 1e-12, "features of set \(index)")
    }
  }

  @Test func everyArgumentReachesTheProblem() throws {
    let samples = try classificationSamples(
      samples: 30, features: 10, informative: 4, redundant: 3, repeated: 2, classes: 3, clustersPerClass: 2,
      weights: [0.3, 0.3], flipY: 0.2, classSeparation: 0.7, hypercube: false, shift: .random,
      scale: [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ], shuffle: false, seed: 46)
    var problem = ClassificationProblem()
    problem.samples = 30
    problem.features = 10
    problem.informative = 4
    problem.redundant = 3
    problem.repeated = 2
    problem.classes = 3
    problem.weights = [0.3, 0.3]
    problem.flipY = 0.2
    problem.classSeparation = 0.7
    problem.hypercube = false
    problem.shift = .random
    problem.scale = .perFeature((1...10).map(Double.init))
    problem.shuffle = false
    var random = NumPyRandomState(seed: 46)
    let expected = try problem.makeSamples(using: &random)
    #expect(samples == expected)
    #expect(Array(samples.row(29)) == Array(samples.features.suffix(10)))
  }

  @Test func withoutASeedEveryProblemDiffers() throws {
    #expect(try classificationSamples().features != classificationSamples().features)
  }

  @Test func oneStateMakesSeveralProblems() throws {
    var random = NumPyRandomState(seed: 0)
    let first = try ClassificationProblem().makeSamples(using: &random)
    let second = try ClassificationProblem().makeSamples(using: &random)
    #expect(first == (try classificationSamples(seed: 0)))
    #expect(first != second)
  }

  @Test func literalsMakeFeatureValues() {
    let values: [FeatureValues] = [1, 2.5, [1, 2]]
    #expect(values == [.constant(1), .constant(2.5), .perFeature([1, 2])])
  }
}
