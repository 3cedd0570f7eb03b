/// The categories of one column, in order, as encoders learn them.
struct CategoryList: Sendable, Equatable, Codable {
  /// The categories without the missing value.
  let names: [String]
  /// Whether the missing value is a category as well: the last.
  let hasMissing: Bool
  /// The type of the column.
  let type: ColumnType
  /// Which categories were too rare to be told apart, ascending; positions among all, the missing value included.
  let infrequent: [Int]

  private let positions: [ExactText: Int]
  /// The position of each category after the rare ones became one, which is the last.
  private let grouped: [Int]

  private enum CodingKeys: String, CodingKey { case names, hasMissing, type, infrequent }

  init(names: [String], hasMissing: Bool, type: ColumnType, infrequent: [Int] = []) {
    self.names = names
    self.hasMissing = hasMissing
    self.type = type
    self.infrequent = infrequent
    positions = Dictionary(
      names.enumerated().map { (ExactText(text: $0.element), $0.offset) }, uniquingKeysWith: { first, _ in first })
    let rare = Set(infrequent)
    let total = names.count + (hasMissing ? 1 : 0)
    var next = 0
    grouped = (0..<total).map { position in
      if rare.contains(position) { return total - rare.count }
      next += 1
      return next - 1
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      names: try values.decode([String].self, forKey: .names),
      hasMissing: try values.decode(Bool.self, forKey: .hasMissing),
      type: try values.decode(ColumnType.self, forKey: .type),
      infrequent: try values.decode([Int].self, forKey: .infrequent))
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(names, forKey: .names)
    try values.encode(hasMissing, forKey: .hasMissing)
    try values.encode(type, forKey: .type)
    try values.encode(infrequent, forKey: .infrequent)
  }

  /// The categories before rare ones became one, the missing value included.
  var totalCount: Int { names.count + (hasMissing ? 1 : 0) }

  /// The categories after rare ones became one, the missing value included.
  var count: Int { totalCount - infrequent.count + (infrequent.isEmpty ? 0 : 1) }

  /// The position of the rare ones' category; nil if there is none.
  var infrequentPosition: Int? { infrequent.isEmpty ? nil : totalCount - infrequent.count }

  /// The position of a category, after rare ones became one.
  func position(of name: String) -> Int? { positions[ExactText(text: name)].map { grouped[$0] } }

  /// The position of the missing value, after rare ones became one; nil if it is no category.
  var missingPosition: Int? { hasMissing ? grouped[names.count] : nil }

  /// The categories after rare ones became one; nil stands for the missing value.
  var groupedNames: [String?] {
    let rare = Set(infrequent)
    let frequent = (0..<totalCount).filter { !rare.contains($0) }.map { $0 < names.count ? names[$0] : nil }
    return infrequent.isEmpty ? frequent : frequent + [Self.infrequentName]
  }

  /// What the category of the rare ones is called.
  static let infrequentName = "(infrequent)"
  /// What the category of missing values is called in names of features.
  static let missingName = "(missing)"

  var problem: String? {
    if positions.count != names.count { return "categories repeat" }
    let areUsable =
      infrequent.allSatisfy { (0..<totalCount).contains($0) } && Set(infrequent).count == infrequent.count
    return areUsable ? nil : "there are no such rare categories"
  }

  /// The position of each row's category after rare ones became one, −1 where it was not there in training. Each distinct text
  /// is looked up once.
  ///
  /// - Parameter unseen: Is told of each distinct category that was not there, nil for the missing value, its first row, and
  ///   its number of rows.
  func positions(
    of column: TableColumn, unseen: (_ name: String?, _ row: Int, _ count: Int) throws(TableError) -> Void
  ) throws(TableError) -> [Int] {
    let texts = column.asTexts
    var found = texts.categories.map { position(of: readable($0, in: column)) ?? -1 }
    // The last is the missing value's.
    found.append(missingPosition ?? -1)
    let missing = found.count - 1
    if found.contains(-1) {
      var counts = [Int](repeating: 0, count: found.count)
      var firstRows = counts
      for (row, code) in texts.codes.enumerated() {
        let place = code < 0 ? missing : Int(code)
        guard found[place] < 0 else { continue }
        if counts[place] == 0 { firstRows[place] = row }
        counts[place] += 1
      }
      let new = counts.indices.filter { counts[$0] > 0 }.sorted { firstRows[$0] < firstRows[$1] }
      for place in new { try unseen(place == missing ? nil : texts.categories[place], firstRows[place], counts[place]) }
    }
    return texts.codes.map { found[$0 < 0 ? missing : Int($0)] }
  }

  /// A category's text as training wrote it: numbers that were read as texts may have another form.
  private func readable(_ text: String, in column: TableColumn) -> String {
    guard column.type == .text, type == .integer || type == .number, positions[ExactText(text: text)] == nil else {
      return text
    }
    return CellText.number(text).map(CellText.text) ?? text
  }

  /// A column of the categories at some positions after rare ones became one; −1 stands for none.
  func column(_ name: String, at positions: [Int]) -> TableColumn {
    let grouped = groupedNames
    let isOfNumbers = (type == .integer || type == .number) && infrequent.isEmpty
    if isOfNumbers {
      let numbers = grouped.map { $0.flatMap { Double($0) } ?? .nan }
      return TableColumn(name, numbers: positions.map { $0 < 0 ? .nan : numbers[$0] })
    }
    if type == .boolean, infrequent.isEmpty {
      return TableColumn(name, booleans: positions.map { $0 < 0 ? nil : grouped[$0].map { $0 == "true" } })
    }
    return TableColumn(
      name,
      .texts(
        TextValues(
          merging: grouped.map { $0 ?? "" }, codes: positions.map { $0 < 0 || grouped[$0] == nil ? -1 : Int32($0) })))
  }
}

/// Which categories are learnt, and which are too rare to be told apart.
struct CategoryLearning {
  /// What the caller says the categories are; nil if they are learnt.
  var categories: [[String]]?
  var minFrequency: CategoryFrequency?
  var maxCategories: Int?
  /// Whether missing values may be among the rare ones.
  var missingMayBeRare = true

  /// Stops the program if so many categories leave none.
  static func check(maxCategories: Int?, of transform: String) {
    if let maxCategories, maxCategories < 1 {
      fatalError("\(transform): at most \(maxCategories) categories leave none; allow one or more")
    }
  }

  /// The categories of each column.
  func lists(
    _ columns: [TableColumn], of transform: String, allowsOthers: Bool, in context: FittingContext
  ) throws(TableError) -> [CategoryList] {
    if let categories, categories.count != columns.count {
      fatalError("\(transform): there are categories for \(categories.count) columns, and \(columns.count) columns")
    }
    var result: [CategoryList] = []
    for (index, column) in columns.enumerated() {
      let counting = CategoryCounts(column)
      var (names, counts) = counting.sorted
      if let given = categories?[index] {
        let places = Dictionary(
          zip(names, counts).map { (ExactText(text: $0), $1) }, uniquingKeysWith: { first, _ in first })
        let known = Set(given.map { ExactText(text: $0) })
        guard known.count == given.count, !given.isEmpty else {
          throw context.error(
            .badOption, "the categories given for column \(quoted(column.name)) are none, or repeat; name each once",
            column: column.name)
        }
        let others = allowsOthers ? [] : names.filter { !known.contains(ExactText(text: $0)) }
        if let first = others.first {
          let row = (0..<column.count).first { column.categoryName(row: $0) == first }
          let shown = others.prefix(10).map(quoted).joined(separator: ", ")
          let isOne = others.count == 1
          throw context.error(
            shown + (others.count > 10 ? " and \(others.count - 10) more" : "")
              + " in column \(quoted(column.name)) \(isOne ? "is" : "are") not among the categories given; add "
              + "\(isOne ? "it" : "them") to these, or correct \(isOne ? "it" : "them")",
            column: column.name, row: row)
        }
        names = given
        counts = given.map { places[ExactText(text: $0)] ?? 0 }
      }
      let hasMissing = counting.missingCount > 0
      if hasMissing, missingMayBeRare { counts.append(counting.missingCount) }
      if counts.isEmpty, !hasMissing { throw emptyColumn(column.name, in: context) }
      result.append(
        CategoryList(
          names: names, hasMissing: hasMissing, type: column.type,
          infrequent: infrequent(counts, rows: column.count)))
    }
    return result
  }

  private func infrequent(_ counts: [Int], rows: Int) -> [Int] {
    var rare = counts.map { count in
      switch minFrequency {
      case nil: false
      case .count(let least): count < least
      case .share(let share): Double(count) < share * Double(rows)
      }
    }
    if let maxCategories, maxCategories < rare.count(where: { !$0 }) + 1 {
      // The rare ones' category counts as one; those that come first stay rare where counts tie.
      let order = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
      for index in order.prefix(max(0, counts.count - (maxCategories - 1))) { rare[index] = true }
    }
    return rare.indices.filter { rare[$0] }
  }
}

/// How often a category must come to be told apart from the rare ones.
public enum CategoryFrequency: Sendable, Hashable, Codable {
  /// In so many rows.
  case count(Int)
  /// In so large a share of the rows, from 0 to 1.
  case share(Double)
}
