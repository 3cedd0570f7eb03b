import MyelinCore

/// Folds of nearly equal size, each once the part to test with. Positions are ascending.
///
/// Source: scikit-learn, `sklearn.model_selection.KFold`.
public struct KFold: RowSplitter, Equatable {
  /// The number of folds, from 2 to the number of rows.
  public var folds: Int
  /// Whether the rows are put in random order before they are dealt out; otherwise folds are runs of rows.
  public var shuffle: Bool

  /// Folds with scikit-learn's defaults: five runs.
  public init(_ folds: Int = 5, shuffle: Bool = false) { (self.folds, self.shuffle) = (folds, shuffle) }

  /// The divisions, one for each fold.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(folds: folds, rows: count)
    return RowSplits(folds: [assignment(count, &random)], count: folds)
  }

  /// The fold of each row.
  func assignment(_ count: Int, _ random: inout NumPyRandomState) -> [Int] {
    var order = Array(0..<count)
    if shuffle { random.shuffle(&order) }
    var result = [Int](repeating: 0, count: count)
    var start = 0
    for fold in 0..<folds {
      let end = start + count / folds + (fold < count % folds ? 1 : 0)
      for row in order[start..<end] { result[row] = fold }
      start = end
    }
    return result
  }
}

/// Shuffled ``KFold``s, one after the other.
///
/// Source: scikit-learn, `sklearn.model_selection.RepeatedKFold`.
public struct RepeatedKFold: RowSplitter, Equatable {
  /// The number of folds, from 2 to the number of rows.
  public var folds: Int
  /// How many times the rows are dealt out.
  public var repeats: Int

  /// Folds with scikit-learn's defaults: five, ten times.
  public init(_ folds: Int = 5, repeats: Int = 10) { (self.folds, self.repeats) = (folds, repeats) }

  /// The divisions, one for each fold of each repetition.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(folds: folds, rows: count)
    try SplitError.check(repeats, "repeats", rows: count)
    let fold = KFold(folds, shuffle: true)
    return RowSplits(folds: (0..<repeats).map { _ in fold.assignment(count, &random) }, count: folds)
  }
}
