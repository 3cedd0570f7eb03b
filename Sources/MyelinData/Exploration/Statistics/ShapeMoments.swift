/// Mean, spread and shape of numbers, as pandas computes them.
struct ShapeMoments {
  let mean: Double
  /// The square root of the sum of squared deviations over n − 1; nil for one number.
  let standardDeviation: Double?
  /// The adjusted Fisher–Pearson coefficient G₁ of pandas' `skew`; nil for fewer than three numbers or equal ones.
  let skewness: Double?
  /// The excess kurtosis G₂ of pandas' `kurt`; nil for fewer than four numbers or equal ones.
  let kurtosis: Double?

  /// - Parameter sorted: finite numbers in ascending order; at least one.
  init(ofSorted sorted: [Double]) {
    let lowest = sorted.first ?? 0
    let highest = sorted.last ?? 0
    let count = Double(sorted.count)
    guard lowest < highest else {
      mean = lowest
      standardDeviation = sorted.count > 1 ? 0 : nil
      (skewness, kurtosis) = (nil, nil)
      return
    }
    // A power of two changes no digit, and keeps fourth powers of large numbers from overflowing.
    let exponent = max(abs(lowest), abs(highest)).exponent
    let scale = Double(sign: .plus, exponent: Int((-exponent).clamped(to: -1000...1000)), significand: 1)
    var sum = 0.0
    for value in sorted { sum += value * scale }
    var mean = sum / count
    // Once more around the first mean takes away what rounding has left in it.
    sum = 0
    for value in sorted { sum += value * scale - mean }
    mean += sum / count
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in sorted {
      let deviation = value * scale - mean
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    self.mean = mean / scale
    standardDeviation = (second / (count - 1)).squareRoot() / scale
    if count >= 3, second > 0 {
      skewness = finite(count * (count - 1).squareRoot() / (count - 2) * third / (second * second.squareRoot()))
    } else {
      skewness = nil
    }
    if count >= 4, second > 0 {
      let adjustment = 3 * (count - 1) * (count - 1) / ((count - 2) * (count - 3))
      let numerator = count * (count + 1) * (count - 1) * fourth
      let denominator = (count - 2) * (count - 3) * second * second
      kurtosis = finite(numerator / denominator - adjustment)
    } else {
      kurtosis = nil
    }
  }
}

/// The number, or nil in place of an infinity or NaN, which JSON has no sign for.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

extension Comparable {
  func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
