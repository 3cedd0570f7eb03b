/// Gathers the texts of a column, then makes a column of them.
struct InterimColumn {
  let name: String
  let declared: ColumnType?
  let options: CSVOptions
  var texts: [String?] = []
  var places: [(line: Int, position: Int)] = []

  mutating func append(_ field: CSVField) {
    let text = CellText.trimmed(field.text)
    texts.append(options.missing.texts.contains(text) ? nil : text)
    places.append((field.line, field.column))
  }

  func build(path: String) throws(TableError) -> TableColumn {
    let present = texts.compactMap { $0 }
    let numberCount = present.count { CellText.number($0) != nil }
    let inferred: ColumnType
    if numberCount == present.count {
      inferred = !present.isEmpty && present.allSatisfy { Int64($0) != nil } ? .integer : .number
    } else if present.allSatisfy({ Self.boolean($0) != nil }) {
      inferred = .boolean
    } else if present.allSatisfy({ Self.date($0) != nil }) {
      inferred = .date
    } else {
      inferred = .text
    }
    let type = declared ?? (options.inferredTypes.contains(inferred) ? inferred : .text)
    if declared == nil, type == .text, numberCount * 2 > present.count,
      let row = texts.firstIndex(where: { $0.map { CellText.number($0) == nil } ?? false })
    {
      throw TableError(
        .textAmongNumbers, path: path, line: places[row].line, column: places[row].position,
        "\(quoted(texts[row] ?? "")) in column \(quoted(name)) is not a number, but \(numberCount) of its "
          + "\(present.count) values are; correct the cell, or declare the column categorical")
    }
    func values<Value>(_ convert: (String) -> Value?) throws(TableError) -> [Value?] {
      var result: [Value?] = []
      for (row, text) in texts.enumerated() {
        guard let text else {
          result.append(nil)
          continue
        }
        guard let value = convert(text) else {
          throw notANumber(text, column: name, path: path, line: places[row].line, position: places[row].position)
        }
        result.append(value)
      }
      return result
    }
    switch type {
    case .integer: return TableColumn(name, integers: try values { Int64($0) })
    case .number: return TableColumn(name, numbers: try values(CellText.number).map { $0 ?? .nan })
    case .boolean: return TableColumn(name, booleans: try values(Self.boolean))
    case .date: return TableColumn(name, dates: try values(Self.date).map { $0 ?? .nan })
    case .text: return TableColumn(name, texts: texts)
    }
  }

  private static func boolean(_ text: String) -> Bool? {
    ["true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false][text]
  }

  private static func date(_ text: String) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1...9999).contains(year), (1...12).contains(month),
      (1...CivilTime.dayCount(year: year, month: month)).contains(day)
    else { return nil }
    return Double(CivilTime(year: year, month: month, day: day).days) * 86_400
  }
}
