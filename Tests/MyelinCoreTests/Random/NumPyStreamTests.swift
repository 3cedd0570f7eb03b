import Foundation
import MyelinCore
import Testing

/// Against numpy.random.RandomState: Tests/Fixtures/random/numpy_random_state.py made the numbers, all from one stream.
struct NumPyStreamTests {
  private struct Stream: Decodable {
    let seeds: [Int]
    let isList: Bool
    let calls: Calls
    let position: Int
    let cached: Double?
    let checksum: Int
    let after: [Double]
  }

  private struct Calls: Decodable {
    let rand, randn, uniform, normal, exponential, odd: [Double]
    let randint, large, permutation, rows, choice, distinct, weighted, distinctWeighted: [Int]
    let bytes: [UInt8]
    let shorts: [Int16]
    let words: [Int32]
    let booleans: [Bool]
    let shuffle: [String]
  }

  private func streams() throws -> [Stream] {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/random/numpy_random_state.json").standardized
    return try JSONDecoder().decode([Stream].self, from: Data(contentsOf: path))
  }

  private func expectClose(_ found: [Double], _ wanted: [Double]) {
    #expect(found.count == wanted.count)
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-14 * max(1, abs($1)) }, "\(found) \(wanted)")
  }

  @Test func allNumbersAreNumPys() throws {
    for stream in try streams() {
      var random =
        stream.isList
        ? try NumPyRandomState(validating: stream.seeds) : try NumPyRandomState(validating: stream.seeds[0])
      let calls = stream.calls
      #expect(random.uniform(count: 5) == calls.rand)
      expectClose(random.standardNormal(count: 5), calls.randn)
      #expect(random.uniform(in: -2.5..<7, count: 4) == calls.uniform)
      expectClose(random.normal(mean: 3, standardDeviation: 0.5, count: 4), calls.normal)
      expectClose(random.exponential(scale: 2, count: 3), calls.exponential)
      #expect(random.integers(in: -5..<100, count: 6) == calls.randint)
      #expect(random.integers(in: 0..<(1 << 40), count: 4) == calls.large)
      #expect(random.integers(in: UInt8(0)...199, count: 7) == calls.bytes)
      #expect(random.integers(in: Int16(-300)...299, count: 5) == calls.shorts)
      #expect(random.integers(in: Int32(-7)...69_999, count: 5) == calls.words)
      #expect(random.booleans(count: 9) == calls.booleans)
      #expect(random.permutation(13) == calls.permutation)
      var letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
      random.shuffle(&letters)
      #expect(letters == calls.shuffle)
      #expect(
        random.permutation(of: Tensor([[0, 1], [2, 3], [4, 5], [6, 7]])).scalars == calls.rows.map(Double.init))
      #expect(random.choice(6, from: 10) == calls.choice)
      #expect(random.choice(6, from: 10, replacement: false) == calls.distinct)
      #expect(random.choice(8, from: 4, probabilities: [0.1, 0.2, 0.3, 0.4]) == calls.weighted)
      #expect(
        random.choice(3, from: 5, replacement: false, probabilities: [0.1, 0.2, 0.3, 0.15, 0.25])
          == calls.distinctWeighted)
      expectClose(random.standardNormal(count: 1), calls.odd)
      let state = random.state
      #expect(state.position == stream.position)
      #expect(state.key.reduce(0) { $0 + Int($1) } == stream.checksum)
      #expect((state.cachedNormal == nil) == (stream.cached == nil))
      var resumed = try NumPyRandomState(state: state)
      #expect(resumed.uniform(count: 2) == stream.after)
      #expect(random.uniform(count: 2) == stream.after)
    }
  }

  @Test func wrongSeedsAndStatesAreErrors() {
    let error = #expect(throws: NumPyRandomStateError.self) { _ = try NumPyRandomState(validating: -1) }
    #expect(error?.description == "seed must be from 0 to 2^32 - 1, but is -1")
    #expect(throws: NumPyRandomStateError.self) { _ = try NumPyRandomState(validating: [] as [Int]) }
    #expect(throws: NumPyRandomStateError.self) { _ = try NumPyRandomState(validating: [1, 1 << 32]) }
    #expect(throws: NumPyRandomStateError.self) { _ = try NumPyRandomState(state: .init(key: [1], position: 0)) }
    let key = [UInt32](repeating: 1, count: 624)
    #expect(throws: NumPyRandomStateError.self) { _ = try NumPyRandomState(state: .init(key: key, position: 625)) }
  }
}
