import MyelinCore

/// Rows in the order of time: each division tests with rows that come after those it trains on.
///
/// Source: scikit-learn, `sklearn.model_selection.TimeSeriesSplit`.
public struct TimeSeriesSplit: RowSplitter, Equatable {
  /// The number of divisions, 2 or more.
  public var count: Int
  /// The most rows to train on, the latest ones; nil for all earlier rows.
  public var trainLimit: Int?
  /// The number of rows to test with; nil for the number of rows divided by one more than ``count``.
  public var test: Int?
  /// The number of rows between the two parts.
  public var gap: Int

  /// Divisions with scikit-learn's defaults: five, of all earlier rows and no gap.
  public init(_ count: Int = 5, trainLimit: Int? = nil, test: Int? = nil, gap: Int = 0) {
    (self.count, self.trainLimit, self.test, self.gap) = (count, trainLimit, test, gap)
  }

  /// The divisions, the earliest first; nothing is drawn.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    guard self.count >= 2 else { throw SplitError("the number of splits must be 2 or more, but is \(self.count)") }
    guard self.count < count else {
      throw SplitError("the number of splits must be below the \(count) rows, but is \(self.count)")
    }
    let test = test ?? count / (self.count + 1)
    if let trainLimit, trainLimit < 1 { throw SplitError("trainLimit must be 1 or more, but is \(trainLimit)") }
    for (name, value, least) in [("test", test, 1), ("gap", gap, 0)] where value < least || value > count {
      throw SplitError("\(name) must be from \(least) to the \(count) rows, but is \(value)")
    }
    guard test <= (count - 1 - gap) / self.count else {
      throw SplitError(
        "\(self.count) splits of \(test) rows to test with and a gap of \(gap) leave nothing of \(count) rows to train "
          + "on; take fewer or smaller ones")
    }
    try SplitError.check(self.count, "the number of splits", rows: count)
    return RowSplits(
      (0..<self.count).map { index in
        let start = count - (self.count - index) * test
        let end = start - gap
        return RowSplit(
          train: Array(max(0, end - (trainLimit ?? end))..<end), test: Array(start..<start + test))
      })
  }
}
