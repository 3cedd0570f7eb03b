import Foundation

/// What the values of a table's columns are like; printed, it is several small tables.
///
/// ```swift
/// let summary = table.describe()
/// print(summary)
/// print(summary["body_mass_g"]?.mean ?? .nan)
/// ```
///
/// The numbers are those of pandas' `describe(include="all")`.
public struct TableSummary: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// What is known of each column, in their order.
  public let columns: [ColumnSummary]
  /// The shares that the quantiles are of.
  public let quantiles: [Double]

  init(_ table: Table, quantiles: [Double]) {
    rowCount = table.rowCount
    self.quantiles = quantiles
    columns = table.columns.map { ColumnSummary($0, quantiles: quantiles) }
  }

  /// What is known of the column of a name; nil if there is none.
  public subscript(name: String) -> ColumnSummary? { columns.first { $0.name == name } }

  static func check(_ quantiles: [Double]) {
    if let wrong = quantiles.first(where: { !(0...1).contains($0) }) {
      fatalError("describe: a quantile is asked for of the share \(wrong); give shares from 0 to 1")
    }
  }
}

extension Table {
  /// What the values of all columns are like: `describe(include="all")` of pandas.
  ///
  /// - Parameter quantiles: Shares of the values, each from 0 to 1; others stop the program.
  public func describe(quantiles: [Double] = [0.25, 0.5, 0.75]) -> TableSummary {
    TableSummary.check(quantiles)
    return TableSummary(self, quantiles: quantiles)
  }
}

extension TableSummary: CustomStringConvertible {
  /// A table of the columns with numbers, one of those with moments, and one of those with texts or truth values.
  public var description: String {
    let size =
      "\(rowCount) \(rowCount == 1 ? "row" : "rows"), \(columns.count) \(columns.count == 1 ? "column" : "columns")"
    let shares = quantiles.map { String(format: "%g %%", $0 * 100) }
    let parts = [
      part([.integer, .number], ["numbers", "mean", "std", "min"] + shares + ["max"]) { column in
        ([column.mean, column.standardDeviation, column.minimum] + quantiles(of: column) + [column.maximum])
          .map { $0.map { $0.isNaN ? "nan" : String(format: "%.6g", $0) } }
      },
      part([.date], ["dates", "mean", "min"] + shares + ["max"]) { column in
        let moments = [column.mean, column.minimum] + quantiles(of: column) + [column.maximum]
        let areDays = moments.allSatisfy { $0.map { $0.truncatingRemainder(dividingBy: 86_400) == 0 } ?? true }
        return moments.map { $0.map { CivilTime($0).text(areDays ? .day : .second) } }
      },
      part([.text, .boolean], ["texts and truth values", "distinct", "most frequent", "times"]) { column in
        [column.distinctCount.map(String.init), column.mostFrequentText, column.frequency.map(String.init)]
      },
    ]
    return ([size] + parts.compactMap { $0 }).joined(separator: "\n\n")
  }

  /// As many as there are headings.
  private func quantiles(of column: ColumnSummary) -> [Double?] {
    column.quantiles.isEmpty ? quantiles.map { _ in nil } : column.quantiles
  }

  private func part(_ types: [ColumnType], _ headings: [String], cells: (ColumnSummary) -> [String?]) -> String? {
    let chosen = columns.filter { types.contains($0.type) }
    guard !chosen.isEmpty else { return nil }
    let rows = chosen.map { column in
      [column.name, "\(column.count)", "\(column.missingCount)"] + cells(column).map { $0 ?? "–" }
    }
    return Self.aligned([[headings[0], "count", "missing"] + headings.dropFirst()] + rows)
  }

  /// Rows of cells under each other, the first cells from the left, the others to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map(Table.shortened) }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, text in
        let gap = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 ? text + gap : gap + text
      }.joined(separator: "  ")
    }
    return lines.map(Table.withoutTrailingSpaces).joined(separator: "\n")
  }
}

extension ColumnSummary {
  /// The most frequent value as it is written to a file.
  public var mostFrequentText: String? {
    switch mostFrequent {
    case .text(let text): text
    case .boolean(let value): value ? "true" : "false"
    default: nil
    }
  }
}
