import Glibc

/// How many of a column's values fall into neighbouring intervals of equal width.
///
/// The number of intervals is that of `numpy.histogram(values, bins="auto")`: the rule of Freedman and Diaconis, bounded by
/// half of the square root's rule, or Sturges's where that gives more. At most ``ValueHistogram/binLimit`` are made. Whole numbers
/// that are at most thirty apart have an interval each, with the number in its middle.
public struct ValueHistogram: Sendable, Equatable, Codable {
  /// The most intervals.
  public static let binLimit = 60

  /// The ends of the intervals in ascending order: one more than ``counts``. An interval contains its lower end; the last
  /// contains both.
  public let edges: [Double]
  /// The number of values in each interval.
  public let counts: [Int]

  /// - Parameters:
  ///   - sorted: finite numbers in ascending order; at least one.
  ///   - areWhole: whether all are integers: then no interval is narrower than 1.
  init(ofSorted sorted: [Double], areWhole: Bool = false) {
    let (lowest, highest) = (sorted.first ?? 0, sorted.last ?? 0)
    if areWhole, highest - lowest <= 30, max(abs(lowest), abs(highest)) < 1e15 {
      edges = (0...Int(highest - lowest) + 1).map { lowest + Double($0) - 0.5 }
      counts = Self.counts(sorted, edges: edges)
      return
    }
    let count = Self.binCount(sorted, areWhole: areWhole)
    // Beyond 2⁵³ neighbouring numbers are further apart than 1, and half of it does not change them.
    let isPoint = lowest == highest
    let first = isPoint ? min(lowest - 0.5, lowest.nextDown) : lowest
    let last = isPoint ? max(highest + 0.5, highest.nextUp) : highest
    edges = Self.edges(from: first, to: last, count: count)
    counts = Self.counts(sorted, edges: edges)
  }

  /// Counts numbers between given edges.
  init(counting values: some Sequence<Double>, edges: [Double]) {
    self.edges = edges
    counts = Self.counts(values, edges: edges)
  }

  private static func binCount(_ sorted: [Double], areWhole: Bool) -> Int {
    let (lowest, highest) = (sorted.first ?? 0, sorted.last ?? 0)
    // Halves, because the difference of two large numbers overflows.
    let halfRange = highest / 2 - lowest / 2
    guard halfRange > 0 else { return 1 }
    let size = Double(sorted.count)
    let halfIQR = Quantiles.linear(sorted, 0.75) / 2 - Quantiles.linear(sorted, 0.25) / 2
    let freedmanDiaconis = 2 * halfIQR * pow(size, -1.0 / 3)
    let squareRoot = halfRange / size.squareRoot()
    let sturges = halfRange / (log2(size) + 1)
    var halfWidth = min(max(freedmanDiaconis, squareRoot / 2), sturges)
    if areWhole { halfWidth = max(halfWidth, 0.5) }
    let bins = (halfRange / halfWidth).rounded(.up)
    return bins.isFinite ? Int(bins.clamped(to: 1...Double(binLimit))) : 1
  }

  private static func edges(from first: Double, to last: Double, count: Int) -> [Double] {
    let step = last / Double(count) - first / Double(count)
    let exact = (last - first) / Double(count)
    return (0...count).map { index in
      index == count ? last : first + Double(index) * (exact.isFinite ? exact : step)
    }
  }

  /// NumPy's way: the place by division, then corrected by the edges themselves.
  private static func counts(_ values: some Sequence<Double>, edges: [Double]) -> [Int] {
    let bins = edges.count - 1
    var counts = Array(repeating: 0, count: bins)
    guard bins > 0 else { return counts }
    let (first, last) = (edges[0], edges[bins])
    let half = last / 2 - first / 2
    for value in values where value >= first && value <= last {
      // Half of the smallest number is zero.
      let place = half > 0 ? (value / 2 - first / 2) / half * Double(bins) : 0
      var bin = Int(place.clamped(to: 0...Double(bins - 1)))
      if value < edges[bin], bin > 0 { bin -= 1 } else if bin + 1 < bins, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }
}
