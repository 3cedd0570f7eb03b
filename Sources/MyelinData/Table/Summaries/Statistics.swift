/// Numbers about numbers, as pandas has them.
enum Statistics {
  /// The sum, added in halves so that little is lost.
  ///
  /// Source: N. Higham, "The accuracy of floating point summation", 1993; NumPy's blocks.
  static func sum(_ values: some RandomAccessCollection<Double>) -> Double {
    guard values.count > 128 else { return blockSum(values) }
    let half = values.count / 2 - values.count / 2 % 8
    return sum(values.prefix(half)) + sum(values.dropFirst(half))
  }

  private static func blockSum(_ values: some RandomAccessCollection<Double>) -> Double {
    var sums = [Double](repeating: 0, count: 8)
    var total = 0.0
    let whole = values.count - values.count % 8
    for (place, value) in values.enumerated() {
      if place < whole { sums[place % 8] += value } else { break }
    }
    if whole > 0 { total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])) }
    for value in values.dropFirst(whole) { total += value }
    return total
  }

  /// The mean; nil of nothing.
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : sum(values) / Double(values.count)
  }

  /// The standard deviation of a sample, whose squares are divided by one less than their number; nil of fewer than two
  /// values.
  static func standardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    return (sum(values.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)).squareRoot()
  }

  /// The value below which a share of the values lies, between two of them in proportion.
  ///
  /// - Parameters:
  ///   - share: 0 to 1.
  ///   - sorted: The values in ascending order, one or more.
  static func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = min(Int(place), sorted.count - 1)
    let low = sorted[index]
    let high = sorted[min(index + 1, sorted.count - 1)]
    // Between equal values, infinite ones too, lies nothing else.
    if low == high { return low }
    let part = place - Double(index)
    // From the nearer end, so that both ends are met exactly.
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
  }

  /// The value in the middle, or the mean of both; nil of nothing.
  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : quantile(0.5, ofSorted: values.sorted())
  }
}
