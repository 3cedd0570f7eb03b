import MyelinCore

extension Exploration {
  /// How a table is read and looked at.
  public struct Options: Sendable, Equatable {
    /// The most cells that are read from a file unless ``CSVOptions/rowLimit`` says otherwise: the rows behind are left out.
    public static let cellLimit = 25_000_000

    /// How a file is read.
    public var reading = CSVOptions()
    /// What is predicted; nil finds out, see ``TargetColumn``.
    public var task: PredictionTask?
    /// The most rows that relations are computed from: a sample. With more than 100 columns it is smaller, so that the whole
    /// sample has a million cells, but 1000 rows at least.
    public var relationRowLimit = 10_000
    /// The most columns of numbers, and of categories, between which relations are computed: the first of each.
    public var relationColumnLimit = 60

    /// The defaults.
    public init() {}

    func check() {
      guard relationRowLimit > 0 else {
        fatalError("Exploration: relationRowLimit is \(relationRowLimit); give a positive number")
      }
      guard relationColumnLimit > 0 else {
        fatalError("Exploration: relationColumnLimit is \(relationColumnLimit); give a positive number")
      }
    }

    func relationRowLimit(columns: Int) -> Int {
      min(relationRowLimit, max(1000, 1_000_000 / max(columns, 1)))
    }
  }
}

/// Some rows of many.
enum RowSample {
  /// All rows, or as many as the limit, drawn at random but always the same, in ascending order.
  static func rows(of count: Int, atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    let keys = (0..<count).map { (key: SplitMix64.mixed(UInt64($0)), row: $0) }.sorted { $0.key < $1.key }
    return keys.prefix(limit).map(\.row).sorted()
  }
}
