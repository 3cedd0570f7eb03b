extension Exploration {
  /// What is known of a column's finite numbers. Everything but the counts is nil if there are none.
  public struct Numbers: Sendable, Equatable, Codable {
    /// The number of infinite values, which nothing else here counts.
    public let infiniteCount: Int
    /// The number of zeros.
    public let zeroCount: Int
    /// The number of values below zero.
    public let negativeCount: Int
    /// Whether all are whole.
    public let areWhole: Bool
    /// Whether each is greater than the one before.
    public let areAscending: Bool
    /// The smallest.
    public let minimum: Double?
    /// The greatest.
    public let maximum: Double?
    /// The mean.
    public let mean: Double?
    /// The standard deviation with n − 1, as pandas' `std`.
    public let standardDeviation: Double?
    /// The asymmetry, as pandas' `skew`: adjusted Fisher–Pearson coefficient G₁.
    public let skewness: Double?
    /// The weight of the tails above a normal distribution's, as pandas' `kurt`: excess kurtosis G₂.
    public let kurtosis: Double?
    /// The 5th, 25th, 50th, 75th and 95th percentiles, interpolated linearly.
    public let quantiles: FiveQuantiles?
    /// The number of values more than 1.5 interquartile ranges below the first quartile.
    public let lowOutlierCount: Int
    /// The number of values more than 1.5 interquartile ranges above the third quartile.
    public let highOutlierCount: Int
    /// The smallest different values, five at most, ascending.
    public let lowest: [ValueCount]
    /// The greatest different values, five at most, descending.
    public let highest: [ValueCount]
    /// How the values are distributed.
    public let histogram: ValueHistogram?

    /// The number of values more than 1.5 interquartile ranges outside the quartiles.
    public var outlierCount: Int { lowOutlierCount + highOutlierCount }
  }
}

extension Exploration.Numbers {
  /// - Parameters:
  ///   - inOrder: the finite numbers in the order of the rows.
  ///   - sorted: the same in ascending order.
  init(inOrder: [Double], sorted: [Double], infiniteCount: Int) {
    self.infiniteCount = infiniteCount
    zeroCount = sorted.count { $0 == 0 }
    negativeCount = sorted.count { $0 < 0 }
    areWhole = sorted.allSatisfy { $0 == $0.rounded() }
    areAscending = inOrder.count > 1 && zip(inOrder, inOrder.dropFirst()).allSatisfy { $0 < $1 }
    (minimum, maximum) = (sorted.first, sorted.last)
    guard !sorted.isEmpty else {
      (mean, standardDeviation, skewness, kurtosis, quantiles, histogram) = (nil, nil, nil, nil, nil, nil)
      (lowOutlierCount, highOutlierCount, lowest, highest) = (0, 0, [], [])
      return
    }
    let moments = ShapeMoments(ofSorted: sorted)
    mean = finite(moments.mean)
    standardDeviation = moments.standardDeviation.flatMap(finite)
    (skewness, kurtosis) = (moments.skewness, moments.kurtosis)
    let quantiles = FiveQuantiles(ofSorted: sorted)
    self.quantiles = quantiles
    let range = quantiles.interquartileRange
    let (low, high) = (quantiles.lowerQuartile - 1.5 * range, quantiles.upperQuartile + 1.5 * range)
    lowOutlierCount = sorted.count { $0 < low }
    highOutlierCount = sorted.count { $0 > high }
    lowest = Self.extremes(sorted)
    highest = Self.extremes(sorted.reversed())
    histogram = ValueHistogram(ofSorted: sorted, areWhole: areWhole)
  }

  /// The first five different values of an ordered sequence.
  private static func extremes(_ ordered: some Sequence<Double>) -> [Exploration.ValueCount] {
    var runs: [(value: Double, count: Int)] = []
    for value in ordered {
      if runs.last?.value == value {
        runs[runs.count - 1].count += 1
      } else if runs.count == 5 {
        break
      } else {
        runs.append((value, 1))
      }
    }
    return runs.map { Exploration.ValueCount(value: CellText.text($0.value), count: $0.count) }
  }
}
