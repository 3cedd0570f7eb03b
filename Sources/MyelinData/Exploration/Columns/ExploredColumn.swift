extension Exploration {
  /// What is known of a column.
  public struct Column: Sendable, Equatable, Codable {
    /// What the values are good for.
    public enum Role: String, Sendable, Equatable, Codable {
      /// Integers and numbers.
      case number
      /// Texts and truth values.
      case category
      /// Moments.
      case date
    }

    /// The name.
    public let name: String
    /// The type of the values.
    public let type: ColumnType
    /// What the values are good for.
    public let role: Role
    /// The number of values that are there.
    public let count: Int
    /// The number of missing values.
    public let missingCount: Int
    /// The number of different values.
    public let distinctCount: Int
    /// The memory that the values take, in bytes.
    public let byteCount: Int
    /// The most frequent values, ten at most; of equally frequent numbers and moments the smallest first, of texts the one that
    /// comes first in the table.
    public let frequentValues: [ValueCount]
    /// The first different values in the table's order, five at most.
    public let sampleValues: [String]
    /// Of numbers.
    public let numbers: Numbers?
    /// Of moments.
    public let dates: Dates?
    /// Of texts.
    public let texts: Texts?

    /// The number of rows.
    public var rowCount: Int { count + missingCount }
    /// The share of missing values, 0 … 1.
    public var missingShare: Double { rowCount > 0 ? Double(missingCount) / Double(rowCount) : 0 }
    /// Whether no value comes twice.
    public var isUnique: Bool { count > 0 && distinctCount == count }
    /// Whether there is one value in all rows that have one, or none at all.
    public var isConstant: Bool { distinctCount <= 1 }
  }

  /// A value and how often it comes.
  public struct ValueCount: Sendable, Equatable, Codable {
    /// The value as text.
    public let value: String
    /// In how many rows it stands.
    public let count: Int

    /// A value that comes so often.
    public init(value: String, count: Int) { (self.value, self.count) = (value, count) }
  }
}

extension Exploration.Column {
  /// Looks at a column.
  init(_ column: TableColumn) {
    name = column.name
    type = column.type
    byteCount = column.byteCount
    let missing = column.missingCount
    missingCount = missing
    count = column.count - missing
    sampleValues = Self.samples(column)
    let found = Self.described(column, count: count)
    (role, distinctCount, frequentValues) = (found.role, found.distinct, found.frequent)
    (numbers, dates, texts) = (found.numbers, found.dates, found.texts)
  }

  /// What depends on the type.
  private struct Description {
    var role: Exploration.Column.Role
    var distinct: Int
    var frequent: [Exploration.ValueCount]
    var numbers: Exploration.Numbers?
    var dates: Exploration.Dates?
    var texts: Exploration.Texts?
  }

  private static func described(_ column: TableColumn, count: Int) -> Description {
    switch column.storage {
    case .integers(let values):
      let present = values.values.indices.filter { values[$0] != nil }.map { values.values[$0] }
      let runs = ValueRuns(ofSorted: present.sorted())
      let numbers = Exploration.Numbers(
        inOrder: present.map { Double($0) }, sorted: runs.sorted.map { Double($0) }, infiniteCount: 0)
      return Description(
        role: .number, distinct: runs.distinctCount, frequent: runs.frequent(String.init), numbers: numbers)
    case .numbers(let values):
      let present = values.filter { !$0.isNaN }
      let runs = ValueRuns(ofSorted: present.sorted())
      let finite = present.filter(\.isFinite)
      let sorted = finite.count == present.count ? runs.sorted : runs.sorted.filter(\.isFinite)
      let numbers = Exploration.Numbers(
        inOrder: finite, sorted: sorted, infiniteCount: present.count - finite.count)
      return Description(
        role: .number, distinct: runs.distinctCount, frequent: runs.frequent(CellText.text), numbers: numbers)
    case .dates(let values):
      let runs = ValueRuns(ofSorted: values.seconds.filter { !$0.isNaN }.sorted())
      return Description(
        role: .date, distinct: runs.distinctCount,
        frequent: runs.frequent { CivilTime($0).text(values.precision) },
        dates: Exploration.Dates(ofSorted: runs.sorted, precision: values.precision))
    case .booleans(let values):
      let truths = values.count { $0 == 1 }
      let counts = [("true", truths), ("false", count - truths)].filter { $0.1 > 0 }
      return Description(
        role: .category, distinct: counts.count,
        frequent: counts.sorted { $0.1 > $1.1 }.map { .init(value: $0.0, count: $0.1) })
    case .texts(let values):
      var counts = [Int](repeating: 0, count: values.categories.count)
      for code in values.codes where code >= 0 { counts[Int(code)] += 1 }
      let order = mostFrequent(counts.indices, limit: 10) { (counts[$0], $0) }
      return Description(
        role: .category, distinct: counts.count,
        frequent: order.map { .init(value: values.categories[$0], count: counts[$0]) },
        texts: Exploration.Texts(values.categories, counts: counts))
    }
  }

  private static func samples(_ column: TableColumn) -> [String] {
    var samples: [String] = []
    // Where a value repeats for long there is little to show of it.
    for row in 0..<min(column.count, 10_000) where !column.isMissing(row: row) {
      guard let text = column.categoryName(row: row), !samples.contains(text) else { continue }
      samples.append(text)
      if samples.count == 5 { break }
    }
    return samples
  }
}

/// Sorted values in runs of equal ones.
struct ValueRuns<Value: Comparable> {
  let sorted: [Value]
  private let starts: [Int]

  init(ofSorted sorted: [Value]) {
    self.sorted = sorted
    var starts: [Int] = []
    for index in sorted.indices where index == 0 || sorted[index - 1] != sorted[index] { starts.append(index) }
    self.starts = starts
  }

  var distinctCount: Int { starts.count }

  func frequent(_ text: (Value) -> String) -> [Exploration.ValueCount] {
    func length(_ run: Int) -> Int { (run + 1 < starts.count ? starts[run + 1] : sorted.count) - starts[run] }
    return mostFrequent(starts.indices, limit: 10) { (length($0), $0) }.map {
      Exploration.ValueCount(value: text(sorted[starts[$0]]), count: length($0))
    }
  }
}

/// The elements with the greatest counts, of equals those with the smallest place.
func mostFrequent(
  _ elements: Range<Int>, limit: Int, _ rank: (Int) -> (count: Int, place: Int)
) -> [Int] {
  var best: [Int] = []
  for element in elements {
    let own = rank(element)
    if best.count == limit, let last = best.last, rank(last).count >= own.count { continue }
    let place = best.firstIndex { rank($0).count < own.count } ?? best.count
    best.insert(element, at: place)
    if best.count > limit { best.removeLast() }
  }
  return best
}

extension TableColumn {
  /// The memory that the values take.
  var byteCount: Int {
    switch storage {
    case .integers(let values): values.values.count * 8 + (values.present?.count ?? 0)
    case .numbers(let values): values.count * 8
    case .booleans(let values): values.count
    case .dates(let values): values.seconds.count * 8
    case .texts(let values):
      // Texts of up to 15 bytes fit into the 16 of a String.
      values.categories.reduce(values.codes.count * 4) { $0 + 16 + ($1.utf8.count > 15 ? $1.utf8.count + 32 : 0) }
    }
  }
}
