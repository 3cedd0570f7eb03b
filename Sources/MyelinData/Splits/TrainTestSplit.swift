import MyelinCore

/// One division into rows to train on and rows to test with.
///
/// ```swift
/// let halves = try TrainTestSplit(test: 0.5).split(rows: 100, seed: 1)
/// let (train, test) = try table.split(test: 0.2, stratifiedBy: "species", seed: 1)
/// ```
///
/// Source: scikit-learn, `sklearn.model_selection.train_test_split`: positions and order are equal.
public struct TrainTestSplit: Sendable, Equatable {
  /// How many rows to test with, a share rounded up; nil for all that the other part leaves, or a quarter.
  public var test: SplitSize?
  /// How many rows to train on, a share rounded down; nil for all that the other part leaves.
  public var train: SplitSize?
  /// Whether the rows are put in random order first; otherwise the first ones are to train on, the next to test with.
  public var shuffle: Bool

  /// A division with scikit-learn's defaults: a quarter of the rows, drawn at random, to test with.
  public init(test: SplitSize? = nil, train: SplitSize? = nil, shuffle: Bool = true) {
    (self.test, self.train, self.shuffle) = (test, train, shuffle)
  }

  /// Divides rows.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - random: Where the draws come from; it moves on.
  /// - Throws: ``SplitError`` if a part's size isn't possible.
  public func split(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplit {
    let sizes = try sizes(of: count)
    guard shuffle else {
      return RowSplit(
        train: Array(0..<sizes.train), test: Array(sizes.train..<sizes.train + sizes.test))
    }
    return ShuffleSplit.split(count, sizes, &random)
  }

  /// Divides rows, of each class the same share (`stratify`).
  ///
  /// - Parameters:
  ///   - labels: The class of each row.
  ///   - random: Where the draws come from; it moves on.
  /// - Throws: ``SplitError`` if a part's size isn't possible or less than the number of classes, if a class has one row
  ///   only, or if rows aren't shuffled.
  public func split(
    stratifiedBy labels: RowLabels, using random: inout NumPyRandomState
  ) throws(SplitError) -> RowSplit {
    let sizes = try sizes(of: labels.count)
    guard shuffle else {
      throw SplitError("rows can't be divided by class in their own order; shuffle them, or leave the classes out")
    }
    try StratifiedShuffleSplit.check(labels, [("train", sizes.train), ("test", sizes.test)])
    return StratifiedShuffleSplit.split(labels, sizes, &random)
  }

  /// Divides rows by draws from a state of their own.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run (`random_state`).
  /// - Throws: ``SplitError`` if a part's size isn't possible, or there is no such seed.
  public func split(rows count: Int, seed: Int? = nil) throws(SplitError) -> RowSplit {
    var random = try NumPyRandomState(checking: seed)
    return try split(rows: count, using: &random)
  }

  /// Divides rows, of each class the same share, by draws from a state of their own.
  ///
  /// - Parameters:
  ///   - labels: The class of each row.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run (`random_state`).
  /// - Throws: ``SplitError`` as ``split(stratifiedBy:using:)``, or if there is no such seed.
  public func split(stratifiedBy labels: RowLabels, seed: Int? = nil) throws(SplitError) -> RowSplit {
    var random = try NumPyRandomState(checking: seed)
    return try split(stratifiedBy: labels, using: &random)
  }

  /// Divides rows by an array's classes; see ``split(stratifiedBy:seed:)-(RowLabels,_)``.
  public func split<Label: Hashable & Comparable>(
    stratifiedBy labels: [Label], seed: Int? = nil
  ) throws(SplitError) -> RowSplit {
    try split(stratifiedBy: RowLabels(labels), seed: seed)
  }

  /// Divides rows by a tensor's classes, `[rows]`; see ``split(stratifiedBy:seed:)-(RowLabels,_)``.
  public func split(stratifiedBy labels: Tensor, seed: Int? = nil) throws(SplitError) -> RowSplit {
    try split(stratifiedBy: RowLabels(labels), seed: seed)
  }

  /// Divides rows by a column's classes; see ``split(stratifiedBy:seed:)-(RowLabels,_)``.
  ///
  /// - Throws: ``SplitError`` also if a value is missing.
  public func split(stratifiedBy column: TableColumn, seed: Int? = nil) throws(SplitError) -> RowSplit {
    try split(stratifiedBy: RowLabels(column), seed: seed)
  }

  /// Divides features and targets.
  ///
  /// ```swift
  /// let (train, test) = try TrainTestSplit(test: 0.2).split(iris.x, iris.y, isStratified: true, seed: 1)
  /// print(train.x.shape, test.y.shape)   // [120, 4] [30]
  /// ```
  ///
  /// - Parameters:
  ///   - x: Features, rows along the first axis.
  ///   - y: Targets of as many rows; other numbers of rows stop the program.
  ///   - isStratified: Whether the targets are classes, of which each part gets its share.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run (`random_state`).
  /// - Throws: ``SplitError`` as ``split(stratifiedBy:using:)``, or if there is no such seed.
  public func split(
    _ x: Tensor, _ y: Tensor, isStratified: Bool = false, seed: Int? = nil
  ) throws(SplitError) -> (train: (x: Tensor, y: Tensor), test: (x: Tensor, y: Tensor)) {
    guard x.rank > 0, y.rank > 0, x.shape[0] == y.shape[0] else {
      fatalError("TrainTestSplit.split: the shapes \(x.shape) and \(y.shape) have different numbers of rows")
    }
    let split = try isStratified ? split(stratifiedBy: y, seed: seed) : split(rows: x.shape[0], seed: seed)
    let (features, targets) = (split.divide(x), split.divide(y))
    return ((features.train, targets.train), (features.test, targets.test))
  }

  private func sizes(of count: Int) throws(SplitError) -> (train: Int, test: Int) {
    try SplitSize.sizes(test: test, train: train, standard: 0.25, of: count)
  }
}
