extension Exploration {
  /// Where values are missing.
  public struct MissingValues: Sendable, Equatable, Codable {
    /// The most columns in ``columns``.
    public static let columnLimit = 40
    /// The most stripes in ``pattern``; fewer with more than 18 columns, so that it has at most 900 cells.
    public static let stripeLimit = 50

    /// The number of rows in which nothing is missing.
    public let completeRowCount: Int
    /// The columns with missing values in the table's order; the first ``columnLimit``.
    public let columns: [String]
    /// The number of columns with missing values.
    public let columnCount: Int
    /// The table's rows in their order, cut into stripes of equally many (give or take one): for each the share of missing values
    /// in each of ``columns``.
    public let pattern: [[Double]]
    /// Which columns are missing together in how many rows: the most frequent combinations, ten at most.
    public let combinations: [Combination]
    /// How missing values of two columns go together: the correlation φ of what is missing in the one and the other, for each
    /// pair of ``columns``; nil where either is missing everywhere.
    public let correlations: [[Double?]]

    /// Columns that are missing together.
    public struct Combination: Sendable, Equatable, Codable {
      /// The columns: all others among ``MissingValues/columns`` are there. Empty where nothing is missing.
      public let columns: [String]
      /// The number of rows.
      public let rowCount: Int
    }
  }
}

extension Exploration.MissingValues {
  init(_ table: Table) {
    let incomplete = table.columns.filter { $0.missingCount > 0 }
    columnCount = incomplete.count
    let shown = Array(incomplete.prefix(Self.columnLimit))
    columns = shown.map(\.name)
    let masks = shown.map { column in (0..<table.rowCount).map { column.isMissing(row: $0) } }

    var isIncomplete = [Bool](repeating: false, count: table.rowCount)
    for column in incomplete {
      for row in isIncomplete.indices where !isIncomplete[row] && column.isMissing(row: row) {
        isIncomplete[row] = true
      }
    }
    completeRowCount = isIncomplete.count { !$0 }

    let stripes = columns.isEmpty ? 0 : min(Self.stripeLimit, 900 / columns.count, table.rowCount)
    pattern = (0..<stripes).map { stripe in
      let rows = stripe * table.rowCount / stripes..<(stripe + 1) * table.rowCount / stripes
      return masks.map { mask in Double(mask[rows].count { $0 }) / Double(rows.count) }
    }

    var counts: [UInt64: Int] = [:]
    for row in 0..<table.rowCount {
      var bits: UInt64 = 0
      for (index, mask) in masks.enumerated() where mask[row] { bits |= 1 << UInt64(index) }
      counts[bits, default: 0] += 1
    }
    let names = columns
    combinations =
      columns.isEmpty
      ? []
      : counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10).map { bits, count in
        Combination(columns: names.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { names[$0] }, rowCount: count)
      }

    // How many rows lack both of each pair; the combinations are far fewer than the rows.
    var both = [[Int]](repeating: [Int](repeating: 0, count: masks.count), count: masks.count)
    for (bits, count) in counts {
      let members = masks.indices.filter { bits >> UInt64($0) & 1 == 1 }
      for first in members { for second in members { both[first][second] += count } }
    }
    let total = Double(table.rowCount)
    correlations = masks.indices.map { first in
      masks.indices.map { second in
        let (a, b, common) = (Double(both[first][first]), Double(both[second][second]), Double(both[first][second]))
        let scale = (a * (total - a) * b * (total - b)).squareRoot()
        return scale > 0 ? ((total * common - a * b) / scale).clamped(to: -1...1) : nil
      }
    }
  }
}
