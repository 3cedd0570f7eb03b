/// A column's values in the rows that relations are computed from.
struct RelationSource {
  let name: String
  let explored: Exploration.Column
  /// Whether each row's value is missing.
  let isMissing: [Bool]
  /// Numbers and moments, NaN where missing or infinite; nil for categories.
  let numbers: [Double]?
  /// Each row's category, −1 where missing; nil for numbers and moments.
  let codes: [Int32]?
  /// The names of the categories.
  let categories: [String]

  init(_ column: TableColumn, _ explored: Exploration.Column) {
    name = column.name
    self.explored = explored
    isMissing = (0..<column.count).map { column.isMissing(row: $0) }
    switch column.storage {
    case .booleans(let values):
      (numbers, codes, categories) = (nil, values.map { Int32($0) }, ["false", "true"])
    case .texts(let values):
      (numbers, codes, categories) = (nil, values.codes, values.categories)
    case .integers, .numbers, .dates:
      (numbers, codes, categories) = (column.numbers?.map { $0.isFinite ? $0 : .nan }, nil, [])
    }
  }

  /// Whether there are few enough categories, each in enough rows, for a relation to mean anything.
  var hasFewCategories: Bool {
    guard codes != nil else { return false }
    let count = isMissing.count { !$0 }
    return (2...100).contains(categories.count) && categories.count * 3 <= count
  }

  /// Few categories in any case: numbers are cut at their tenths, categories of fewer than five rows are one, and so are missing
  /// values.
  var groups: [Int32] {
    if let numbers { return Binning.codes(numbers, bins: 10, missing: nil) }
    let codes = codes ?? []
    var counts = [Int](repeating: 0, count: categories.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let (missing, rare) = (Int32(categories.count), Int32(categories.count) + 1)
    return codes.map { $0 < 0 ? missing : counts[Int($0)] < 5 ? rare : $0 }
  }

  /// Numbers for each different value in the order of appearance, −1 where missing: equal to another column's if the values of
  /// both correspond one to one.
  var appearance: [Int32] {
    if let codes, explored.type == .text { return codes }
    var seen: [UInt64: Int32] = [:]
    let keys = codes?.map { UInt64(bitPattern: Int64($0)) } ?? numbers?.map { ($0 == 0 ? 0 : $0).bitPattern } ?? []
    return keys.enumerated().map { row, key in
      if isMissing[row] { return -1 }
      if let code = seen[key] { return code }
      seen[key] = Int32(seen.count)
      return Int32(seen.count - 1)
    }
  }
}
