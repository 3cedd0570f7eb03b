import MyelinCore

/// Every row once alone the part to test with.
///
/// Source: scikit-learn, `sklearn.model_selection.LeaveOneOut`.
public struct LeaveOneOut: RowSplitter, Equatable {
  /// The recipe, which has no arguments.
  public init() {}

  /// The divisions, one for each row.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    guard count >= 2 else {
      throw SplitError("of \(count) rows none can be left out, with others to train on; add rows")
    }
    return RowSplits(folds: [Array(0..<count)], count: count)
  }
}

/// Every set of so many rows once the part to test with.
///
/// Source: scikit-learn, `sklearn.model_selection.LeavePOut`.
public struct LeavePOut: RowSplitter, Equatable {
  /// The number of rows to test with, below the number of rows.
  public var count: Int

  /// Tests of so many rows.
  public init(_ count: Int) { self.count = count }

  /// The divisions, sets of rows in ascending order of their positions.
  ///
  /// - Throws: ``SplitError`` also if there are too many sets for memory.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    guard self.count >= 1, self.count < count else {
      throw SplitError(
        "the number of rows to leave out must be from 1 to below the \(count) rows, but is \(self.count)")
    }
    var sets = 1
    for index in 1...min(self.count, count - self.count) {
      // Every quotient is a whole number: the sets of so many rows.
      let (product, overflows) = sets.multipliedReportingOverflow(by: count - index + 1)
      sets = overflows ? .max : product / index
      try SplitError.check(sets, "the number of sets", rows: count)
    }
    var chosen = Array(0..<self.count)
    var splits: [RowSplit] = []
    splits.reserveCapacity(sets)
    while true {
      let left = Set(chosen)
      splits.append(RowSplit(train: (0..<count).filter { !left.contains($0) }, test: chosen))
      guard let place = chosen.indices.last(where: { chosen[$0] < count - chosen.count + $0 }) else { break }
      let start = chosen[place] + 1
      for offset in 0..<chosen.count - place { chosen[place + offset] = start + offset }
    }
    return RowSplits(splits)
  }
}
