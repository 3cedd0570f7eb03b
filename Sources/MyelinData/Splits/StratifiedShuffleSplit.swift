import MyelinCore

/// Divisions drawn anew each time, in which each class has its share of every part.
///
/// Source: scikit-learn, `sklearn.model_selection.StratifiedShuffleSplit`.
public struct StratifiedShuffleSplit: LabelSplitter, Equatable {
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
  ///
  /// - Throws: ``SplitError`` also if a class has one row only, or a part fewer rows than there are classes.
  public func splits(by labels: RowLabels, using random: inout NumPyRandomState) throws(SplitError) -> RowSplits {
    try SplitError.check(count, "the number of splits", rows: labels.count)
    let sizes = try SplitSize.sizes(test: test, train: train, standard: 0.1, of: labels.count)
    try Self.check(labels, [("train", sizes.train), ("test", sizes.test)])
    return RowSplits((0..<count).map { _ in Self.split(labels, sizes, &random) })
  }

  /// Throws unless every class has two rows or more, and every part room for all classes.
  static func check(_ labels: RowLabels, _ sizes: [(name: String, count: Int)]) throws(SplitError) {
    let rare = zip(labels.names, labels.counts).filter { $0.1 < 2 }.map { quoted($0.0) }
    guard rare.isEmpty else {
      let names = rare.prefix(10).joined(separator: ", ") + (rare.count > 10 ? ", …" : "")
      throw SplitError(
        "\(rare.count == 1 ? "class" : "classes") \(names) \(rare.count == 1 ? "has" : "have") one row only, which can't "
          + "be divided; add rows, or leave out \(rare.count == 1 ? "this one" : "these")")
    }
    for (name, count) in sizes where count < labels.names.count {
      throw SplitError(
        "\(name) has \(count) \(count == 1 ? "row" : "rows"), fewer than the \(labels.names.count) classes; make it "
          + "larger")
    }
  }

  /// One division.
  static func split(
    _ labels: RowLabels, _ sizes: (train: Int, test: Int), _ random: inout NumPyRandomState
  ) -> RowSplit {
    let parts = parts(labels, [sizes.train, sizes.test], &random)
    return RowSplit(train: parts[0], test: parts[1])
  }

  /// Several parts, each with its share of every class.
  static func parts(_ labels: RowLabels, _ sizes: [Int], _ random: inout NumPyRandomState) -> [[Int]] {
    let members = labels.members
    var remaining = members.map(\.count)
    // Ties between classes are drawn anew each time.
    let shares = sizes.map { size in
      let shares = random.shares(size, among: remaining)
      remaining = zip(remaining, shares).map { $0 - $1 }
      return shares
    }
    var parts = [[Int]](repeating: [], count: sizes.count)
    for (label, rows) in members.enumerated() {
      let order = random.permutation(of: rows)
      var start = 0
      for part in parts.indices {
        parts[part] += order[start..<start + shares[part][label]]
        start += shares[part][label]
      }
    }
    return parts.map { random.permutation(of: $0) }
  }
}
