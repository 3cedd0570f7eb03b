import Glibc

/// The smallest and largest of finite numbers, and the range of an axis that shows them.
struct Extent {
  /// Numbers beyond this are shown at the border: arithmetic on a range of them would overflow.
  static let largest = 1e300

  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity

  init() {}

  init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// `value` moved into the numbers that can be drawn; NaN and infinities stay.
  static func bounded(_ value: Double) -> Double {
    value.isFinite ? min(max(value, -largest), largest) : value
  }

  var isEmpty: Bool { low > high }

  mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    low = min(low, value)
    high = max(high, value)
  }

  /// The range itself, widened where it has no length.
  var limits: ClosedRange<Double> { isEmpty ? 0...1 : usable(low...high) }

  /// The range with a margin on both sides; `pinned` numbers get none, such as the zero on which bars stand.
  func padded(by fraction: Double, logarithmic: Bool, pinned: Double? = nil) -> ClosedRange<Double> {
    guard !isEmpty else { return logarithmic ? 1...10 : 0...1 }
    let range = limits
    if logarithmic {
      let low = max(self.low, 1e-300)
      let ratio = pow(max(high / low, 1), fraction)
      let factor = high > low ? max(ratio, 1.02) : 3
      return max(low / factor, 1e-303)...min(max(high, 1e-300) * factor, 1e303)
    }
    let margin = (range.upperBound - range.lowerBound) * fraction
    let lower = range.lowerBound == pinned ? range.lowerBound : range.lowerBound - margin
    let upper = range.upperBound == pinned ? range.upperBound : range.upperBound + margin
    return lower...upper
  }
}

/// `range`, finite and long enough that an axis with different ticks can be drawn along it.
func usable(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
  let low = min(max(range.lowerBound, -Extent.largest), Extent.largest)
  let high = min(max(range.upperBound, -Extent.largest), Extent.largest)
  let magnitude = max(abs(low), abs(high))
  // Below 1e-12 of the magnitude neighbouring ticks would print the same and gnuplot complains of an empty range.
  if high - low > magnitude * 1e-12, high - low > 1e-290 { return low...high }
  let margin = magnitude > 1e-280 ? magnitude * 0.1 : 1
  return (low - margin)...(high + margin)
}

/// How often numbers fall into intervals of equal width.
struct Histogram {
  var edges: [Double] = []
  var counts: [Int] = []

  init(_ values: [Double], bins: Int?) {
    let values = values.filter(\.isFinite).sorted()
    guard let low = values.first, let high = values.last else { return }
    let range = usable(low...high)
    let bins = bins ?? Self.suitableBins(values)
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    edges = (0...bins).map { range.lowerBound + Double($0) * width }
    counts = Array(repeating: 0, count: bins)
    for value in values {
      counts[min(max(Int((value - range.lowerBound) / width), 0), bins - 1)] += 1
    }
  }

  /// The number of intervals after Freedman and Diaconis; after Sturges where half the sorted numbers are equal.
  private static func suitableBins(_ sorted: [Double]) -> Int {
    func quantile(_ fraction: Double) -> Double {
      let place = fraction * Double(sorted.count - 1)
      let lower = Int(place)
      let upper = min(lower + 1, sorted.count - 1)
      return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
    }
    let count = Double(sorted.count)
    let sturges = Int(log2(count).rounded(.up)) + 1
    let width = 2 * (quantile(0.75) - quantile(0.25)) / cbrt(count)
    guard width > 0, width.isFinite, let low = sorted.first, let high = sorted.last else { return max(sturges, 1) }
    let bins = ((high - low) / width).rounded(.up)
    // An outlier far off would ask for thousands of bars thinner than a pixel.
    return bins.isFinite ? Int(min(max(bins, 1), 200)) : max(sturges, 1)
  }
}
