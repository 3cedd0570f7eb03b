/// Replaces every category by its position among the sorted ones of its column: 0, 1, 2, …
///
/// Categories are sorted: numbers by size, texts by their code points. Missing values stay missing, or become a number that is
/// given. As scikit-learn's `OrdinalEncoder`.
///
/// ```swift
/// let encoder = OrdinalEncoder(categories: [["small", "medium", "large"]])
/// let columns = try encoder.fitted(to: [table["size"]!]).transform([table["size"]!])   // 0, 1, 2
/// ```
public struct OrdinalEncoder: Transform, Equatable {
  /// What is done with a category that was not there in training.
  public enum Unknown: Sendable, Hashable, Codable {
    /// It is an error.
    case error
    /// It becomes this number, which no category may have; NaN makes it a missing value.
    case value(Double)

    /// −1 for NaN, which JSON lacks, is no loss: files say it apart.
    private enum CodingKeys: String, CodingKey { case value, isMissing }

    /// Reads what was encoded.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      if try values.decodeIfPresent(Bool.self, forKey: .isMissing) ?? false {
        self = .value(.nan)
      } else {
        self = try values.decodeIfPresent(Double.self, forKey: .value).map { .value($0) } ?? .error
      }
    }

    /// Writes the number, if there is one.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      guard case .value(let value) = self else { return }
      if value.isNaN { try values.encode(true, forKey: .isMissing) } else { try values.encode(value, forKey: .value) }
    }

    /// Whether both are the same; missing values are equal to each other.
    public static func == (first: Unknown, second: Unknown) -> Bool {
      switch (first, second) {
      case (.error, .error): true
      case (.value(let a), .value(let b)): a == b || a.isNaN && b.isNaN
      default: false
      }
    }
  }

  /// What is done with a category that was not there in training.
  public var unknown: Unknown
  /// The number that missing values become; nil if they stay missing.
  public var missing: Double?
  /// How often a category must come to be told apart from the rare ones, which share the last number; nil if it needn't.
  public var minFrequency: CategoryFrequency?
  /// The most categories of a column, the rare ones' counted as one; nil for any number.
  public var maxCategories: Int?
  /// The categories of each column in their order; nil to learn them.
  public var categories: [[String]]?
  /// Whether a category that ``categories`` lacks is an error in the rows to learn from, whatever ``unknown`` says of other rows.
  public var coversTraining: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - unknown: What is done with a category that was not there in training.
  ///   - missing: The number that missing values become; nil if they stay missing.
  ///   - minFrequency: How often a category must come to be told apart from the rare ones.
  ///   - maxCategories: The most categories of a column, one or more, or the program stops.
  ///   - categories: The categories of each column in their order; nil to learn them.
  ///   - coversTraining: Whether a category that `categories` lacks is an error in the rows to learn from, whatever `unknown` says
  ///     of other rows.
  public init(
    unknown: Unknown = .error, missing: Double? = nil, minFrequency: CategoryFrequency? = nil,
    maxCategories: Int? = nil, categories: [[String]]? = nil, coversTraining: Bool = false
  ) {
    CategoryLearning.check(maxCategories: maxCategories, of: "OrdinalEncoder")
    self.unknown = unknown
    self.missing = missing
    self.minFrequency = minFrequency
    self.maxCategories = maxCategories
    self.categories = categories
    self.coversTraining = coversTraining
  }

  /// Learns categories.
  ///
  /// - Throws: ``TableError`` if a column has no values, or a number for unknown or missing ones is a category's.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    let lists = try CategoryLearning(
      categories: categories, minFrequency: minFrequency, maxCategories: maxCategories, missingMayBeRare: false
    ).lists(columns, of: "OrdinalEncoder", allowsOthers: unknown != .error && !coversTraining, in: context)
    for (column, list) in zip(columns, lists) {
      let count = list.count - (list.hasMissing ? 1 : 0)
      var taken = list.hasMissing ? missing : nil
      if case .value(let value) = unknown, value >= 0, value < Double(count) { taken = value }
      if let taken, taken >= 0, taken < Double(count) {
        throw context.error(
          "column \(quoted(column.name)) has \(count) categories, of which \(CellText.text(taken)) is one; choose another "
            + "number for unknown and missing values", column: column.name)
      }
    }
    return Fitted(lists: lists, unknown: unknown, missing: missing)
  }

  /// Categories that were learnt.
  public struct Fitted: InvertibleTransform {
    /// What files call the type.
    public static let typeName = "OrdinalEncoder"

    let lists: [CategoryList]
    let unknown: Unknown
    let missing: Double?

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { lists.count }

    /// The categories of each column without the missing value, rare ones included.
    public var categories: [[String]] { lists.map(\.names) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? { lists.lazy.compactMap(\.problem).first }

    /// The columns of positions.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      var result: [TableColumn] = []
      for (list, column) in zip(lists, columns) {
        let positions = try list.positions(of: column, in: &context, isError: unknown == .error)
        let numbers = numbers(list)
        var unseen = Double.nan
        if case .value(let value) = unknown { unseen = value }
        result.append(TableColumn(column.name, numbers: positions.map { $0 < 0 ? unseen : numbers[$0] }))
      }
      return result
    }

    /// The number of each position. The missing value stands before the rare ones, but isn't counted.
    private func numbers(_ list: CategoryList) -> [Double] {
      let hole = list.missingPosition
      return (0..<list.count).map { position in
        guard let hole else { return Double(position) }
        return position == hole ? missing ?? .nan : Double(position > hole ? position - 1 : position)
      }
    }

    /// The categories at the positions; nothing where a number is no category's.
    public func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn] {
      let numbers = try numbers(columns, count: lists.count)
      return zip(zip(lists, numbers), names).map { pair, name in
        let (list, values) = pair
        let places = Dictionary(
          self.numbers(list).enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        return list.column(name, at: values.map { places[$0] ?? -1 })
      }
    }
  }
}
