/// Gathers the texts of a column, then makes a column of them.
struct ColumnBuilder {
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
    let type = declared ?? inferred(present, numberCount: numberCount)
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
          throw unfit(text, for: type, row: row, path: path)
        }
        result.append(value)
      }
      return result
    }
    switch type {
    case .integer: return TableColumn(name, integers: try values { Int64($0) })
    case .number: return TableColumn(name, numbers: try values(CellText.number).map { $0 ?? .nan })
    case .boolean: return TableColumn(name, booleans: try values(Self.boolean))
    case .date: return TableColumn(name, dates: try values(CivilTime.seconds).map { $0 ?? .nan })
    case .text: return TableColumn(name, texts: texts)
    }
  }

  private func unfit(_ text: String, for type: ColumnType, row: Int, path: String) -> TableError {
    let (line, position) = places[row]
    if type == .number { return notANumber(text, column: name, path: path, line: line, position: position) }
    let kind: String =
      switch type {
      case .integer: "an integer"
      case .boolean: "true or false"
      case .date: "a date such as 2024-02-29"
      case .number, .text: "a number"
      }
    return TableError(
      .notANumber, path: path, line: line, column: position,
      "\(quoted(text)) in column \(quoted(name)) is not \(kind); correct it, or leave the cell empty if it is unknown")
  }

  /// The first type that all values have, of those that are inferred.
  private func inferred(_ present: [String], numberCount: Int) -> ColumnType {
    let inferred = options.inferredTypes
    if present.isEmpty { return inferred.contains(.number) ? .number : .text }
    if numberCount == present.count {
      if inferred.contains(.integer), present.allSatisfy({ Int64($0) != nil }) { return .integer }
      if inferred.contains(.number) { return .number }
    }
    if inferred.contains(.boolean), present.allSatisfy({ Self.boolean($0) != nil }) { return .boolean }
    if inferred.contains(.date), present.allSatisfy({ CivilTime.seconds($0) != nil }) { return .date }
    return .text
  }

  private static func boolean(_ text: String) -> Bool? {
    ["true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false][text]
  }
}
