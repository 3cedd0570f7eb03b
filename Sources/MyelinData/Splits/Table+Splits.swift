import MyelinCore

extension Table {
  /// Divides the rows into some to train on and some to test with: `train_test_split` of scikit-learn, row for row.
  ///
  /// ```swift
  /// let (train, test) = try table.split(test: 0.2, stratifiedBy: "species", seed: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - test: How many rows to test with; nil for all that the other part leaves, or a quarter.
  ///   - train: How many rows to train on; nil for all that the other part leaves.
  ///   - shuffle: Whether the rows are put in random order first.
  ///   - name: A column whose values have the same share in both parts; nil for none. It must not have missing values.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run.
  /// - Throws: ``TableError`` if the column is not there or has missing values, or the rows can't be divided in this way.
  public func split(
    test: SplitSize? = nil, train: SplitSize? = nil, shuffle: Bool = true, stratifiedBy name: String? = nil,
    seed: Int? = nil
  ) throws(TableError) -> (train: Table, test: Table) {
    let column = try stratum(name)
    let recipe = TrainTestSplit(test: test, train: train, shuffle: shuffle)
    return try tableErrors { () throws(SplitError) in
      guard let column else { return try recipe.split(rows: rowCount, seed: seed) }
      return try recipe.split(stratifiedBy: column, seed: seed)
    }.divide(self)
  }

  /// Divides the rows at random into parts of given shares, say to train on, to validate with and to test with.
  ///
  /// ```swift
  /// let parts = try table.split(fractions: [0.7, 0.15, 0.15], seed: 1)
  /// ```
  ///
  /// Two shares that make 1 give the rows of ``split(test:train:shuffle:stratifiedBy:seed:)``, unless rounding makes
  /// their sizes differ. The limits between parts are rounded to whole rows; what shares below 1 together leave is left
  /// out.
  ///
  /// - Parameters:
  ///   - fractions: The share of each part, above 0, together no more than 1.
  ///   - name: A column whose values have the same share in all parts; nil for none.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run.
  /// - Throws: ``TableError`` if the shares aren't possible, the column is not there or has missing values, or a part would
  ///   have no rows, or fewer than there are values to stratify by.
  public func split(
    fractions: [Double], stratifiedBy name: String? = nil, seed: Int? = nil
  ) throws(TableError) -> [Table] {
    let column = try stratum(name)
    let parts = try tableErrors { () throws(SplitError) in
      let sizes = try Self.sizes(fractions, of: rowCount)
      var random = try NumPyRandomState(checking: seed)
      guard let column else { return ShuffleSplit.parts(rowCount, sizes, &random) }
      let labels = try RowLabels(column)
      try StratifiedShuffleSplit.check(labels, sizes.enumerated().map { ("part \($0.offset + 1)", $0.element) })
      return StratifiedShuffleSplit.parts(labels, sizes, &random)
    }
    return parts.map { taking(rows: $0) }
  }

  /// Rows drawn at random, in the order drawn: `DataFrame.sample` of pandas, row for row.
  ///
  /// - Parameters:
  ///   - count: How many rows.
  ///   - replacement: Whether a row may be drawn several times.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run.
  /// - Throws: ``TableError`` if there aren't so many rows, or there is no such seed.
  public func sampled(count: Int, replacement: Bool = false, seed: Int? = nil) throws(TableError) -> Table {
    let rows = try tableErrors { () throws(SplitError) in
      try RowSampling(count: count, replacement: replacement).rows(of: rowCount, seed: seed)
    }
    return taking(rows: rows)
  }

  /// A share of the rows, drawn at random, in the order drawn: `DataFrame.sample(frac=…)` of pandas, row for row.
  ///
  /// - Parameters:
  ///   - fraction: The share, 0 to 1, or more with replacement; the number of rows is rounded, halves to even ones.
  ///   - replacement: Whether a row may be drawn several times.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run.
  /// - Throws: ``TableError`` if the share isn't possible, or there is no such seed.
  public func sampled(fraction: Double, replacement: Bool = false, seed: Int? = nil) throws(TableError) -> Table {
    let limit = replacement ? Double(SplitError.positionLimit) / Double(max(rowCount, 1)) : 1
    guard fraction >= 0, fraction <= limit else {
      throw TableError(
        .badSplit, path: path,
        "the fraction must be from 0 to \(replacement ? "\(limit)" : "1 without replacement"), but is \(fraction)")
    }
    let count = Int((fraction * Double(rowCount)).rounded(.toNearestOrEven))
    return try sampled(count: count, replacement: replacement, seed: seed)
  }

  /// The rows in random order (`sklearn.utils.shuffle`, or `DataFrame.sample(frac=1)`).
  ///
  /// - Parameter seed: 0 up to 2³² − 1, or nil for another order in every run.
  /// - Throws: ``TableError`` if there is no such seed.
  public func shuffled(seed: Int? = nil) throws(TableError) -> Table { try sampled(count: rowCount, seed: seed) }

  private func stratum(_ name: String?) throws(TableError) -> TableColumn? {
    guard let name else { return nil }
    return try column(named: name)
  }

  private static func sizes(_ fractions: [Double], of rows: Int) throws(SplitError) -> [Int] {
    let total = fractions.reduce(0, +)
    guard !fractions.isEmpty, fractions.allSatisfy({ $0 > 0 }), total <= 1 + 1e-9 else {
      throw SplitError("the shares \(fractions) must be above 0 and together no more than 1")
    }
    var (sum, start) = (0.0, 0)
    var sizes: [Int] = []
    for (index, fraction) in fractions.enumerated() {
      sum += fraction
      let end = min(Int((sum * Double(rows)).rounded()), rows)
      guard end > start else {
        throw SplitError("part \(index + 1) would have none of \(rows) rows; add rows, or give it a larger share")
      }
      sizes.append(end - start)
      start = end
    }
    return sizes
  }

  private func tableErrors<Result>(_ make: () throws(SplitError) -> Result) throws(TableError) -> Result {
    do {
      return try make()
    } catch {
      throw TableError(.badSplit, path: path, "\(error)")
    }
  }
}
