import MyelinCore

/// Folds of whole groups, each once the part to test with. Positions are ascending.
///
/// Source: scikit-learn, `sklearn.model_selection.GroupKFold`.
public struct GroupKFold: LabelSplitter, Equatable {
  /// The number of folds, from 2 to the number of groups.
  public var folds: Int
  /// Whether groups are dealt out at random, as many to each fold; otherwise the largest comes first, to the fold that has
  /// the fewest rows.
  public var shuffle: Bool

  /// Folds with scikit-learn's defaults: five, made of the largest groups first.
  public init(_ folds: Int = 5, shuffle: Bool = false) { (self.folds, self.shuffle) = (folds, shuffle) }

  /// The divisions, one for each fold.
  ///
  /// - Throws: ``SplitError`` also if there are fewer groups than folds.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(folds: folds, rows: labels.count)
    let groups = labels.names.count
    guard folds <= groups else {
      throw SplitError("folds must be no more than the \(groups) groups, but is \(folds); take fewer folds")
    }
    let fold = shuffle ? KFold(folds, shuffle: true).assignment(groups, &random) : balanced(labels.counts)
    return RowSplits(folds: [labels.codes.map { fold[$0] }], count: folds)
  }

  /// The fold of each group.
  private func balanced(_ counts: [Int]) -> [Int] {
    var rows = [Int](repeating: 0, count: folds)
    var result = [Int](repeating: 0, count: counts.count)
    // The largest first; of equal ones the last.
    for group in counts.indices.sorted(by: { (counts[$0], $0) > (counts[$1], $1) }) {
      let lightest = rows.indices.min { rows[$0] < rows[$1] } ?? 0
      rows[lightest] += counts[group]
      result[group] = lightest
    }
    return result
  }
}

/// Every group once the part to test with, in ascending order of the groups.
///
/// Source: scikit-learn, `sklearn.model_selection.LeaveOneGroupOut`.
public struct LeaveOneGroupOut: LabelSplitter, Equatable {
  /// The recipe, which has no arguments.
  public init() {}

  /// The divisions, one for each group.
  ///
  /// - Throws: ``SplitError`` if there are fewer than two groups.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    let groups = labels.names.count
    guard groups >= 2 else {
      throw SplitError(
        "of \(groups) \(groups == 1 ? "group" : "groups") none can be left out, with others to train on; add groups")
    }
    return RowSplits(folds: [labels.codes], count: groups)
  }
}

/// Divisions of whole groups, drawn anew each time. Positions are ascending.
///
/// Source: scikit-learn, `sklearn.model_selection.GroupShuffleSplit`.
public struct GroupShuffleSplit: LabelSplitter, Equatable {
  /// The number of divisions.
  public var count: Int
  /// How many groups to test with, a share rounded up; nil for all that the other part leaves, or a fifth.
  public var test: SplitSize?
  /// How many groups to train on, a share rounded down; nil for all that the other part leaves.
  public var train: SplitSize?

  /// Divisions with scikit-learn's defaults: five, each with a fifth of the groups to test with.
  public init(_ count: Int = 5, test: SplitSize? = nil, train: SplitSize? = nil) {
    (self.count, self.test, self.train) = (count, test, train)
  }

  /// The divisions.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(count, "the number of splits", rows: labels.count)
    let groups = labels.names.count
    let sizes = try SplitSize.sizes(test: test, train: train, standard: 0.2, of: groups, "groups")
    return RowSplits(
      (0..<count).map { _ in
        let parts = ShuffleSplit.split(groups, sizes, &random)
        let (train, test) = (Set(parts.train), Set(parts.test))
        return RowSplit(
          train: labels.codes.indices.filter { train.contains(labels.codes[$0]) },
          test: labels.codes.indices.filter { test.contains(labels.codes[$0]) })
      })
  }
}
