/// How large one part of a division is: a share of the rows, or a number of rows.
///
/// Literals do: `test: 0.25` is a share, `test: 30` a number.
public enum SplitSize: Sendable, Equatable {
  /// A share, above 0 and below 1.
  case fraction(Double)
  /// So many rows, at least one and not all.
  case count(Int)
}

extension SplitSize: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A share of the rows.
  public init(floatLiteral value: Double) { self = .fraction(value) }

  /// A number of rows.
  public init(integerLiteral value: Int) { self = .count(value) }
}

extension SplitSize: CustomStringConvertible {
  /// The number.
  public var description: String {
    switch self {
    case .fraction(let share): "\(share)"
    case .count(let count): "\(count)"
    }
  }

  /// How many rows both parts have; a test part's share is rounded up, a training part's down, and a part that isn't
  /// named has all that the other leaves, as scikit-learn has it.
  ///
  /// - Parameters:
  ///   - standard: The share to test with if neither part is named.
  ///   - what: What is divided, for messages.
  static func sizes(
    test: SplitSize?, train: SplitSize?, standard: Double, of rows: Int, _ what: String = "rows"
  ) throws(SplitError) -> (train: Int, test: Int) {
    let test = test ?? (train == nil ? .fraction(standard) : nil)
    try test?.check("test", rows, what)
    try train?.check("train", rows, what)
    if case .fraction(let first) = test, case .fraction(let second) = train, first + second > 1 {
      throw SplitError("the shares of test and train are \(first + second) together; reduce them to 1 or less")
    }
    let testCount = test?.rows(of: rows, rounded: .up)
    let trainCount = train?.rows(of: rows, rounded: .down)
    let sizes = (train: trainCount ?? rows - (testCount ?? 0), test: testCount ?? rows - (trainCount ?? 0))
    guard sizes.train + sizes.test <= rows else {
      throw SplitError(
        "test and train ask for \(sizes.test) and \(sizes.train) of \(rows) \(what); reduce one of them")
    }
    guard sizes.train > 0 else {
      throw SplitError("of \(rows) \(what) none would be left to train on; add \(what), or test with fewer")
    }
    return sizes
  }

  private func rows(of count: Int, rounded rule: FloatingPointRoundingRule) -> Int {
    switch self {
    case .fraction(let share): Int((share * Double(count)).rounded(rule))
    case .count(let count): count
    }
  }

  private func check(_ name: String, _ rows: Int, _ what: String) throws(SplitError) {
    let isPossible =
      switch self {
      case .fraction(let share): share > 0 && share < 1
      case .count(let count): count > 0 && count < rows
      }
    guard isPossible else {
      throw SplitError(
        "\(name) must be a share above 0 and below 1, or a number above 0 and below the \(rows) \(what), but is \(self)"
      )
    }
  }
}
