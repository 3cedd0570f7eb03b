import MyelinCore

/// What each row belongs to: a class to stratify by, or a group that stays together.
///
/// ```swift
/// let labels = try RowLabels(["b", "a", "b"])
/// print(labels.codes, labels.names)   // [1, 0, 1] ["a", "b"]
/// ```
public struct RowLabels: Sendable, Equatable {
  /// The position of each row's label among the distinct ones in ascending order.
  public let codes: [Int]
  /// The distinct labels in ascending order, as texts.
  public let names: [String]

  /// The labels of an array, such as integers or texts; texts in the order of their code points.
  ///
  /// - Throws: ``SplitError`` if one isn't equal to itself (NaN).
  public init<Label: Hashable & Comparable>(_ labels: [Label]) throws(SplitError) {
    // Swift orders and compares texts by what they look like, NumPy by their code points.
    if let texts = labels as? [String] {
      try self.init(TableColumn("labels", texts: texts))
      return
    }
    if let wrong = labels.firstIndex(where: { $0 != $0 }) {
      throw SplitError("the label of row \(wrong) is \(labels[wrong]), which belongs nowhere; leave the row out")
    }
    let distinct = Set(labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
    self.init(codes: labels.compactMap { places[$0] }, names: distinct.map { "\($0)" })
  }

  private init(codes: [Int], names: [String]) { (self.codes, self.names) = (codes, names) }

  /// The labels of a tensor.
  ///
  /// - Parameter tensor: `[rows]` or `[rows, 1]`; another shape stops the program.
  /// - Throws: ``SplitError`` if a label is NaN.
  public init(_ tensor: Tensor) throws(SplitError) {
    guard tensor.rank == 1 || tensor.rank == 2 && tensor.shape[1] == 1 else {
      fatalError("RowLabels: the shape \(tensor.shape) is not one label for each row, [rows] or [rows, 1]")
    }
    try self.init(tensor.scalars)
  }

  /// The labels of a table's column, of any type; texts in the order of their code points.
  ///
  /// - Throws: ``SplitError`` if a value is missing.
  public init(_ column: TableColumn) throws(SplitError) {
    let ranks = column.ranks()
    if let missing = ranks.firstIndex(of: -1) {
      throw SplitError(
        "column \(quoted(column.name)) has no value in row \(missing); fill it in, or leave the row out")
    }
    var names = [String](repeating: "", count: (ranks.max() ?? -1) + 1)
    for (row, rank) in ranks.enumerated() where names[rank].isEmpty { names[rank] = column.text(row: row) ?? "" }
    self.init(codes: ranks, names: names)
  }

  /// The number of rows.
  public var count: Int { codes.count }

  /// The rows of each label, ascending.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: names.count)
    for (row, code) in codes.enumerated() { members[code].append(row) }
    return members
  }

  /// The number of rows of each label.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for code in codes { counts[code] += 1 }
    return counts
  }
}
