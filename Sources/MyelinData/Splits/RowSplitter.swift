import MyelinCore

/// A recipe for divisions of rows into parts to train on and to test with, whatever the rows are: equal to scikit-learn
/// 1.9's class of the same name for the same arguments and seed, positions and order exactly.
///
/// ```swift
/// let splits = try KFold(5, shuffle: true).splits(rows: 100, seed: 3)   // KFold(5, shuffle=True, random_state=3)
/// print(splits.count, splits[0].test)
/// ```
public protocol RowSplitter: Sendable {
  /// The divisions of rows.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - random: Where the draws come from; it moves on. A recipe without draws leaves it as it is.
  /// - Throws: ``SplitError`` if so many rows can't be divided in this way; nothing is drawn then.
  func splits(rows count: Int, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits
}

extension RowSplitter {
  /// The divisions of rows, drawn from a state of their own.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if so many rows can't be divided in this way, or there is no such seed.
  public func splits(rows count: Int, seed: Int? = nil) throws(SplitError) -> RowSplits {
    var random = try NumPyRandomState(checking: seed)
    return try splits(rows: count, using: &random)
  }
}

/// A recipe for divisions of rows that looks at a label of each: at classes, of which every part gets its share, or at
/// groups, which stay together. Equal to scikit-learn 1.9's class of the same name, positions and order exactly.
///
/// ```swift
/// let splits = try StratifiedKFold(5).splits(by: BundledData.iris.y)
/// let apart = try GroupKFold(3).splits(by: ["Kim", "Lee", "Kim", "Park", "Choi"])
/// ```
public protocol LabelSplitter: Sendable {
  /// The divisions of rows.
  ///
  /// - Parameters:
  ///   - labels: The class or group of each row.
  ///   - random: Where the draws come from; it moves on. A recipe without draws leaves it as it is.
  /// - Throws: ``SplitError`` if the rows can't be divided in this way; nothing is drawn then.
  func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits
}

extension LabelSplitter {
  /// The divisions of rows, drawn from a state of their own.
  ///
  /// - Parameters:
  ///   - labels: The class or group of each row.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if the rows can't be divided in this way, or there is no such seed.
  public func splits(by labels: RowLabels, seed: Int? = nil) throws(SplitError) -> RowSplits {
    var random = try NumPyRandomState(checking: seed)
    return try splits(by: labels, using: &random)
  }

  /// The divisions of rows by an array's labels; see ``splits(by:seed:)-(RowLabels,_)``.
  public func splits<Label: Hashable & Comparable>(
    by labels: [Label], seed: Int? = nil
  ) throws(SplitError) -> RowSplits {
    try splits(by: RowLabels(labels), seed: seed)
  }

  /// The divisions of rows by a tensor's labels, `[rows]`; see ``splits(by:seed:)-(RowLabels,_)``.
  public func splits(by labels: Tensor, seed: Int? = nil) throws(SplitError) -> RowSplits {
    try splits(by: RowLabels(labels), seed: seed)
  }

  /// The divisions of rows by a column; see ``splits(by:seed:)-(RowLabels,_)``.
  ///
  /// - Throws: ``SplitError`` also if a value is missing.
  public func splits(by column: TableColumn, seed: Int? = nil) throws(SplitError) -> RowSplits {
    try splits(by: RowLabels(column), seed: seed)
  }
}
