import RealModule

/// Takes the natural logarithm of every number, or of one more than it.
///
/// In a table a number that has no logarithm is an error that names its cell; in a tensor it becomes NaN or −∞, as in NumPy.
///
/// ```swift
/// let income = LogTransform(addsOne: true)   // log1p: 0 stays 0
/// ```
public struct LogTransform: NumericTransform {
  /// Whether 1 is added before: log(1 + x).
  public var addsOne: Bool

  /// A description.
  ///
  /// - Parameter addsOne: Whether 1 is added before, so that counts from 0 on have a logarithm.
  public init(addsOne: Bool = true) { self.addsOne = addsOne }

  /// There is nothing to learn but the number of columns.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    Fitted(addsOne: addsOne, inputCount: columns.count)
  }

  /// Logarithms of a number of columns.
  public struct Fitted: InvertibleNumericTransform {
    /// What files call the type.
    public static let typeName = "LogTransform"

    let addsOne: Bool
    /// The number of columns that it takes.
    public let inputCount: Int

    /// What to do about a number that has no logarithm.
    public static var remedy: String {
      "only positive numbers have a logarithm (above -1 if 1 is added); clip or correct it"
    }

    /// Finite numbers.
    public static func isUsable(_ result: Double) -> Bool { result.isFinite }

    /// The logarithms.
    public func transform(columns: [[Double]]) -> [[Double]] {
      check(columns.count)
      return columns.map { $0.map { addsOne ? .log(onePlus: $0) : .log($0) } }
    }

    /// The numbers that have these logarithms.
    public func inverse(columns: [[Double]]) -> [[Double]] {
      columns.map { $0.map { addsOne ? .expMinusOne($0) : .exp($0) } }
    }
  }
}
