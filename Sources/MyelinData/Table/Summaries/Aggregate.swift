/// One number, or one value, for all values of a column: what ``GroupedTable/aggregated(_:)`` computes for each group.
///
/// ```swift
/// let means = try penguins.grouped(by: "species").aggregated([
///   Aggregate(.mean, of: "body_mass_g"), Aggregate(.count, of: "sex", as: "known sexes"),
/// ])
/// ```
public struct Aggregate: Sendable, Equatable {
  /// What is computed; missing values count nowhere. Sources: pandas' functions, in brackets.
  public enum Function: String, Sendable, CaseIterable {
    /// The number of values (`count`).
    case count
    /// The number of distinct values (`nunique`).
    case distinctCount
    /// The sum (`sum`) of numbers; 0 of nothing. Truth values count as 0 and 1.
    case sum
    /// The mean (`mean`) of numbers, truth values or moments.
    case mean
    /// The standard deviation of a sample (`std`) of numbers or truth values; missing of fewer than two.
    case standardDeviation
    /// The smallest value (`min`), of texts by their code points.
    case minimum
    /// The largest value (`max`), of texts by their code points.
    case maximum
    /// The value in the middle (`median`) of numbers, truth values or moments.
    case median
    /// The first value (`first`).
    case first
    /// The last value (`last`).
    case last
  }

  /// What is computed.
  public let function: Function
  /// The name of the column that it is computed of.
  public let column: String
  /// The name of the result.
  public let name: String

  /// A function of a column.
  ///
  /// - Parameters:
  ///   - function: What is computed.
  ///   - column: The name of the column that it is computed of.
  ///   - name: The name of the result; nil for both names, such as `mass_mean`.
  public init(_ function: Function, of column: String, as name: String? = nil) {
    self.function = function
    self.column = column
    self.name = name ?? "\(column)_\(function.rawValue)"
  }
}

extension Aggregate.Function {
  /// Whether the function is of numbers alone.
  var needsNumbers: Bool {
    switch self {
    case .sum, .mean, .standardDeviation, .median: true
    case .count, .distinctCount, .minimum, .maximum, .first, .last: false
    }
  }

  /// The values of the function for groups of a column's rows; nil if it has none for the column's type.
  func column(_ column: TableColumn, name: String, groups: [[Int]]) throws(TableError) -> TableColumn? {
    switch self {
    case .count:
      return TableColumn(name, integers: groups.map { Int64($0.count { !column.isMissing(row: $0) }) })
    case .distinctCount:
      let codes = DistinctRows(column, includingMissing: false).codes
      return TableColumn(
        name, integers: groups.map { rows in Int64(Set(rows.map { codes[$0] }.filter { $0 >= 0 }).count) })
    case .first, .last, .minimum, .maximum:
      return column.takingOrMissing(representatives(column, groups)).renamed(name)
    case .sum:
      guard column.type != .date else { return nil }
      return try sum(column, name, groups)
    case .mean, .median, .standardDeviation:
      guard let numbers = column.numbers, column.type != .date || self != .standardDeviation else { return nil }
      let results = groups.map { rows in
        let values = rows.map { numbers[$0] }.filter { !$0.isNaN }
        let result =
          switch self {
          case .mean: SampleStatistics.mean(values)
          case .median: values.isEmpty ? nil : Quantiles.median(values.sorted())
          default: SampleStatistics.standardDeviation(values)
          }
        return result ?? .nan
      }
      return column.type == .date ? TableColumn(name, dates: results) : TableColumn(name, numbers: results)
    }
  }

  /// Of each group the row that has the result; −1 if no row has a value.
  private func representatives(_ column: TableColumn, _ groups: [[Int]]) -> [Int] {
    let ranks = self == .minimum || self == .maximum ? column.ranks() : []
    return groups.map { rows in
      let present = rows.filter { !column.isMissing(row: $0) }
      let row =
        switch self {
        case .minimum: present.min { ranks[$0] < ranks[$1] }
        case .maximum: present.max { ranks[$0] < ranks[$1] }
        case .first: present.first
        default: present.last
        }
      return row ?? -1
    }
  }

  private func sum(_ column: TableColumn, _ name: String, _ groups: [[Int]]) throws(TableError) -> TableColumn? {
    if column.type == .number {
      let numbers = column.numbers ?? []
      return TableColumn(
        name, numbers: groups.map { rows in rows.map { numbers[$0] }.filter { !$0.isNaN }.pairwiseSum })
    }
    guard let integers = column.integers ?? column.booleans?.map({ $0.map { $0 ? 1 : 0 } }) else { return nil }
    var sums: [Int64?] = []
    for rows in groups {
      var total: Int64 = 0
      for row in rows {
        let (sum, overflows) = total.addingReportingOverflow(integers[row] ?? 0)
        guard !overflows else {
          throw TableError(
            .wrongValue,
            "the sum of column \(quoted(column.name)) does not fit 64 bits; make the column one of floating-point numbers"
          )
        }
        total = sum
      }
      sums.append(total)
    }
    return TableColumn(name, integers: sums)
  }
}
