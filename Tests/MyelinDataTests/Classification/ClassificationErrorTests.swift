import MyelinData
import Testing

struct ClassificationErrorTests {
  /// Every change that makes the default problem wrong, and a part of what the error says.
  private static let wrong: [(@Sendable (inout ClassificationProblem) -> Void, String)] = [
    ({ $0.samples = 0 }, "samples must be at least 1, but is 0"),
    ({ $0.samples = -5 }, "samples"),
    ({ $0.features = 0 }, "features must be"),
    ({ $0.informative = 0 }, "informative must be"),
    ({ $0.redundant = -1 }, "redundant must be at least 0"),
    ({ $0.repeated = -1 }, "repeated must be"),
    ({ $0.classes = 0 }, "classes must be"),
    ({ $0.clustersPerClass = 0 }, "clustersPerClass must be"),
    ({ $0.flipY = 1.5 }, "flipY must be from 0 to 1, but is 1.5"),
    ({ $0.flipY = .nan }, "flipY"),
    ({ $0.classSeparation = 0 }, "classSeparation must be above 0"),
    ({ $0.classSeparation = .infinity }, "classSeparation"),
    ({ $0.features = 3 }, "informative + redundant + repeated is 4, more than the 3 features"),
    ({ $0.redundant = .max }, "more than the 20 features"),
    (
      {
        $0.features = .max
        $0.informative = .max
        $0.redundant = .max
      }, "more than the"
    ),
    ({ $0.classes = 3 }, "classes (3) * clustersPerClass (2) must be at most 2 to the power informative (2)"),
    (
      {
        $0.classes = .max
        $0.clustersPerClass = .max
      }, "clustersPerClass"
    ),
    ({ $0.weights = [] }, "weights has 0 values; give 2"),
    ({ $0.weights = [0.1, 0.2, 0.7] }, "weights has 3 values"),
    ({ $0.weights = [-0.1] }, "weights must be"),
    ({ $0.weights = [.nan, 1] }, "weights must be"),
    ({ $0.weights = [1e300, 1] }, "weights must be"),
    ({ $0.shift = [1, 2] }, "shift has 2 values; give 20"),
    ({ $0.shift = .constant(.infinity) }, "shift must be"),
    ({ $0.scale = 0 }, "scale must be above 0"),
    ({ $0.scale = [1] }, "scale has 1 values"),
    ({ $0.samples = .max }, "would not fit in memory"),
    // 160 TB are more than any computer has, though each number of them could be counted.
    ({ $0.samples = 1_000_000_000_000 }, "1000000000000 samples of 20 features would not fit in memory"),
    (
      {
        $0.features = 1 << 40
        $0.informative = 1 << 39
      }, "would not fit in memory"
    ),
  ]

  @Test func wrongArgumentsAreNamed() {
    for (change, message) in Self.wrong {
      var problem = ClassificationProblem()
      change(&problem)
      let error = #expect(throws: ClassificationError.self) { try problem.validate() }
      #expect(error.map { "\($0)".contains(message) } ?? false, "expected \(message), got \(String(describing: error))")
    }
  }

  @Test(arguments: [-1, 1 << 32, Int.max]) func wrongSeed(seed: Int) {
    let error = ClassificationError.outOfRange(
      argument: "seed", value: "\(seed)", requirement: "from 0 to 2^32 - 1")
    #expect(throws: error) { try classificationSamples(seed: seed) }
  }
}
