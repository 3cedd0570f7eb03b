/// Quantiles of sorted numbers, as NumPy's `percentile` gives them.
enum Quantiles {
  /// The number at a share of the way from the first to the last, between two neighbours on the line that joins them:
  /// NumPy's default method, `linear`.
  ///
  /// - Parameters:
  ///   - sorted: Ascending numbers, one or more.
  ///   - share: From 0 to 1.
  static func linear(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = min(max(Int(place), 0), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    return between(sorted[lower], sorted[upper], place - Double(lower))
  }

  /// The number that so large a share of all numbers don't exceed; where the share ends exactly between two numbers,
  /// their mean: NumPy's method `averaged_inverted_cdf`.
  static func averagedInverse(_ sorted: [Double], _ share: Double) -> Double {
    let place = Double(sorted.count) * share - 1
    let floor = place.rounded(.down)
    let lower = min(max(Int(floor), 0), sorted.count - 1)
    let upper = min(max(Int(floor) + 1, 0), sorted.count - 1)
    return between(sorted[lower], sorted[upper], place == floor ? 0.5 : 1)
  }

  /// The median: the number in the middle, or the mean of the two there.
  static func median(_ sorted: [Double]) -> Double {
    let low = sorted[(sorted.count - 1) / 2]
    let high = sorted[sorted.count / 2]
    // Halves first only if the sum would overflow, because halving a tiny number loses bits.
    return (low + high).isFinite ? (low + high) / 2 : low / 2 + high / 2
  }

  /// `count` numbers at equal distances from one to another, both included: NumPy's `linspace`.
  static func steps(from first: Double, to last: Double, count: Int) -> [Double] {
    guard count > 1 else { return count == 1 ? [first] : [] }
    let step = (last - first) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? last : Double($0) * step + first }
  }

  /// The numbers without those that are missing, ascending.
  static func sorted(_ numbers: [Double]) -> [Double] {
    var present = numbers.filter { !$0.isNaN }
    present.sort()
    return present
  }

  /// The point between two numbers. From the nearer one, so that both ends are met exactly.
  private static func between(_ a: Double, _ b: Double, _ share: Double) -> Double {
    // Between equal numbers, infinite ones too, lies nothing else.
    if a == b { return a }
    let distance = b - a
    // The distance of huge numbers may overflow.
    guard distance.isFinite else { return a * (1 - share) + b * share }
    return share < 0.5 ? a + distance * share : b - distance * (1 - share)
  }
}
