/// Takes away every column's median and divides by the distance of two quantiles: outliers hardly matter.
///
/// As scikit-learn's `RobustScaler`.
///
/// ```swift
/// let scaler = RobustScaler(quantiles: 10...90, unitVariance: true).fitted(to: training)
/// let x = scaler.transform(test)
/// ```
public struct RobustScaler: NumericTransform {
  /// Whether the median is taken away.
  public var centers: Bool
  /// Whether the numbers are divided by the distance of the quantiles.
  public var scales: Bool
  /// The two quantiles, in percent.
  public var quantiles: ClosedRange<Double>
  /// Whether the scale is that of a normal distribution's standard deviation.
  public var unitVariance: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - centers: Whether the median is taken away.
  ///   - scales: Whether the numbers are divided by the distance of the quantiles.
  ///   - quantiles: The two quantiles in percent, within 0 and 100, or the program stops.
  ///   - unitVariance: Whether the distance is divided by that of the same quantiles of the standard normal
  ///     distribution, so that normally distributed numbers get a variance of 1.
  public init(
    centers: Bool = true, scales: Bool = true, quantiles: ClosedRange<Double> = 25...75, unitVariance: Bool = false
  ) {
    let isUsable = unitVariance ? quantiles.lowerBound > 0 && quantiles.upperBound < 100 && !quantiles.isPoint : true
    guard quantiles.lowerBound >= 0, quantiles.upperBound <= 100, isUsable else {
      fatalError(
        "RobustScaler: the quantiles \(quantiles) must lie within 0 and 100"
          + (unitVariance ? ", ends left out, and differ" : ""))
    }
    self.centers = centers
    self.scales = scales
    self.quantiles = quantiles
    self.unitVariance = unitVariance
  }

  /// Learns medians and quantiles; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    let (low, high) = (quantiles.lowerBound / 100, quantiles.upperBound / 100)
    let adjustment =
      unitVariance ? NormalDistribution.quantile(high) - NormalDistribution.quantile(low) : 1
    return Fitted(
      columns: columns.map { column in
        let sorted = Quantiles.sorted(column)
        guard !sorted.isEmpty else { return nil }
        let distance = Quantiles.linear(sorted, high) - Quantiles.linear(sorted, low)
        return AffineColumn(
          center: centers ? Quantiles.median(sorted) : 0, scale: scales ? usableScale(distance) / adjustment : 1)
      })
  }

  /// Medians and distances that were learnt.
  public struct Fitted: AffineTransform {
    /// What files call the type.
    public static let typeName = "RobustScaler"

    let columns: [AffineColumn?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The columns, moved and divided.
    public func transform(columns: [[Double]]) -> [[Double]] { moved(columns) }

    /// The columns as they were before.
    public func inverse(columns: [[Double]]) -> [[Double]] { movedBack(columns) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? { columnProblem }

    /// What is taken away from each column: the median, or 0; NaN for a column without values.
    public var centers: [Double] { columns.map { $0?.center ?? .nan } }
    /// What each column is divided by; NaN for a column without values.
    public var scales: [Double] { columns.map { $0?.scale ?? .nan } }
  }
}

extension ClosedRange<Double> {
  fileprivate var isPoint: Bool { lowerBound == upperBound }
}
