import MyelinCore
import Testing

/// The expected numbers are NumPy 2.4's.
struct NumPyRandomStateTests {
  @Test func uniformNumbers() {
    var random = NumPyRandomState(seed: 0)
    #expect(random.uniform() == 0.5488135039273248)
    random = NumPyRandomState(seed: .max)
    #expect(random.uniform(count: 3) == [0.0976320289940138, 0.9123828453026218, 0.78903530185164])
    random = NumPyRandomState(seed: 0)
    #expect(random.uniform(in: -2..<3) == 0.7440675196366238)
  }

  @Test func uniformNumbersAfterManyRegenerations() {
    var random = NumPyRandomState(seed: 12)
    #expect(random.uniform(count: 5000).last == 0.6148601565514795)
  }

  @Test func normalNumbers() {
    var random = NumPyRandomState(seed: 42)
    let expected = [
      0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254, -0.23415337472333597,
    ]
    #expect(random.standardNormal(count: 5) == expected)
  }

  @Test func theSecondNormalOfAPairIsKeptAcrossOtherDraws() {
    var random = NumPyRandomState(seed: 11)
    _ = random.standardNormal()
    #expect(random.uniform() == 0.42020360458772743)
    #expect(random.standardNormal() == -0.28607299681629417)
  }

  @Test func seedsFromLists() {
    var random = NumPyRandomState(seeds: [1, 2, 3])
    let range = 0..<1 << 32
    #expect(random.integers(in: range, count: 4) == [2_619_334_238, 1_552_691_353, 3_808_334_787, 2_540_200_029])
    random = NumPyRandomState(seeds: Array(0..<700))
    #expect(random.integers(in: range, count: 4) == [3_727_595_200, 1_914_792_892, 3_929_396_303, 3_603_564_374])
  }

  @Test func wholeNumbersOfEveryWidth() {
    var random = NumPyRandomState(seed: 5)
    #expect(random.integers(in: -5..<6, count: 10) == [-2, 1, 1, -5, 4, 3, -1, 2, -5, -5])
    #expect(random.integers(in: 0..<1 << 40, count: 3) == [34_320_314_572, 617_651_866_737, 780_178_485_223])
    #expect(random.integers(in: 0..<1 << 32, count: 3) == [3_171_576_912, 3_519_608_859, 1_895_408_684])
    let wide = [-4_749_291_216_518_578_485, 4_876_813_739_208_445_359, -7_177_613_975_118_772_268]
    #expect(random.integers(in: .min ..< .max, count: 3) == wide)
    #expect(random.integers(in: 1..<2, count: 3) == [1, 1, 1])
    #expect(random.uniform() == 0.20415474783059218)
  }

  @Test func permutations() {
    var random = NumPyRandomState(seed: 3)
    #expect(random.permutation(12) == [5, 4, 1, 2, 11, 6, 7, 0, 3, 9, 8, 10])
    #expect(random.permutation(0).isEmpty)
    #expect(random.permutation(1) == [0])
  }

  @Test func choices() {
    var random = NumPyRandomState(seed: 4)
    #expect(random.choice(6, from: 10) == [7, 5, 1, 8, 7, 8])
    #expect(random.choice(6, from: 10, replacement: false) == [8, 3, 9, 4, 0, 1])
    #expect(random.choice(8, from: 4, probabilities: [0.1, 0.2, 0.3, 0.4]) == [1, 3, 3, 1, 2, 0, 2, 0])
    let unequal = [0.1, 0.2, 0.3, 0.2, 0.2]
    #expect(random.choice(4, from: 5, replacement: false, probabilities: unequal) == [4, 2, 3, 1])
    #expect(random.uniform() == 0.17316542149594816)
    #expect(random.choice(0, from: 0).isEmpty)
  }

  @Test func samplesWithoutReplacement() {
    var random = NumPyRandomState(seed: 9)
    #expect(random.sampleWithoutReplacement(5, from: 10) == [8, 4, 7, 2, 1])
    #expect(random.sampleWithoutReplacement(5, from: 1_000_000) == [324904, 233210, 796913, 323320, 575093])
    #expect(random.sampleWithoutReplacement(10, from: 10) == Array(0..<10))
    #expect(random.sampleWithoutReplacement(298, from: 300).prefix(20) == Array(0..<20)[...])
    #expect(random.sampleWithoutReplacement(0, from: 0).isEmpty)
    #expect(random.uniform() == 0.7346580403949944)
  }

  @Test func statesOfOneSeedAreEqualAndUnseededOnesDiffer() {
    #expect(NumPyRandomState(seed: 1) == NumPyRandomState(seed: 1))
    #expect(NumPyRandomState() != NumPyRandomState())
  }
}
