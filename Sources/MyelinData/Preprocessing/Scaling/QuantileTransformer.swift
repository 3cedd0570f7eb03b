import MyelinCore

/// Replaces every number by the share of the training rows' numbers that lie below it: the result is spread evenly, or
/// normally, whatever the numbers' own distribution, and outliers hardly matter.
///
/// From the training rows as many quantiles as `quantiles` says are kept (as many as there are rows if these are fewer),
/// and numbers between two of them are placed on the line that joins them. If there are more rows than `sampleSize`,
/// the quantiles are those of so many rows, drawn without replacement by NumPy's `RandomState(seed)`. As scikit-learn's
/// `QuantileTransformer` with `random_state=seed`.
///
/// ```swift
/// let transformer = QuantileTransformer(distribution: .normal).fitted(to: training)
/// let x = transformer.transform(test)
/// ```
public struct QuantileTransformer: NumericTransform {
  /// How the results are distributed.
  public enum Distribution: String, Sendable, Codable, CaseIterable {
    /// Evenly from 0 to 1.
    case uniform
    /// Normally with mean 0 and standard deviation 1, cut at ±5.2.
    case normal
  }

  /// The most quantiles that are kept.
  public var quantiles: Int
  /// How the results are distributed.
  public var distribution: Distribution
  /// The most rows that the quantiles are computed from; nil for all.
  public var sampleSize: Int?
  /// What the sample is drawn from.
  public var seed: UInt32

  /// A description.
  ///
  /// - Parameters:
  ///   - quantiles: The most quantiles that are kept: one or more, and not more than `sampleSize`, or the program stops.
  ///   - distribution: How the results are distributed.
  ///   - sampleSize: The most rows that the quantiles are computed from; nil for all.
  ///   - seed: What the sample is drawn from.
  public init(
    quantiles: Int = 1000, distribution: Distribution = .uniform, sampleSize: Int? = 10_000, seed: UInt32 = 0
  ) {
    guard quantiles >= 1, sampleSize.map({ $0 >= quantiles }) ?? true else {
      fatalError(
        "QuantileTransformer: \(quantiles) quantiles must be one or more, and not more than the sample's "
          + "\(sampleSize ?? quantiles) rows")
    }
    self.quantiles = quantiles
    self.distribution = distribution
    self.sampleSize = sampleSize
    self.seed = seed
  }

  /// Learns quantiles; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    let rows = columns.first?.count ?? 0
    let count = max(1, min(quantiles, rows))
    var sample: [Int]?
    if let sampleSize, sampleSize < rows {
      var random = NumPyRandomState(seed: seed)
      var order = Array(0..<rows)
      random.shuffle(&order)
      sample = Array(order.prefix(sampleSize))
    }
    let shares = Quantiles.steps(from: 0, to: 1, count: count)
    return Fitted(
      distribution: distribution,
      columns: columns.map { column in
        let sorted = Quantiles.sorted(sample.map { $0.map { column[$0] } } ?? column)
        guard !sorted.isEmpty else { return nil }
        // As percent and back, for the same rounding as NumPy's `percentile`.
        return shares.map { Quantiles.linear(sorted, $0 * 100 / 100) }
      })
  }

  /// Quantiles that were learnt.
  public struct Fitted: InvertibleNumericTransform, PerColumn {
    /// What files call the type.
    public static let typeName = "QuantileTransformer"

    let distribution: Distribution
    let columns: [[Double]?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The quantiles of each column, ascending; none for a column without values.
    public var quantiles: [[Double]] { columns.map { $0 ?? [] } }

    /// What is as good as 0 or 1 where the results are distributed normally.
    private static let threshold = 1e-7
    /// Where normally distributed results are cut, so that none is infinite.
    private static let limits: ClosedRange<Double> = {
      let tail = threshold - Double.ulpOfOne
      return NormalDistribution.quantile(tail)...NormalDistribution.quantile(1 - tail)
    }()

    /// The columns, each number replaced by its share.
    public func transform(columns: [[Double]]) -> [[Double]] {
      each(columns) { quantiles, shares in
        let ascending = PiecewiseLine(x: quantiles, y: shares)
        let descending = PiecewiseLine(x: quantiles.reversed().map { -$0 }, y: shares.reversed().map { -$0 })
        let (least, largest) = (quantiles[0], quantiles[quantiles.count - 1])
        return { x in
          if x.isNaN { return .nan }
          // Where values repeat, several shares belong to one: the middle of the first and the last is taken.
          var share = 0.5 * (ascending(x) - descending(-x))
          switch distribution {
          case .uniform:
            if x == largest { share = 1 }
            if x == least { share = 0 }
            return share
          case .normal:
            if x + Self.threshold > largest { share = 1 }
            if x - Self.threshold < least { share = 0 }
            return min(max(NormalDistribution.quantile(share), Self.limits.lowerBound), Self.limits.upperBound)
          }
        }
      }
    }

    /// The columns as they were before; what lay outside of the training rows' numbers comes back as their end.
    public func inverse(columns: [[Double]]) -> [[Double]] {
      each(columns) { quantiles, shares in
        let line = PiecewiseLine(x: shares, y: quantiles)
        return { y in
          if y.isNaN { return .nan }
          guard distribution == .normal else { return y == 0 ? quantiles[0] : line(y) }
          let share = NormalDistribution.cumulative(y)
          if share - Self.threshold < 0 { return quantiles[0] }
          return share + Self.threshold > 1 ? quantiles[quantiles.count - 1] : line(share)
        }
      }
    }

    private func each(
      _ inputs: [[Double]], _ function: (_ quantiles: [Double], _ shares: [Double]) -> (Double) -> Double
    ) -> [[Double]] {
      check(inputs.count)
      return zip(inputs, columns).map { numbers, quantiles in
        guard let quantiles, !quantiles.isEmpty else { return [Double](repeating: .nan, count: numbers.count) }
        return numbers.map(function(quantiles, Quantiles.steps(from: 0, to: 1, count: quantiles.count)))
      }
    }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      let areUsable = columns.allSatisfy { quantiles in
        guard let quantiles else { return true }
        return !quantiles.isEmpty && quantiles.allSatisfy(\.isFinite)
          && zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }
      }
      return areUsable ? nil : "the quantiles are none, or not ascending finite numbers"
    }
  }
}
