/// The mean and the variance of a column, missing values left out.
struct Moments {
  let mean: Double
  /// The population's variance: divided by the number of values. 0 where it is within the error of rounding.
  let standardDeviation: Double

  /// Nil if all values are missing.
  init?(_ numbers: [Double]) {
    var first = Double.nan
    var largest = 0.0
    var count = 0
    var areEqual = true
    for number in numbers where !number.isNaN {
      if count == 0 { first = number }
      if number != first { areEqual = false }
      largest = max(largest, abs(number))
      count += 1
    }
    guard count > 0 else { return nil }
    // The mean of equal numbers, rounded, may differ from them.
    guard !areEqual else {
      (mean, standardDeviation) = (first, 0)
      return
    }
    // A scale that is a power of two changes no digits, and keeps the squares of huge and tiny numbers in range.
    let exponent = largest > 0 && largest.isFinite ? Int(largest.exponent) : 0
    let scale = abs(exponent) > 300 ? Double(sign: .plus, exponent: min(max(exponent, -1000), 1000), significand: 1) : 1
    let total = Double(count)
    var sum = 0.0
    for number in numbers where !number.isNaN { sum += number / scale }
    let mean = sum / total
    // The second sum corrects the rounding of the mean (T. Chan, G. Golub, R. LeVeque, "Algorithms for computing the
    // sample variance", 1983).
    var squares = 0.0
    var correction = 0.0
    for number in numbers where !number.isNaN {
      let distance = number / scale - mean
      squares += distance * distance
      correction += distance
    }
    let variance = max(0, (squares - correction * correction / total) / total)
    // scikit-learn's bound of what rounding alone may leave of a constant.
    let rounding = total * mean * Double.ulpOfOne
    let isConstant = variance <= total * Double.ulpOfOne * variance + rounding * rounding
    self.mean = mean * scale
    standardDeviation = isConstant ? 0 : variance.squareRoot() * scale
  }
}
