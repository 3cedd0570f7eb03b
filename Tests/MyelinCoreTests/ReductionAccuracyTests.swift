import Foundation
import MyelinCore
import Testing

/// Sums lose no more than pairwise summation would: at most ⌈log₂ n⌉ roundings on the way from a term to the total.
///
/// Source: N. Higham, "The accuracy of floating point summation" (1993), equation 3.6.
@Suite struct ReductionAccuracyTests {
  /// The largest error that pairwise summation of float32 may make.
  private func bound(_ terms: [Double]) -> Double {
    bound(count: terms.count, magnitude: terms.reduce(0) { $0 + $1.magnitude })
  }

  /// The same, from the number of terms and the sum of their magnitudes.
  private func bound(count: Int, magnitude: Double) -> Double {
    let depth = Foundation.ceil(Foundation.log2(Double(max(count, 2))))
    let unit = Double(Float.ulpOfOne) / 2
    return depth * unit / (1 - depth * unit) * magnitude
  }

  /// Rows of numbers that sequential summation does badly on.
  private func hardRows(_ count: Int) -> [[Double]] {
    let random = Tensor.randomNormal([count], type: .float32, from: RandomSource(seed: 5)).scalars
    return [
      random, [Double](repeating: Double(Float(0.1)), count: count),
      random.map { Double(Float(Foundation.exp($0 * 4))) },
      // Large terms that cancel, with small ones between.
      (0..<count).map { $0 % 3 == 0 ? 1e6 : $0 % 3 == 1 ? -1e6 : Double(Float(0.37)) },
    ]
  }

  @Test(arguments: [1, 2, 7, 8, 31, 33, 511, 513, 1000, 4097, 100_003, 300_000])
  func sumsOfRowsAndColumns(_ count: Int) {
    let rows = hardRows(count)
    let x = Tensor(rows)
    // The same along the last axis, the first, from views, and over both axes of a matrix.
    let results = [
      x.sum(axis: 1), x.transposed().contiguousSum, x[..., .reversed].sum(axis: 1),
      Tensor.stack([x, x], axis: -1)[..., 1].sum(axis: 1), x.mean(axis: 1) * Tensor(Double(count), type: .float32),
    ]
    for (index, terms) in rows.enumerated() {
      let exact = exactSum(terms)
      for (kind, result) in results.enumerated() {
        let error = (result.scalars[index] - exact).magnitude
        // The mean is divided and multiplied again, two more roundings.
        #expect(error <= bound(terms) + (kind == 4 ? 2 : 1) * Double(Float(exact).ulp), "\(index) \(kind)")
      }
    }
  }

  @Test func sumsOverSeveralAxes() {
    let x = Tensor.randomNormal([40, 30, 50], from: RandomSource(seed: 1)) + 3
    let terms = x.scalars
    #expect((x.sum().scalar - exactSum(terms)).magnitude <= bound(terms))
    let outer = x.sum(axes: [0, 2]).scalars
    for column in 0..<30 {
      let terms = x[.all, column].scalars
      #expect((outer[column] - exactSum(terms)).magnitude <= bound(terms))
    }
  }

  @Test func runningSums() {
    for terms in hardRows(100_000) {
      let sums = Tensor(terms).cumulativeSum(axis: 0).scalars
      var (exact, magnitude, worst) = (0.0, 0.0, 0.0)
      for (index, term) in terms.enumerated() {
        exact += term
        magnitude += term.magnitude
        let allowed = bound(count: index + 1, magnitude: magnitude) + 1e-6
        worst = max(worst, (sums[index] - exact).magnitude / allowed)
      }
      #expect(worst <= 1)
    }
  }

  @Test func variancesOfLargeNumbers() {
    // The textbook's mean of squares less the square of the mean has no digit right here.
    let x = Tensor.randomNormal([100_000], type: .float64, from: RandomSource(seed: 3)) + 1e9
    #expect((x.variance().scalar - 1).magnitude < 0.02)
    let single = Tensor([10_000, 10_001, 10_002] as [Float])
    #expect(single.variance().isClose(to: Tensor(2.0 / 3, type: .float32)))
  }

  /// The sum in twice the precision of a double.
  private func exactSum(_ terms: [Double]) -> Double {
    var (sum, rest) = (0.0, 0.0)
    for term in terms {
      let next = sum + term
      rest += sum.magnitude >= term.magnitude ? sum - next + term : term - next + sum
      sum = next
    }
    return sum + rest
  }
}

extension Tensor {
  /// The sum along the first axis, of row-major elements.
  fileprivate var contiguousSum: Tensor { Tensor.concatenate([self]).sum(axis: 0) }
}
