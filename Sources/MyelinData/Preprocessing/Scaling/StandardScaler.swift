/// Makes every column's mean 0 and its standard deviation 1: (x − mean) / standard deviation.
///
/// The deviation is the population's, divided by the number of values. A column whose values are all equal is only
/// centred. As scikit-learn's `StandardScaler`.
///
/// ```swift
/// let scaler = StandardScaler().fitted(to: training)
/// let x = scaler.transform(test)
/// let again = scaler.inverse(x)
/// ```
public struct StandardScaler: NumericTransform {
  /// Whether the mean is taken away.
  public var centers: Bool
  /// Whether the numbers are divided by the standard deviation.
  public var scales: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - centers: Whether the mean is taken away.
  ///   - scales: Whether the numbers are divided by the standard deviation.
  public init(centers: Bool = true, scales: Bool = true) {
    self.centers = centers
    self.scales = scales
  }

  /// Learns means and standard deviations; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    Fitted(
      columns: columns.map { column in
        Moments(column).map { moments in
          let scale = scales && moments.standardDeviation > 0 ? moments.standardDeviation : 1
          return AffineColumn(center: centers ? moments.mean : 0, scale: scale)
        }
      })
  }

  /// Means and standard deviations that were learnt.
  public struct Fitted: AffineTransform {
    /// What files call the type.
    public static let typeName = "StandardScaler"

    let columns: [AffineColumn?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The columns, moved and divided.
    public func transform(columns: [[Double]]) -> [[Double]] { moved(columns) }

    /// The columns as they were before.
    public func inverse(columns: [[Double]]) -> [[Double]] { movedBack(columns) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? { columnProblem }

    /// What is taken away from each column: the mean, or 0; NaN for a column without values.
    public var means: [Double] { columns.map { $0?.center ?? .nan } }
    /// What each column is divided by: the standard deviation, or 1; NaN for a column without values.
    public var standardDeviations: [Double] { columns.map { $0?.scale ?? .nan } }
  }
}
