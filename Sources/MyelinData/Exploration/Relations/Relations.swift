extension Exploration {
  /// What hangs together.
  public struct Relations: Sendable, Equatable, Codable {
    /// The number of rows that the relations are computed from.
    public let rowCount: Int
    /// The columns of numbers, constant ones left out; the first ``Options/relationColumnLimit``.
    public let numberColumns: [String]
    /// Pearson's correlation of each pair of ``numberColumns`` over the rows where both have finite values, as pandas' `corr`;
    /// nil where one does not vary there.
    public let pearson: [[Double?]]
    /// Spearman's correlation of ranks, likewise.
    public let spearman: [[Double?]]
    /// The columns of 2 to 100 categories that stand in three rows or more on average; the first
    /// ``Options/relationColumnLimit``.
    public let categoryColumns: [String]
    /// Cramér's V of each pair of ``categoryColumns``, 0 … 1, with Bergsma's correction for small samples.
    public let cramersV: [[Double?]]
    /// The correlation ratio η of each of ``categoryColumns`` (rows) with each of ``numberColumns``, 0 … 1: the square root of
    /// the share of the numbers' variance that lies between the categories, with Kelley's correction for chance.
    public let correlationRatio: [[Double?]]
    /// The number of columns beyond the limits.
    public let omittedColumnCount: Int
    /// The pairs that hang together most, 40 at most, the strongest first.
    public let strongestPairs: [Pair]
    /// The strongest pairs of numbers with points to draw, six at most.
    public let scatters: [Scatter]
  }

  /// Two columns that hang together.
  public struct Pair: Sendable, Equatable, Codable {
    /// How it is measured.
    public enum Measure: String, Sendable, Equatable, Codable {
      /// Pearson's correlation r, −1 … 1.
      case pearson
      /// Spearman's correlation ρ of ranks, −1 … 1: taken where it is stronger than Pearson's.
      case spearman
      /// Cramér's V, 0 … 1.
      case cramersV
      /// The correlation ratio η, corrected for chance, 0 … 1; the first column is the category.
      case correlationRatio

      /// Its letter in formulas: r, ρ, V or η.
      public var symbol: String {
        switch self {
        case .pearson: "r"
        case .spearman: "ρ"
        case .cramersV: "V"
        case .correlationRatio: "η"
        }
      }
    }

    /// A column.
    public let first: String
    /// Another.
    public let second: String
    /// How their relation is measured.
    public let measure: Measure
    /// How strong it is.
    public let value: Double
  }

  /// Points of two columns of numbers.
  public struct Scatter: Sendable, Equatable, Codable {
    /// The most points.
    public static let pointLimit = 300

    /// The column of the horizontal places.
    public let first: String
    /// The column of the vertical places.
    public let second: String
    /// The horizontal places.
    public let x: [Double]
    /// The vertical places.
    public let y: [Double]
    /// The position of each point's class in ``Target/classes``, −1 for rows without a target; nil unless the target is a class.
    public let classes: [Int]?

    init(_ first: RelationSource, _ second: RelationSource, labels: [Int32]?) {
      (self.first, self.second) = (first.name, second.name)
      let (a, b) = (first.numbers ?? [], second.numbers ?? [])
      let rows = zip(a, b).enumerated().filter { !$0.element.0.isNaN && !$0.element.1.isNaN }.map(\.offset)
      let chosen = RowSample.rows(of: rows.count, atMost: Self.pointLimit).map { rows[$0] }
      (x, y) = (chosen.map { a[$0] }, chosen.map { b[$0] })
      classes = labels.map { labels in chosen.map { Int(labels[$0]) } }
    }
  }
}

extension Exploration.Relations {
  /// - Parameters:
  ///   - sources: the columns.
  ///   - rowCount: the number of rows of each.
  ///   - labels: the class of each row, if there is a target of classes.
  ///   - columnLimit: the most columns of each role.
  init(_ sources: [RelationSource], rowCount: Int, labels: [Int32]?, columnLimit: Int) {
    self.rowCount = rowCount
    let allNumbers = sources.filter { $0.explored.role == .number && !$0.explored.isConstant }
    let allCategories = sources.filter(\.hasFewCategories)
    let numbers = Array(allNumbers.prefix(columnLimit))
    let categories = Array(allCategories.prefix(columnLimit))
    omittedColumnCount = allNumbers.count + allCategories.count - numbers.count - categories.count
    numberColumns = numbers.map(\.name)
    categoryColumns = categories.map(\.name)

    let prepared = numbers.map { CorrelationColumn($0.numbers ?? []) }
    let pearson = Self.symmetric(prepared.count) { prepared[$0].pearson(with: prepared[$1]) }
    let spearman = Self.symmetric(prepared.count) { prepared[$0].spearman(with: prepared[$1]) }
    let cramersV = Self.symmetric(categories.count) {
      MyelinData.cramersV(categories[$0].codes ?? [], categories[$1].codes ?? [])
    }
    correlationRatio = categories.map { category in
      numbers.map { MyelinData.correlationRatio(category.codes ?? [], $0.numbers ?? []) }
    }
    (self.pearson, self.spearman, self.cramersV) = (pearson, spearman, cramersV)

    var pairs: [(pair: Exploration.Pair, first: Int, second: Int)] = []
    for first in numbers.indices {
      for second in numbers.indices where second > first {
        let (r, rho) = (pearson[first][second], spearman[first][second])
        guard let strongest = [r, rho].compactMap(\.self).max(by: { abs($0) < abs($1) }) else { continue }
        // A rank correlation that is hardly stronger says no more than Pearson's.
        let isRank = r.map { abs(strongest) > abs($0) + 0.02 } ?? true
        let pair = Exploration.Pair(
          first: numbers[first].name, second: numbers[second].name, measure: isRank ? .spearman : .pearson,
          value: isRank ? strongest : r ?? strongest)
        pairs.append((pair, first, second))
      }
    }
    let numberPairs = pairs.filter { abs($0.pair.value) >= 0.1 }.sorted(by: Self.isStronger)
    scatters = numberPairs.prefix(6).map { Exploration.Scatter(numbers[$0.first], numbers[$0.second], labels: labels) }
    for (first, category) in categories.enumerated() {
      for second in categories.indices where second > first {
        guard let value = cramersV[first][second] else { continue }
        let pair = Exploration.Pair(
          first: category.name, second: categories[second].name, measure: .cramersV, value: value)
        pairs.append((pair, first, second))
      }
      for (second, number) in numbers.enumerated() {
        guard let value = correlationRatio[first][second] else { continue }
        let pair = Exploration.Pair(
          first: category.name, second: number.name, measure: .correlationRatio, value: value)
        pairs.append((pair, first, second))
      }
    }
    strongestPairs = pairs.filter { abs($0.pair.value) >= 0.1 }.sorted(by: Self.isStronger).prefix(40).map(\.pair)
  }

  private static func isStronger(
    _ a: (pair: Exploration.Pair, first: Int, second: Int), _ b: (pair: Exploration.Pair, first: Int, second: Int)
  ) -> Bool {
    let (x, y) = (abs(a.pair.value), abs(b.pair.value))
    return x != y ? x > y : (a.first, a.second) < (b.first, b.second)
  }

  private static func symmetric(_ count: Int, _ value: (Int, Int) -> Double?) -> [[Double?]] {
    var rows = [[Double?]](repeating: [Double?](repeating: nil, count: count), count: count)
    for first in 0..<count {
      for second in first..<count {
        rows[first][second] = value(first, second)
        rows[second][first] = rows[first][second]
      }
    }
    return rows
  }
}
