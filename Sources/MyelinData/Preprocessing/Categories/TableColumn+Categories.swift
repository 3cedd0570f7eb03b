extension TableColumn {
  /// A row's value as the name of a class or category; nil if it is missing. Whole numbers have no point.
  func categoryName(row: Int) -> String? {
    if case .numbers(let numbers) = storage { return numbers[row].isNaN ? nil : CellText.text(numbers[row]) }
    return text(row: row)
  }

  /// Whether the values are integers or numbers.
  var isOfNumbers: Bool { type == .integer || type == .number }

  /// The first row whose value is text that writes no number.
  var firstTextRow: Int? {
    guard !isOfNumbers else { return nil }
    return texts.firstIndex { text in text.map { CellText.number($0) == nil } ?? false }
  }

  /// The values as names of categories, each distinct one made once.
  var asTexts: TextValues {
    switch storage {
    case .texts(let column): return column
    case .integers(let column): return Self.texts(column.values.count, { column[$0] }, String.init)
    case .numbers(let numbers):
      return Self.texts(numbers.count, { numbers[$0].isNaN ? nil : numbers[$0] }, CellText.text)
    case .booleans(let values):
      return Self.texts(values.count, { values[$0] < 0 ? nil : values[$0] }, { $0 == 1 ? "true" : "false" })
    case .dates(let column):
      return Self.texts(
        column.seconds.count, { column.seconds[$0].isNaN ? nil : column.seconds[$0] },
        { CivilTime($0).text(column.precision) })
    }
  }

  private static func texts<Value: Hashable>(
    _ count: Int, _ value: (Int) -> Value?, _ text: (Value) -> String
  ) -> TextValues {
    var places: [Value: Int32] = [:]
    var categories: [String] = []
    let codes = (0..<count).map { row -> Int32 in
      guard let value = value(row) else { return -1 }
      if let place = places[value] { return place }
      let place = Int32(categories.count)
      places[value] = place
      categories.append(text(value))
      return place
    }
    // −0 and 0 are one number.
    return TextValues(categories: categories, codes: codes)
  }
}

/// How often each category of a column comes.
struct CategoryCounts {
  private let texts: TextValues
  private let isNumeric: Bool
  private let counts: [Int]
  /// The number of missing values.
  let missingCount: Int

  init(_ column: TableColumn) {
    texts = column.asTexts
    isNumeric = column.isOfNumbers
    var counts = [Int](repeating: 0, count: texts.categories.count)
    var missing = 0
    for code in texts.codes { if code < 0 { missing += 1 } else { counts[Int(code)] += 1 } }
    self.counts = counts
    missingCount = missing
  }

  /// The number of different categories.
  var distinctCount: Int { counts.count }

  /// The most rows that one category has.
  var largestCount: Int { counts.max() ?? 0 }

  /// The categories in ascending order, numbers by size and texts by their code points, and the number of rows of each.
  var sorted: (categories: [String], counts: [Int]) {
    let categories = texts.categories
    let order: [Int]
    if isNumeric {
      let numbers = categories.map { Double($0) ?? .nan }
      order = categories.indices.sorted { numbers[$0] < numbers[$1] }
    } else {
      order = categories.indices.sorted { categories[$0].comesBefore(categories[$1]) }
    }
    return (order.map { categories[$0] }, order.map { counts[$0] })
  }
}

extension String {
  /// Whether a text comes before another by its code points, as other languages sort. UTF-8's bytes are in the same order.
  func comesBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
