/// Cuts numbers to a range: what lies outside becomes its end.
///
/// ```swift
/// let x = Clipper(-3...3).fitted(to: x).transform(x)
/// ```
public struct Clipper: NumericTransform {
  /// The range, whose ends may be infinite.
  public var range: ClosedRange<Double>

  /// A description.
  public init(_ range: ClosedRange<Double>) { self.range = range }

  /// There is nothing to learn but the number of columns.
  public func fitted(toColumns columns: [[Double]]) -> Fitted { Fitted(range: range, inputCount: columns.count) }

  /// A range for a number of columns.
  public struct Fitted: InvertibleNumericTransform {
    /// What files call the type.
    public static let typeName = "Clipper"

    /// What ends at nothing is nil, since JSON has no infinite numbers.
    private let low: Double?
    private let high: Double?
    /// The number of columns that it takes.
    public let inputCount: Int

    init(range: ClosedRange<Double>, inputCount: Int) {
      low = range.lowerBound.isFinite ? range.lowerBound : nil
      high = range.upperBound.isFinite ? range.upperBound : nil
      self.inputCount = inputCount
    }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      low ?? -.infinity <= high ?? .infinity ? nil : "the range's end comes before its beginning"
    }

    /// The columns within the range.
    public func transform(columns: [[Double]]) -> [[Double]] {
      check(columns.count)
      let (low, high) = (low ?? -.infinity, high ?? .infinity)
      return columns.map { $0.map { $0 < low ? low : $0 > high ? high : $0 } }
    }

    /// The columns as they are: what was cut stays cut.
    public func inverse(columns: [[Double]]) -> [[Double]] { columns }
  }
}
