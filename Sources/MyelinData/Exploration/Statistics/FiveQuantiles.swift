/// The value below which a share of sorted numbers lies, interpolated between neighbours as `numpy.quantile` does.
///
/// - Parameters:
///   - share: 0 … 1.
///   - sorted: finite numbers in ascending order; at least one.
func quantile(_ share: Double, ofSorted sorted: some RandomAccessCollection<Double>) -> Double {
  let position = share * Double(sorted.count - 1)
  let below = min(max(Int(position), 0), sorted.count - 1)
  let first = sorted[sorted.index(sorted.startIndex, offsetBy: below)]
  guard below + 1 < sorted.count else { return first }
  let second = sorted[sorted.index(sorted.startIndex, offsetBy: below + 1)]
  let fraction = position - Double(below)
  // NumPy goes from the nearer end, so that the result grows with the share in spite of rounding.
  let step = second - first
  guard step.isFinite else { return first * (1 - fraction) + second * fraction }
  return fraction >= 0.5 ? second - step * (1 - fraction) : first + step * fraction
}

/// The numbers that cut a column's values into parts of known size.
public struct FiveQuantiles: Sendable, Equatable, Codable {
  /// The value that 5 % of the values are below.
  public let fifth: Double
  /// The first quartile.
  public let lowerQuartile: Double
  /// The middle value.
  public let median: Double
  /// The third quartile.
  public let upperQuartile: Double
  /// The value that 95 % of the values are below.
  public let ninetyFifth: Double

  /// The distance between the quartiles.
  public var interquartileRange: Double { upperQuartile - lowerQuartile }

  init(ofSorted sorted: [Double]) {
    fifth = quantile(0.05, ofSorted: sorted)
    lowerQuartile = quantile(0.25, ofSorted: sorted)
    median = quantile(0.5, ofSorted: sorted)
    upperQuartile = quantile(0.75, ofSorted: sorted)
    ninetyFifth = quantile(0.95, ofSorted: sorted)
  }
}
