import MyelinCore

/// One division of rows: the positions of those to train on, and of those to test with.
///
/// ```swift
/// let split = try TrainTestSplit(test: 0.2).split(rows: 150, seed: 3)
/// let (train, test) = split.divide(BundledData.iris.x)
/// print(train.shape, test.shape)   // [120, 4] [30, 4]
/// ```
public struct RowSplit: Sendable, Equatable {
  /// The positions of the rows to train on.
  public let train: [Int]
  /// The positions of the rows to test with.
  public let test: [Int]

  /// A division into rows of these positions.
  public init(train: [Int], test: [Int]) { (self.train, self.test) = (train, test) }

  /// The rows of a tensor: those to train on, and those to test with.
  ///
  /// - Parameter tensor: Rows along the first axis; fewer than were divided stop the program.
  public func divide(_ tensor: Tensor) -> (train: Tensor, test: Tensor) {
    guard tensor.rank > 0 else { fatalError("RowSplit.divide: a scalar has no rows") }
    check(tensor.shape[0])
    return (tensor.taking(Tensor(train)), tensor.taking(Tensor(test)))
  }

  /// The rows of a table: those to train on, and those to test with.
  ///
  /// - Parameter table: Fewer rows than were divided stop the program.
  public func divide(_ table: Table) -> (train: Table, test: Table) {
    check(table.rowCount)
    return (table.taking(rows: train), table.taking(rows: test))
  }

  /// Samples: those to train on, and those to test with.
  ///
  /// - Parameter samples: Fewer than were divided stop the program.
  public func divide(_ samples: GeneratedSamples) -> (train: GeneratedSamples, test: GeneratedSamples) {
    check(samples.count)
    return (samples.taking(train), samples.taking(test))
  }

  /// The elements of an array: those to train on, and those to test with.
  ///
  /// - Parameter elements: Fewer than were divided stop the program.
  public func divide<Element>(_ elements: [Element]) -> (train: [Element], test: [Element]) {
    check(elements.count)
    return (train.map { elements[$0] }, test.map { elements[$0] })
  }

  private func check(_ count: Int) {
    if let wrong = (train.first { $0 < 0 || $0 >= count }) ?? (test.first { $0 < 0 || $0 >= count }) {
      fatalError("RowSplit.divide: there is no row \(wrong) among \(count); divide what the split was made for")
    }
  }
}
