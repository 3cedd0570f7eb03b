import MyelinCore

/// Folds in which each class has its share, each once the part to test with. Positions are ascending.
///
/// Sizes of folds differ by one row at most. A class of fewer rows than folds is missing in some of them.
///
/// Source: scikit-learn, `sklearn.model_selection.StratifiedKFold`.
public struct StratifiedKFold: LabelSplitter, Equatable {
  /// The number of folds, from 2 to the number of rows of the largest class.
  public var folds: Int
  /// Whether the rows of each class are dealt out at random; otherwise folds are runs of a class's rows.
  public var shuffle: Bool

  /// Folds with scikit-learn's defaults: five runs.
  public init(_ folds: Int = 5, shuffle: Bool = false) { (self.folds, self.shuffle) = (folds, shuffle) }

  /// The divisions, one for each fold.
  ///
  /// - Throws: ``SplitError`` also if every class has fewer rows than there are folds.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try check(labels)
    return RowSplits(folds: [assignment(labels, &random)], count: folds)
  }

  func check(_ labels: RowLabels) throws(SplitError) {
    try SplitError.check(folds: folds, rows: labels.count)
    let most = labels.counts.max() ?? 0
    guard folds <= most else {
      throw SplitError(
        "folds must be no more than the \(most) \(most == 1 ? "row" : "rows") of the largest class, but is \(folds)")
    }
  }

  /// The fold of each row.
  func assignment(_ labels: RowLabels, _ random: inout NumPyRandomState) -> [Int] {
    // Classes count in the order of appearance, and their rows, laid end to end, are dealt out in turn: that says how
    // many of each class every fold gets.
    let members = labels.members.sorted { $0[0] < $1[0] }
    var result = [Int](repeating: 0, count: labels.count)
    var place = 0
    for rows in members {
      var counts = [Int](repeating: 0, count: folds)
      for offset in rows.indices { counts[(place + offset) % folds] += 1 }
      place += rows.count
      var dealt = counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
      if shuffle { random.shuffle(&dealt) }
      for (row, fold) in zip(rows, dealt) { result[row] = fold }
    }
    return result
  }
}

/// Shuffled ``StratifiedKFold``s, one after the other.
///
/// Source: scikit-learn, `sklearn.model_selection.RepeatedStratifiedKFold`.
public struct RepeatedStratifiedKFold: LabelSplitter, Equatable {
  /// The number of folds, from 2 to the number of rows of the largest class.
  public var folds: Int
  /// How many times the rows are dealt out.
  public var repeats: Int

  /// Folds with scikit-learn's defaults: five, ten times.
  public init(_ folds: Int = 5, repeats: Int = 10) { (self.folds, self.repeats) = (folds, repeats) }

  /// The divisions, one for each fold of each repetition.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    let fold = StratifiedKFold(folds, shuffle: true)
    try fold.check(labels)
    try SplitError.check(repeats, "repeats", rows: labels.count)
    return RowSplits(folds: (0..<repeats).map { _ in fold.assignment(labels, &random) }, count: folds)
  }
}
