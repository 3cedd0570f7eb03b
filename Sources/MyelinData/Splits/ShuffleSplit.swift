import MyelinCore

/// Divisions drawn anew each time; tests may overlap.
///
/// Source: scikit-learn, `sklearn.model_selection.ShuffleSplit`.
public struct ShuffleSplit: RowSplitter, Equatable {
  /// The number of divisions.
  public var count: Int
  /// How many rows to test with, a share rounded up; nil for all that the other part leaves, or a tenth.
  public var test: SplitSize?
  /// How many rows to train on, a share rounded down; nil for all that the other part leaves.
  public var train: SplitSize?

  /// Divisions with scikit-learn's defaults: ten, each with a tenth of the rows to test with.
  public init(_ count: Int = 10, test: SplitSize? = nil, train: SplitSize? = nil) {
    (self.count, self.test, self.train) = (count, test, train)
  }

  /// The divisions, each in the order drawn.
  public func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(self.count, "the number of splits", rows: count)
    let sizes = try SplitSize.sizes(test: test, train: train, standard: 0.1, of: count)
    return RowSplits((0..<self.count).map { _ in Self.split(count, sizes, &random) })
  }

  /// One division.
  static func split(
    _ count: Int, _ sizes: (train: Int, test: Int), _ random: inout NumPyRandomState
  ) -> RowSplit {
    let parts = parts(count, [sizes.train, sizes.test], &random)
    return RowSplit(train: parts[0], test: parts[1])
  }

  /// Several parts of rows in random order, the last part first.
  static func parts(_ count: Int, _ sizes: [Int], _ random: inout NumPyRandomState) -> [[Int]] {
    let order = random.permutation(count)
    var start = 0
    let reversed = sizes.reversed().map { size in
      defer { start += size }
      return Array(order[start..<start + size])
    }
    return reversed.reversed()
  }
}
