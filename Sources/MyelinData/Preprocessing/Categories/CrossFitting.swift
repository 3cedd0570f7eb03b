import MyelinCore

/// The parts in which targets are encoded, each by what the others say: scikit-learn's `KFold`, or `StratifiedKFold` for classes.
struct CrossFitting {
  let rows: Int
  let folds: Int
  /// The seed of the order in which rows are dealt out; nil for runs of rows.
  let seed: UInt32?

  /// The part of each row.
  ///
  /// - Throws: ``TableError`` if there are too few rows for so many parts.
  func parts(_ context: FittingContext) throws(TableError) -> [Int] {
    var random = NumPyRandomState(seed: seed ?? 0)
    do {
      if case .classes(let classes, _) = context.target {
        let labels = try RowLabels(classes)
        let division = StratifiedKFold(folds, shuffle: seed != nil)
        try division.check(labels)
        return division.assignment(labels, &random)
      }
      try SplitError.check(folds: folds, rows: rows)
      return KFold(folds, shuffle: seed != nil).assignment(rows, &random)
    } catch {
      throw TableError(
        .badSplit, path: context.table?.path,
        "\(rows) rows are too few to encode categories by their targets in \(folds) parts; add rows, or encode otherwise"
      )
    }
  }
}
