/// Divides every row by its length, so that only the proportions within a row matter.
///
/// A row of zeros stays as it is, and one with a missing value becomes NaN. As scikit-learn's `Normalizer`.
///
/// ```swift
/// let x = Normalizer(.l1).fitted(to: counts).transform(counts)   // shares: the magnitudes of a row sum to 1
/// ```
public struct Normalizer: NumericTransform {
  /// How the length of a row is measured.
  public enum Norm: String, Sendable, Codable, CaseIterable {
    /// The sum of the magnitudes.
    case l1
    /// The square root of the sum of the squares.
    case l2
    /// The largest magnitude.
    case max
  }

  /// How the length of a row is measured.
  public var norm: Norm

  /// A description.
  public init(_ norm: Norm = .l2) { self.norm = norm }

  /// There is nothing to learn but the number of columns.
  public func fitted(toColumns columns: [[Double]]) -> Fitted { Fitted(norm: norm, inputCount: columns.count) }

  /// A norm for rows of a number of columns.
  public struct Fitted: FittedNumericTransform {
    /// What files call the type.
    public static let typeName = "Normalizer"
    /// A row is divided by the length of all of it.
    public static var mixesColumns: Bool { true }

    /// How the length of a row is measured.
    public let norm: Norm
    /// The number of columns.
    public let inputCount: Int

    /// The columns, every row divided by its length.
    public func transform(columns: [[Double]]) -> [[Double]] {
      check(columns.count)
      var lengths = [Double](repeating: 0, count: columns.first?.count ?? 0)
      for column in columns {
        for (row, x) in column.enumerated() {
          switch norm {
          case .l1: lengths[row] += abs(x)
          case .l2: lengths[row] += x * x
          // `max` would lose a missing value.
          case .max: lengths[row] = x.isNaN || lengths[row].isNaN ? .nan : Swift.max(lengths[row], abs(x))
          }
        }
      }
      if norm == .l2 { lengths = lengths.map { $0.squareRoot() } }
      lengths = lengths.map(usableScale)
      return columns.map { column in zip(column, lengths).map { $0 / $1 } }
    }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? { inputCount >= 0 ? nil : "the number of columns is negative" }
  }
}
