/// Makes of each column one column for each category, 1 for the row's own and 0 for the others.
///
/// Categories are sorted: numbers by size, texts by their code points; missing values are a category of their own, the last.
/// As scikit-learn's `OneHotEncoder`.
///
/// ```swift
/// let encoder = try OneHotEncoder(drop: .first, unknown: .ignore).fitted(to: [training["island"]!])
/// let columns = try encoder.transform([test["island"]!])   // island=Dream, island=Torgersen
/// ```
public struct OneHotEncoder: Transform, Equatable {
  /// Which category of a column gets no column.
  public enum Drop: Sendable, Hashable, Codable {
    /// None.
    case none
    /// The first, so that the columns of a linear model don't add up to 1.
    case first
    /// The first of two; none if there are more, or only one.
    case ifBinary
    /// These, one for each column.
    case categories([String])
  }

  /// What is done with a category that was not there in training.
  public enum Unknown: String, Sendable, Codable {
    /// It is an error.
    case error
    /// All columns are 0.
    case ignore
    /// It counts as a rare one; all columns are 0 if there were none.
    case infrequent
  }

  /// Which category of a column gets no column.
  public var drop: Drop
  /// What is done with a category that was not there in training.
  public var unknown: Unknown
  /// How often a category must come to be told apart from the rare ones, which share a column; nil if it needn't.
  public var minFrequency: CategoryFrequency?
  /// The most categories of a column, the rare ones' counted as one; the rarest become rare ones. Nil for any number.
  public var maxCategories: Int?
  /// The categories of each column in their order; nil to learn them.
  public var categories: [[String]]?

  /// A description.
  ///
  /// - Parameters:
  ///   - drop: Which category of a column gets no column.
  ///   - unknown: What is done with a category that was not there in training.
  ///   - minFrequency: How often a category must come to be told apart from the rare ones.
  ///   - maxCategories: The most categories of a column, one or more, or the program stops.
  ///   - categories: The categories of each column in their order; nil to learn them.
  public init(
    drop: Drop = .none, unknown: Unknown = .error, minFrequency: CategoryFrequency? = nil, maxCategories: Int? = nil,
    categories: [[String]]? = nil
  ) {
    CategoryLearning.check(maxCategories: maxCategories, of: "OneHotEncoder")
    self.drop = drop
    self.unknown = unknown
    self.minFrequency = minFrequency
    self.maxCategories = maxCategories
    self.categories = categories
  }

  /// Learns categories.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    let lists = try CategoryLearning(
      categories: categories, minFrequency: minFrequency, maxCategories: maxCategories
    ).lists(columns, of: "OneHotEncoder", allowsOthers: unknown != .error, in: context)
    var dropped: [Int?] = []
    for (index, list) in lists.enumerated() {
      switch drop {
      case .none: dropped.append(nil)
      case .first: dropped.append(0)
      case .ifBinary: dropped.append(list.count == 2 ? 0 : nil)
      case .categories(let names):
        guard names.count == columns.count else {
          fatalError("OneHotEncoder: \(names.count) categories to drop for \(columns.count) columns; give one for each")
        }
        let position = list.position(of: names[index])
        guard let position, position != list.infrequentPosition else {
          throw context.error(
            "\(quoted(names[index])) can't be dropped from column \(quoted(columns[index].name)): it is "
              + "\(position == nil ? "not there" : "one of the rare ones"); name another category",
            column: columns[index].name)
        }
        dropped.append(position)
      }
    }
    return Fitted(lists: lists, dropped: dropped, unknown: unknown)
  }

  /// Categories that were learnt.
  public struct Fitted: InvertibleTransform {
    /// What files call the type.
    public static let typeName = "OneHotEncoder"

    let lists: [CategoryList]
    /// The position of the category that gets no column, after rare ones became one.
    let dropped: [Int?]
    let unknown: Unknown

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { lists.count }

    /// The categories of each column without the missing value, rare ones included.
    public var categories: [[String]] { lists.map(\.names) }

    /// The rare categories of each column.
    public var infrequentCategories: [[String]] {
      lists.map { list in list.infrequent.filter { $0 < list.names.count }.map { list.names[$0] } }
    }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      if let problem = lists.lazy.compactMap(\.problem).first { return problem }
      guard dropped.count == lists.count else { return "the dropped categories don't fit" }
      let areThere = zip(dropped, lists).allSatisfy { dropped, list in
        dropped.map { (0..<list.count).contains($0) } ?? true
      }
      return areThere ? nil : "a dropped category is not there"
    }

    /// A feature for each category, named `column=category`.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      zip(inputs, lists).enumerated().flatMap { index, pair in
        pair.1.groupedNames.enumerated().filter { $0.offset != dropped[index] }.map {
          TableFeature(name: "\(pair.0.name)=\($0.element ?? CategoryList.missingName)")
        }
      }
    }

    /// The columns of 0 and 1.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      let names = features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
      var result: [TableColumn] = []
      result.reserveCapacity(names.count)
      for (index, column) in columns.enumerated() {
        let list = lists[index]
        let positions = try list.positions(of: column, in: &context, isError: unknown == .error)
        let unseenPosition = unknown == .infrequent ? list.infrequentPosition : nil
        var values = [[Int8]](repeating: [Int8](repeating: 0, count: column.count), count: list.count)
        for (row, position) in positions.enumerated() {
          if position >= 0 { values[position][row] = 1 } else if let unseenPosition { values[unseenPosition][row] = 1 }
        }
        for (position, values) in values.enumerated() where position != dropped[index] {
          result.append(TableColumn(names[result.count], .booleans(values)))
        }
      }
      return result
    }

    /// The categories with the largest numbers; where all are 0, the dropped one, or nothing.
    public func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn] {
      let numbers = try numbers(columns, count: outputCount)
      var result: [TableColumn] = []
      var start = 0
      let rows = columns.first?.count ?? 0
      for (index, list) in lists.enumerated() {
        let kept = (0..<list.count).filter { $0 != dropped[index] }
        let values = numbers[start..<start + kept.count]
        start += kept.count
        var positions = [Int](repeating: dropped[index] ?? -1, count: rows)
        for row in 0..<rows {
          var largest = 0.0
          for (position, column) in zip(kept, values) where column[row] > largest {
            (largest, positions[row]) = (column[row], position)
          }
        }
        result.append(list.column(names[index], at: positions))
      }
      return result
    }
  }
}

extension CategoryList {
  /// ``positions(of:unseen:)``, with a note about categories that were not there, or an error.
  func positions(
    of column: TableColumn, in context: inout TransformContext, isError: Bool
  ) throws(TableError) -> [Int] {
    var notes = context
    let positions = try positions(of: column) { (name, row, count) throws(TableError) in
      if isError {
        let value = name.map { "\(quoted($0)) in column" } ?? "the missing value in column"
        throw notes.error(
          "\(value) \(quoted(column.name)) was not there in training; correct it, or let unknown categories be ignored",
          column: column.name, row: row)
      }
      if let name { notes.note(unseen: name, column: column.name, row: row, count: count) }
    }
    context = notes
    return positions
  }
}
