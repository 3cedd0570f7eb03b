/// Stretches every column from its smallest and largest value to a range: 0 to 1 if not told otherwise.
///
/// A column whose values are all equal goes to the lower end. As scikit-learn's `MinMaxScaler`.
///
/// ```swift
/// let scaler = MinMaxScaler(range: -1...1, clips: true).fitted(to: training)
/// let x = scaler.transform(test)   // nothing outside of −1...1
/// ```
public struct MinMaxScaler: NumericTransform {
  /// What the smallest and the largest value become.
  public var range: ClosedRange<Double>
  /// Whether what lies outside in other rows is cut to the range.
  public var clips: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - range: What the smallest and the largest value become; of finite ends that differ, or the program stops.
  ///   - clips: Whether what lies outside in other rows is cut to the range.
  public init(range: ClosedRange<Double> = 0...1, clips: Bool = false) {
    guard range.lowerBound < range.upperBound, range.lowerBound.isFinite, range.upperBound.isFinite else {
      fatalError("MinMaxScaler: the range \(range) must have finite ends that differ")
    }
    self.range = range
    self.clips = clips
  }

  /// Learns the smallest and the largest value of each column; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    Fitted(
      low: range.lowerBound, high: range.upperBound, clips: clips,
      columns: columns.map { column in
        let present = column.lazy.filter { !$0.isNaN }
        guard let least = present.min(), let largest = present.max() else { return nil }
        return Fitted.Extremes(minimum: least, maximum: largest)
      })
  }

  /// Smallest and largest values that were learnt.
  public struct Fitted: InvertibleNumericTransform, PerColumn {
    /// What files call the type.
    public static let typeName = "MinMaxScaler"

    struct Extremes: Sendable, Equatable, Codable {
      var minimum: Double
      var maximum: Double
    }

    let low: Double
    let high: Double
    let clips: Bool
    let columns: [Extremes?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The smallest value of each column; NaN for one without values.
    public var minima: [Double] { columns.map { $0?.minimum ?? .nan } }
    /// The largest value of each column; NaN for one without values.
    public var maxima: [Double] { columns.map { $0?.maximum ?? .nan } }

    /// The columns, stretched to the range.
    public func transform(columns: [[Double]]) -> [[Double]] {
      map(columns) { extremes, x in
        let scale = self.scale(extremes)
        let y = x * scale + (low - extremes.minimum * scale)
        return clips && !y.isNaN ? min(max(y, low), high) : y
      }
    }

    /// The columns as they were before; what was cut stays cut.
    public func inverse(columns: [[Double]]) -> [[Double]] {
      map(columns) { extremes, y in
        let scale = self.scale(extremes)
        return (y - (low - extremes.minimum * scale)) / scale
      }
    }

    private func scale(_ extremes: Extremes) -> Double {
      (high - low) / usableScale(extremes.maximum - extremes.minimum)
    }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      let areFinite = columns.allSatisfy { column in
        column.map { $0.minimum.isFinite && $0.maximum.isFinite && $0.minimum <= $0.maximum } ?? true
      }
      return areFinite && low.isFinite && high.isFinite && low < high ? nil : "the range is not usable"
    }
  }
}

/// Divides every column by its largest magnitude, so that all lies within −1 and 1, and 0 stays 0.
///
/// A column of zeros stays as it is. As scikit-learn's `MaxAbsScaler`.
///
/// ```swift
/// let x = MaxAbsScaler().fitted(to: training).transform(test)
/// ```
public struct MaxAbsScaler: NumericTransform {
  /// A description.
  public init() {}

  /// Learns the largest magnitude of each column; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    Fitted(
      columns: columns.map { column in
        column.lazy.filter { !$0.isNaN }.map(abs).max().map { AffineColumn(center: 0, scale: usableScale($0)) }
      })
  }

  /// Largest magnitudes that were learnt.
  public struct Fitted: AffineTransform {
    /// What files call the type.
    public static let typeName = "MaxAbsScaler"

    let columns: [AffineColumn?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The columns, moved and divided.
    public func transform(columns: [[Double]]) -> [[Double]] { moved(columns) }

    /// The columns as they were before.
    public func inverse(columns: [[Double]]) -> [[Double]] { movedBack(columns) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? { columnProblem }

    /// What each column is divided by; NaN for a column without values.
    public var scales: [Double] { columns.map { $0?.scale ?? .nan } }
  }
}
