extension TableColumn {
  /// The values of some rows in the order given, or a missing value where there is −1 instead of a row.
  func takingOrMissing(_ rows: [Int]) -> TableColumn {
    guard rows.contains(-1) else { return takingChecked(rows) }
    switch storage {
    case .integers(let values): return TableColumn(name, integers: rows.map { $0 < 0 ? nil : values[$0] })
    case .numbers(let values): return TableColumn(name, numbers: rows.map { $0 < 0 ? .nan : values[$0] })
    case .booleans(let values): return TableColumn(name, .booleans(rows.map { $0 < 0 ? -1 : values[$0] }))
    case .dates(let values): return TableColumn(name, dates: rows.map { $0 < 0 ? .nan : values.seconds[$0] })
    case .texts(let values):
      let codes = rows.map { $0 < 0 ? -1 : values.codes[$0] }
      return TableColumn(name, .texts(TextValues(reordering: values.categories, codes: codes)))
    }
  }

  /// The values of several columns one after the other, under the name of the first.
  ///
  /// Types that differ become one: integers and numbers become numbers, all others texts. A column without any values
  /// has the type of the others.
  static func concatenated(_ columns: [TableColumn]) -> TableColumn {
    let name = columns[0].name
    let type = commonType(of: columns)
    let parts = columns.map { $0.converted(to: type) }
    switch type {
    case .number: return TableColumn(name, numbers: parts.flatMap { $0.numbers ?? [] })
    case .integer: return TableColumn(name, integers: parts.flatMap { $0.integers ?? [] })
    case .boolean: return TableColumn(name, booleans: parts.flatMap { $0.booleans ?? [] })
    case .date: return TableColumn(name, dates: parts.flatMap { $0.numbers ?? [] })
    case .text:
      var categories: [String] = []
      var codes: [Int32] = []
      for part in parts {
        let offset = Int32(categories.count)
        categories += part.categories ?? []
        codes += (part.codes ?? []).map { $0 < 0 ? -1 : $0 + offset }
      }
      return TableColumn(name, categories: categories, codes: codes)
    }
  }

  private static func commonType(of columns: [TableColumn]) -> ColumnType {
    let types = Set(columns.filter { $0.missingCount < $0.count }.map(\.type))
    if types.count == 1, let type = types.first { return type }
    if types.isEmpty {
      // Columns that stand for lacking ones are texts; another type was somebody's choice.
      return columns.first { $0.type != .text }?.type ?? .text
    }
    return types == [.integer, .number] ? .number : .text
  }

  /// The values in another type: any as texts, integers as numbers, and missing values as anything.
  private func converted(to type: ColumnType) -> TableColumn {
    if self.type == type { return self }
    if missingCount == count { return .missing(name, type, count: count) }
    return type == .number ? TableColumn(name, numbers: numbers ?? []) : TableColumn(name, texts: texts)
  }

  /// A column in which every value is missing.
  static func missing(_ name: String, _ type: ColumnType, count: Int) -> TableColumn {
    switch type {
    case .integer: TableColumn(name, integers: [Int64?](repeating: nil, count: count))
    case .number: TableColumn(name, numbers: [Double](repeating: .nan, count: count))
    case .boolean: TableColumn(name, booleans: [Bool?](repeating: nil, count: count))
    case .date: TableColumn(name, dates: [Double](repeating: .nan, count: count))
    case .text: TableColumn(name, texts: [String?](repeating: nil, count: count))
    }
  }
}
