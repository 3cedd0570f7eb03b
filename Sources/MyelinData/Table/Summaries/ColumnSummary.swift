/// What the values of a column are like.
///
/// ```swift
/// let weight = try table.column(named: "body_mass_g").describe()
/// print(weight.mean ?? .nan, weight.quantiles)
/// ```
///
/// The numbers are those of pandas' `describe`.
public struct ColumnSummary: Sendable, Equatable {
  /// The name of the column.
  public let name: String
  /// The type of its values.
  public let type: ColumnType
  /// The number of values that are there.
  public let count: Int
  /// The number of missing values.
  public let missingCount: Int
  /// Of texts and truth values the number of distinct ones (`unique`); nil of other types.
  public private(set) var distinctCount: Int?
  /// Of texts and truth values the most frequent one (`top`), of several the one that appears first; nil of other types, or
  /// if there are no values.
  public private(set) var mostFrequent: TableValue?
  /// How often the most frequent value is there (`freq`).
  public private(set) var frequency: Int?
  /// The mean of numbers, or of moments in seconds since 1970; nil of other types, or if there are no values.
  public private(set) var mean: Double?
  /// The standard deviation of numbers as of a sample; nil of other types, or if there are fewer than two values.
  public private(set) var standardDeviation: Double?
  /// The smallest number, or the first moment.
  public private(set) var minimum: Double?
  /// The values below which the asked-for shares of numbers or moments lie; none of other types, or if there are no values.
  public private(set) var quantiles: [Double] = []
  /// The largest number, or the last moment.
  public private(set) var maximum: Double?

  init(_ column: TableColumn, quantiles shares: [Double]) {
    (name, type) = (column.name, column.type)
    missingCount = column.missingCount
    count = column.count - missingCount
    switch type {
    case .text, .boolean:
      let distinct = DistinctRows(column, includingMissing: false)
      let counts = distinct.counts
      distinctCount = counts.count
      frequency = counts.max()
      mostFrequent = frequency.flatMap { counts.firstIndex(of: $0) }.map { column[distinct.firstRows[$0]] }
    case .integer, .number, .date:
      let values = (column.numbers ?? []).filter { !$0.isNaN }
      mean = SampleStatistics.mean(values)
      if type != .date { standardDeviation = SampleStatistics.standardDeviation(values) }
      let sorted = values.sorted()
      (minimum, maximum) = (sorted.first, sorted.last)
      if !sorted.isEmpty { quantiles = shares.map { Quantiles.linear(sorted, $0) } }
    }
  }
}

extension TableColumn {
  /// What the values are like: `describe` of pandas.
  ///
  /// - Parameter quantiles: Shares of the values, each from 0 to 1; others stop the program.
  public func describe(quantiles: [Double] = [0.25, 0.5, 0.75]) -> ColumnSummary {
    TableSummary.check(quantiles)
    return ColumnSummary(self, quantiles: quantiles)
  }
}
