import MyelinCore

/// Rows drawn at random: some or all of them in random order, or with repetitions.
///
/// ```swift
/// let order = try RowSampling.shuffle.rows(of: 100, seed: 1)             // sklearn.utils.shuffle
/// let again = try RowSampling(replacement: true).rows(of: 100, seed: 1)  // sklearn.utils.resample
/// ```
///
/// Source: scikit-learn, `sklearn.utils.shuffle` and `sklearn.utils.resample`: positions and order are equal.
public struct RowSampling: Sendable, Equatable {
  /// How many rows to draw; nil for as many as there are.
  public var count: Int?
  /// Whether a row may be drawn several times.
  public var replacement: Bool

  /// A recipe for so many rows.
  public init(count: Int? = nil, replacement: Bool = false) { (self.count, self.replacement) = (count, replacement) }

  /// All rows in random order.
  public static let shuffle = RowSampling()

  /// The positions of rows in the order drawn.
  ///
  /// - Parameters:
  ///   - total: The number of rows.
  ///   - random: Where the draws come from; it moves on.
  /// - Throws: ``SplitError`` if there aren't so many rows.
  public func rows(of total: Int, using random: inout NumPyRandomState) throws(SplitError) -> [Int] {
    let count = try checkedCount(of: total)
    if replacement { return count == 0 ? [] : random.integers(in: 0..<total, count: count) }
    return Array(random.permutation(total).prefix(count))
  }

  /// The positions of rows, of each class its share, in the order drawn (`stratify`).
  ///
  /// - Parameters:
  ///   - labels: The class of each row.
  ///   - random: Where the draws come from; it moves on.
  /// - Throws: ``SplitError`` if there aren't so many rows.
  public func rows(
    stratifiedBy labels: RowLabels, using random: inout NumPyRandomState
  ) throws(SplitError) -> [Int] {
    let total = labels.count
    let count = try checkedCount(of: total)
    let members = labels.members
    let shares = random.shares(count, among: members.map(\.count))
    let drawn = zip(members, shares).flatMap { rows, share in
      random.choice(share, from: rows.count, replacement: replacement).map { rows[$0] }
    }
    return random.permutation(of: drawn)
  }

  /// The positions of rows, drawn from a state of their own.
  ///
  /// - Parameters:
  ///   - total: The number of rows.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if there aren't so many rows, or there is no such seed.
  public func rows(of total: Int, seed: Int? = nil) throws(SplitError) -> [Int] {
    var random = try NumPyRandomState(checking: seed)
    return try rows(of: total, using: &random)
  }

  /// The positions of rows, of each class its share, drawn from a state of their own.
  ///
  /// - Parameters:
  ///   - labels: The class of each row.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if there aren't so many rows, or there is no such seed.
  public func rows(stratifiedBy labels: RowLabels, seed: Int? = nil) throws(SplitError) -> [Int] {
    var random = try NumPyRandomState(checking: seed)
    return try rows(stratifiedBy: labels, using: &random)
  }

  /// Rows of features and targets, drawn together: `shuffle(x, y)`.
  ///
  /// ```swift
  /// let (x, y) = try RowSampling.shuffle.draw(iris.x, iris.y, seed: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - x: Features, rows along the first axis.
  ///   - y: Targets of as many rows; other numbers of rows stop the program.
  ///   - seed: 0 up to 2³² − 1, or nil for others in every run (`random_state`).
  /// - Throws: ``SplitError`` if there aren't so many rows, or there is no such seed.
  public func draw(_ x: Tensor, _ y: Tensor, seed: Int? = nil) throws(SplitError) -> (x: Tensor, y: Tensor) {
    guard x.rank > 0, y.rank > 0, x.shape[0] == y.shape[0] else {
      fatalError("RowSampling.draw: the shapes \(x.shape) and \(y.shape) have different numbers of rows")
    }
    let order = Tensor(try rows(of: x.shape[0], seed: seed))
    return (x.taking(order), y.taking(order))
  }

  private func checkedCount(of total: Int) throws(SplitError) -> Int {
    guard total >= 0 else { throw SplitError("rows must be 0 or more, but is \(total)") }
    let count = count ?? total
    guard count >= 0, count <= SplitError.positionLimit else {
      throw SplitError("count must be from 0 to \(SplitError.positionLimit), but is \(count)")
    }
    guard count <= total || replacement && total > 0 else {
      throw SplitError(
        "count must be no more than the \(total) rows, but is \(count); draw fewer"
          + (total > 0 ? ", or with replacement" : ""))
    }
    return count
  }
}
