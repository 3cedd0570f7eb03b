/// Fills missing values of each column with one value: its mean, its median, its most frequent value, or a constant.
///
/// Numbers can be filled by every strategy, texts by the most frequent one or a constant. Of several most frequent values the
/// least is taken. As scikit-learn's `SimpleImputer`, but for one thing: a column without any values, which scikit-learn
/// leaves out, is an error unless ``keepsEmpty`` is set or a constant fills it.
///
/// ```swift
/// let imputer = try SimpleImputer(.median, addsIndicator: true).fitted(to: training.columns)
/// let columns = try imputer.transform(test.columns)
/// ```
public struct SimpleImputer: Transform, Equatable {
  /// What missing values are filled with.
  public enum Strategy: Sendable, Hashable, Codable {
    /// The mean of a column of numbers.
    case mean
    /// The median of a column of numbers.
    case median
    /// The most frequent value; of several the least.
    case mostFrequent
    /// A number for columns of numbers, and a text for columns of texts.
    case constant(number: Double = 0, text: String = "missing_value")
  }

  /// What missing values are filled with.
  public var strategy: Strategy
  /// Whether columns are added that say with 0 and 1 which values were missing: one for each column that misses any in the
  /// rows to learn from, after all others.
  public var addsIndicator: Bool
  /// Whether a column without any values is filled with 0 (texts: the constant's) instead of being an error.
  public var keepsEmpty: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - strategy: What missing values are filled with.
  ///   - addsIndicator: Whether columns are added that say which values were missing.
  ///   - keepsEmpty: Whether a column without any values is filled with 0 instead of being an error.
  public init(_ strategy: Strategy = .mean, addsIndicator: Bool = false, keepsEmpty: Bool = false) {
    self.strategy = strategy
    self.addsIndicator = addsIndicator
    self.keepsEmpty = keepsEmpty
  }

  /// Learns what to fill with.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    var fills: [Fitted.Fill] = []
    for column in columns {
      try checkFinite(column, in: context)
      guard let fill = try fill(column, in: context) else { throw emptyColumn(column.name, in: context) }
      fills.append(fill)
    }
    let indicated = addsIndicator ? columns.indices.filter { columns[$0].missingCount > 0 } : []
    return Fitted(fills: fills, indicated: indicated)
  }

  /// Nil if a column has no values, and must have some.
  private func fill(_ column: TableColumn, in context: FittingContext) throws(TableError) -> Fitted.Fill? {
    let isEmpty = column.missingCount == column.count
    if isEmpty, !keepsEmpty { if case .constant = strategy {} else { return nil } }
    guard let numbers = column.numbers else {
      switch strategy {
      case .constant(_, let text): return .text(text)
      case .mostFrequent:
        guard !isEmpty else { return .text("missing_value") }
        let (categories, counts) = CategoryCounts(column).sorted
        // `max(by:)` would give the last of several most frequent ones.
        let most = counts.max() ?? 0
        return counts.firstIndex(of: most).map { .text(categories[$0]) }
      case .mean, .median:
        throw context.error(
          .wrongType,
          "column \(quoted(column.name)) has texts, which have no \(strategy == .mean ? "mean" : "median"); fill them with "
            + "the most frequent one or a constant", column: column.name)
      }
    }
    if case .constant(let number, _) = strategy { return .number(number) }
    if isEmpty { return .number(0) }
    switch strategy {
    case .mean: return Moments(numbers).map { .number($0.mean) }
    case .median: return .number(Quantiles.median(Quantiles.sorted(numbers)))
    case .mostFrequent, .constant: return .number(Self.mostFrequent(Quantiles.sorted(numbers)))
    }
  }

  /// The number that comes most often among ascending ones; of several the least.
  private static func mostFrequent(_ sorted: [Double]) -> Double {
    var (best, bestCount) = (sorted[0], 0)
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      if end - start > bestCount { (best, bestCount) = (sorted[start], end - start) }
      start = end
    }
    return best
  }

  /// What columns are filled with.
  public struct Fitted: InvertibleTransform {
    /// What files call the type.
    public static let typeName = "SimpleImputer"

    /// What stands in for a missing value of a column.
    public enum Fill: Sendable, Hashable, Codable {
      /// A number.
      case number(Double)
      /// A text.
      case text(String)
    }

    /// What stands in for missing values, for each column.
    public let fills: [Fill]
    /// The positions of the columns of which another column says whether they were missing.
    public let indicated: [Int]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { fills.count }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      let areFinite = fills.allSatisfy { if case .number(let number) = $0 { number.isFinite } else { true } }
      if !areFinite { return "a number to fill with is not finite" }
      return indicated.allSatisfy(fills.indices.contains) ? nil : "there is no column to indicate"
    }

    /// The columns, then those that say what was missing.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      inputs + indicated.map { TableFeature(name: "\(inputs[$0].name) is missing") }
    }

    /// The columns without missing values.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      var result: [TableColumn] = []
      for (column, fill) in zip(columns, fills) {
        switch fill {
        case .number(let fill):
          guard let numbers = column.numbers else {
            throw context.error(
              .wrongType,
              "column \(quoted(column.name)) has texts, and had none in training; correct it", column: column.name)
          }
          result.append(
            TableColumn(column.name, numbers: numbers.map { $0.isNaN ? fill : $0 }))
        case .text(let fill): result.append(column.fillingTexts(with: fill))
        }
      }
      return result
        + indicated.map { index in
          TableColumn("\(columns[index].name) is missing", .booleans(columns[index].missingMask.map { $0 ? 1 : 0 }))
        }
    }

    /// The columns: what was missing is so again where a column says so, and else stays as it was filled.
    public func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn] {
      let flags = try numbers(Array(columns.suffix(indicated.count)), count: indicated.count)
      var result = zip(columns.prefix(fills.count), names).map { $0.renamed($1) }
      for (index, flags) in zip(indicated, flags) {
        let missing = flags.map { $0 >= 0.5 }
        result[index] = result[index].missing(where: missing)
      }
      return result
    }
  }
}

extension TableColumn {
  /// For each row whether the value is missing.
  var missingMask: [Bool] {
    switch storage {
    case .integers(let column): column.present.map { $0.map { !$0 } } ?? [Bool](repeating: false, count: count)
    case .numbers(let numbers): numbers.map(\.isNaN)
    case .booleans(let values): values.map { $0 < 0 }
    case .dates(let column): column.seconds.map(\.isNaN)
    case .texts(let column): column.codes.map { $0 < 0 }
    }
  }

  /// The values as texts, missing ones filled.
  fileprivate func fillingTexts(with fill: String) -> TableColumn {
    let texts = asTexts
    guard texts.codes.contains(where: { $0 < 0 }) else { return TableColumn(name, .texts(texts)) }
    let new = Int32(texts.categories.count)
    return TableColumn(
      name,
      .texts(TextValues(merging: texts.categories + [fill], codes: texts.codes.map { $0 < 0 ? new : $0 })))
  }

  /// The values without those in some rows.
  fileprivate func missing(where mask: [Bool]) -> TableColumn {
    if case .texts(let column) = storage {
      return TableColumn(
        name, .texts(TextValues(reordering: column.categories, codes: zip(column.codes, mask).map { $1 ? -1 : $0 })))
    }
    return TableColumn(name, numbers: zip(numbers ?? [], mask).map { $1 ? .nan : $0 })
  }
}
