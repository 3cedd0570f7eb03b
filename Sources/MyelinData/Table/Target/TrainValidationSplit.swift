/// A division of rows into those to train on and those to validate with.
///
/// With labels the division is stratified: the rows of each class are put in random order, and the share of them,
/// rounded, goes to validation. A class of two or more rows gives at least one and keeps at least one; a class of one
/// row keeps it for training. Without labels all rows are one class. Both parts are in ascending order.
public struct TrainValidationSplit: Sendable, Equatable {
  /// The positions of the rows to train on.
  public let training: [Int]
  /// The positions of the rows to validate with.
  public let validation: [Int]

  /// Divides `0..<count`.
  ///
  /// - Parameters:
  ///   - count: the number of rows; a negative one stops the program.
  ///   - labels: the class of each row, or nil for a division without classes; another number of labels than `count`
  ///     stops the program.
  ///   - validationFraction: the share of the rows to validate with, above 0 and below 1.
  ///   - seed: equal seeds give equal divisions.
  /// - Throws: ``TableError`` if the share is out of range, or there are too few rows to have one in each part.
  public init(
    count: Int, labels: [Int]? = nil, validationFraction: Double = 0.2, seed: UInt32 = 0
  ) throws(TableError) {
    guard count >= 0, labels.map({ $0.count == count }) ?? true else {
      fatalError("TrainValidationSplit: \(labels?.count ?? 0) labels for \(count) rows")
    }
    guard validationFraction > 0, validationFraction < 1 else {
      throw TableError(
        .badSplit, "the share of rows for validation is \(validationFraction); it must be above 0 and below 1")
    }
    var random = NumPyRandomState(seed: seed)
    var validation: [Int] = []
    let groups = labels.map { labels in Dictionary(grouping: 0..<count) { labels[$0] } } ?? [0: Array(0..<count)]
    for (_, rows) in groups.sorted(by: { $0.key < $1.key }) where rows.count > 1 {
      let share = Int((Double(rows.count) * validationFraction).rounded())
      var order = rows
      random.shuffle(&order)
      validation += order.prefix(min(max(share, 1), rows.count - 1))
    }
    guard !validation.isEmpty else {
      throw TableError(
        .badSplit, "\(count) rows are too few to set some aside for validation; add rows, at least two of one class")
    }
    let chosen = Set(validation)
    self.validation = validation.sorted()
    training = (0..<count).filter { !chosen.contains($0) }
  }

  /// Divides the rows of a target column, by class if it has classes.
  ///
  /// The positions count in ``TargetColumn/rows``: row `target.rows[training[0]]` of the table is the first.
  ///
  /// - Parameters:
  ///   - target: the target column.
  ///   - validationFraction: the share of the rows to validate with, above 0 and below 1.
  ///   - seed: equal seeds give equal divisions.
  /// - Throws: ``TableError`` if the share is out of range, or there are too few rows to have one in each part.
  public init(_ target: TargetColumn, validationFraction: Double = 0.2, seed: UInt32 = 0) throws(TableError) {
    var labels: [Int]?
    if case .labels(let classes) = target.values { labels = classes }
    try self.init(
      count: target.rows.count, labels: labels, validationFraction: validationFraction, seed: seed)
  }
}
