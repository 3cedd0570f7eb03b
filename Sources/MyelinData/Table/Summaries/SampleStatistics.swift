/// Numbers about samples, as pandas has them.
enum SampleStatistics {
  /// The mean; nil of nothing.
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.pairwiseSum / Double(values.count)
  }

  /// The standard deviation of a sample, whose squares are divided by one less than their number; nil of fewer than two
  /// values.
  static func standardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    return (values.map { ($0 - mean) * ($0 - mean) }.pairwiseSum / Double(values.count - 1)).squareRoot()
  }
}
