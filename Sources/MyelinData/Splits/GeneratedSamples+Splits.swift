import MyelinCore

extension GeneratedSamples {
  /// Divides the samples into some to train on and some to test with; see ``TrainTestSplit``.
  ///
  /// ```swift
  /// let (train, test) = try Moons(samples: 200).makeSamples(seed: 1).split(test: 0.25, isStratified: true, seed: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - test: How many to test with; nil for all that the other part leaves, or a quarter.
  ///   - train: How many to train on; nil for all that the other part leaves.
  ///   - shuffle: Whether the samples are put in random order first.
  ///   - isStratified: Whether each part gets its share of every class.
  ///   - seed: 0 up to 2³² − 1, or nil for another division in every run.
  /// - Throws: ``SplitError`` if the samples can't be divided in this way, or aren't of classes.
  public func split(
    test: SplitSize? = nil, train: SplitSize? = nil, shuffle: Bool = true, isStratified: Bool = false, seed: Int? = nil
  ) throws(SplitError) -> (train: GeneratedSamples, test: GeneratedSamples) {
    let recipe = TrainTestSplit(test: test, train: train, shuffle: shuffle)
    guard isStratified else { return try recipe.split(rows: count, seed: seed).divide(self) }
    guard case .classes(let classes) = targets else {
      throw SplitError("the samples have numbers, not classes to be stratified by; divide them without")
    }
    return try recipe.split(stratifiedBy: classes, seed: seed).divide(self)
  }

  /// The samples in random order (`sklearn.utils.shuffle`).
  ///
  /// - Parameters:
  ///   - count: How many to keep; nil for all.
  ///   - seed: 0 up to 2³² − 1, or nil for another order in every run.
  /// - Throws: ``SplitError`` if there aren't so many samples, or there is no such seed.
  public func shuffled(count: Int? = nil, seed: Int? = nil) throws(SplitError) -> GeneratedSamples {
    taking(try RowSampling(count: count).rows(of: self.count, seed: seed))
  }
}
