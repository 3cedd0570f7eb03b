import MyelinCore
import Testing

/// Arrays as NumPy computes them, written by `Tests/Fixtures/arrays.py`.
@Suite struct NumPyTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [FixtureArray]
    let outputs: [FixtureArray]

    var testDescription: String { "\(name) \(inputs.map { "\($0.type ?? .float64) \($0.shape)" })" }
  }

  static let cases = loadFixture("arrays.json", as: [Case].self)

  @Test(arguments: cases)
  func agreesWithNumPy(_ entry: Case) throws {
    let operation = try #require(numPyOperation(entry.name), "no operation is called so")
    let inputs = entry.inputs.map { $0.tensor() }
    check(operation(inputs), entry.outputs)
    // The same values as views of larger memory, backwards and by columns.
    check(operation(inputs.map(scattered)), entry.outputs)
  }

  private func check(_ ours: [Tensor], _ theirs: [FixtureArray], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(ours.count == theirs.count, sourceLocation: sourceLocation)
    for (ours, theirs) in zip(ours, theirs) {
      #expect(ours.shape == theirs.shape, sourceLocation: sourceLocation)
      #expect(ours.type == theirs.type, sourceLocation: sourceLocation)
      let tolerance = theirs.type == .float32 ? 3e-7 : theirs.type == .float64 ? 1e-15 : 0
      for (a, b) in zip(ours.scalars, theirs.values) where !(a.isNaN && b.isNaN) && a != b {
        #expect((a - b).magnitude <= tolerance * b.magnitude, sourceLocation: sourceLocation)
      }
      // Zeros have signs.
      for (a, b) in zip(ours.scalars, theirs.values) where a == 0 && b == 0 {
        #expect(a.sign == b.sign, sourceLocation: sourceLocation)
      }
    }
  }

  /// The same values in memory with gaps, in an order that isn't row-major.
  private func scattered(_ x: Tensor) -> Tensor {
    guard x.rank > 0 else { return Tensor.stack([x, x])[1] }
    let spread = Tensor.stack([x.transposed(), x.transposed()], axis: -1)
    return spread.flipped(axes: 0).contiguousCopy[.reversed, ..., 1].transposed()
  }
}

extension Tensor {
  /// The same values in row-major memory of their own.
  fileprivate var contiguousCopy: Tensor { Tensor.concatenate([self, self[..<0]]) }
}
