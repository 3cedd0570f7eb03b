import MyelinCore

/// Folds of whole groups in which each class has about its share, each once the part to test with. Positions are ascending.
///
/// ```swift
/// let splits = try StratifiedGroupKFold(3).splits(
///   by: RowLabels(["sick", "well", "well", "sick", "well", "sick"]), groups: RowLabels([1, 1, 2, 2, 3, 4]))
/// ```
///
/// Groups whose classes are the most uneven come first, each to the fold where the shares of classes then differ least
/// between folds; of folds that are as good, to the one with the fewest rows. Where few groups have many rows, shares of
/// classes can't be kept.
///
/// Source: scikit-learn, `sklearn.model_selection.StratifiedGroupKFold`.
public struct StratifiedGroupKFold: Sendable, Equatable {
  /// The number of folds, from 2 to the number of groups, and of rows of the largest class.
  public var folds: Int
  /// Whether groups that are alike come in random order; in ascending order otherwise.
  public var shuffle: Bool

  /// Folds with scikit-learn's defaults: five, not shuffled.
  public init(_ folds: Int = 5, shuffle: Bool = false) { (self.folds, self.shuffle) = (folds, shuffle) }

  /// The divisions, one for each fold, drawn from a state of their own.
  ///
  /// - Parameters:
  ///   - classes: The class of each row.
  ///   - groups: The group of each row; another number of rows stops the program.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if the rows can't be divided in this way, or there is no such seed.
  public func splits(by classes: RowLabels, groups: RowLabels, seed: Int? = nil) throws(SplitError) -> RowSplits {
    var random = try NumPyRandomState(checking: seed)
    return try splits(by: classes, groups: groups, using: &random)
  }

  /// The divisions, one for each fold.
  ///
  /// - Parameters:
  ///   - classes: The class of each row.
  ///   - groups: The group of each row; another number of rows stops the program.
  ///   - random: Where the draws come from; it moves on if groups are shuffled.
  /// - Throws: ``SplitError`` if there are more folds than groups, or than rows of any class.
  public func splits(
    by classes: RowLabels, groups: RowLabels, using random: inout NumPyRandomState
  ) throws(SplitError) -> RowSplits {
    guard classes.count == groups.count else {
      fatalError("StratifiedGroupKFold: there are \(classes.count) classes for rows of \(groups.count) groups")
    }
    try StratifiedKFold(folds).check(classes)
    let groupCount = groups.names.count
    guard folds <= groupCount else {
      throw SplitError("folds must be no more than the \(groupCount) groups, but is \(folds); take fewer folds")
    }
    var counts = [[Double]](repeating: [Double](repeating: 0, count: classes.names.count), count: groupCount)
    for (label, group) in zip(classes.codes, groups.codes) { counts[group][label] += 1 }
    var order = Array(0..<groupCount)
    if shuffle { random.shuffle(&order) }
    let spreads = counts.map(Self.deviation)
    let places = order.indices.sorted { (-spreads[order[$0]], $0) < (-spreads[order[$1]], $1) }
    var balance = FoldBalance(folds: folds, totals: classes.counts.map(Double.init))
    var fold = [Int](repeating: 0, count: groupCount)
    for group in places.map({ order[$0] }) { fold[group] = balance.add(counts[group]) }
    return RowSplits(folds: [groups.codes.map { fold[$0] }], count: folds)
  }

  /// The standard deviation of a population, its numbers added in NumPy's order.
  fileprivate static func deviation(_ values: [Double]) -> Double {
    let mean = values.pairwiseSum / Double(values.count)
    return (values.map { ($0 - mean) * ($0 - mean) }.pairwiseSum / Double(values.count)).squareRoot()
  }
}

/// How many rows of each class the folds have so far.
private struct FoldBalance {
  private var counts: [[Double]]
  private let totals: [Double]

  init(folds: Int, totals: [Double]) {
    counts = [[Double]](repeating: [Double](repeating: 0, count: totals.count), count: folds)
    self.totals = totals
  }

  /// Adds a group to the fold where it fits best, and tells which.
  mutating func add(_ group: [Double]) -> Int {
    var (best, leastUneven, fewestRows) = (0, Double.infinity, Double.infinity)
    for fold in counts.indices {
      let before = counts[fold]
      counts[fold] = zip(before, group).map { $0 + $1 }
      let uneven = unevenness
      counts[fold] = before
      let rows = before.reduce(0, +)
      let isAsGood = leastUneven.isFinite && abs(uneven - leastUneven) <= 1e-8 + 1e-5 * leastUneven
      if uneven < leastUneven || isAsGood && rows < fewestRows {
        (best, leastUneven, fewestRows) = (fold, uneven, rows)
      }
    }
    counts[best] = zip(counts[best], group).map { $0 + $1 }
    return best
  }

  /// How much the shares of a class differ between folds, on average over the classes.
  private var unevenness: Double {
    let spreads = totals.indices.map { label in
      let shares = counts.map { $0[label] / totals[label] }
      // Along the folds NumPy adds one after the other, unless there is nothing beside them.
      guard totals.count > 1 else { return StratifiedGroupKFold.deviation(shares) }
      let mean = shares.reduce(0, +) / Double(shares.count)
      return (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shares.count)).squareRoot()
    }
    return spreads.pairwiseSum / Double(spreads.count)
  }
}
