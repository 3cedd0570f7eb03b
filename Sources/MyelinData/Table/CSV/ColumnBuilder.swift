/// Gathers the cells of a column, then makes a column of them.
struct ColumnBuilder {
  let name: String
  let declared: ColumnType?
  let options: CSVOptions
  /// The texts; empty if the column is one of numbers by declaration.
  private var texts: [String?] = []
  /// The numbers that the cells write, NaN for others; empty if the column isn't one of numbers by declaration.
  private var numbers: [Double] = []
  private var numberCount = 0
  private var presentCount = 0
  /// The first cell that writes no number.
  private var firstText: (row: Int, text: String)?
  /// Where the cells are. Half the size of Int: there are as many of these as cells while a file is read.
  private var places: [(line: UInt32, character: UInt32)] = []
  private let readsNumbers: Bool
  private let missingTexts: Set<String>
  private let numbersMayBeMissing: Bool

  init(name: String, declared: ColumnType?, options: CSVOptions) {
    (self.name, self.declared, self.options) = (name, declared, options)
    readsNumbers = declared == nil || declared == .number
    missingTexts = options.missing.texts
    numbersMayBeMissing = missingTexts.contains { CellText.number($0) != nil }
  }

  mutating func append(_ field: CSVField) {
    let text = CellText.trimmed(field.text)
    places.append((UInt32(clamping: field.line), UInt32(clamping: field.column)))
    // Most cells are numbers, and to read one is quicker than to look whether it is a missing value.
    let number = readsNumbers ? CellText.number(text) : nil
    let isMissing = number == nil || numbersMayBeMissing ? missingTexts.contains(text) : false
    if declared != .number { texts.append(isMissing ? nil : text) }
    if readsNumbers { numbers.append(isMissing ? .nan : number ?? .nan) }
    guard !isMissing else { return }
    presentCount += 1
    if number != nil {
      numberCount += 1
    } else if firstText == nil {
      firstText = (places.count - 1, text)
    }
  }

  func build(path: String) throws(TableError) -> TableColumn {
    let type = declared ?? inferred
    let isMixed = declared == nil && type == .text && numberCount * 2 > presentCount
    if isMixed, !options.takesTextAmongNumbers, let (row, text) = firstText {
      throw TableError(
        .textAmongNumbers, path: path, line: Int(places[row].line), column: Int(places[row].character),
        "\(quoted(text)) in column \(quoted(name)) is not a number, but \(numberCount) of its "
          + "\(presentCount) values are; correct the cell, or declare the column categorical")
    }
    func values<Value>(_ convert: (String) -> Value?) throws(TableError) -> [Value?] {
      var result: [Value?] = []
      result.reserveCapacity(texts.count)
      for (row, text) in texts.enumerated() {
        let value = text.flatMap(convert)
        if let text, value == nil { throw unfit(text, for: type, row: row, path: path) }
        result.append(value)
      }
      return result
    }
    switch type {
    case .integer: return TableColumn(name, integers: try values { Int64($0) })
    case .number:
      if let (row, text) = firstText { throw unfit(text, for: type, row: row, path: path) }
      return TableColumn(name, numbers: numbers)
    case .boolean: return TableColumn(name, booleans: try values(Self.boolean))
    case .date: return TableColumn(name, dates: try values(CivilTime.seconds).map { $0 ?? .nan })
    case .text: return TableColumn(name, texts: texts)
    }
  }

  private func unfit(_ text: String, for type: ColumnType, row: Int, path: String) -> TableError {
    let (line, position) = (Int(places[row].line), Int(places[row].character))
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
  private var inferred: ColumnType {
    let types = options.inferredTypes
    if presentCount == 0 { return types.contains(.number) ? .number : .text }
    func allAre(_ convert: (String) -> Bool) -> Bool { texts.allSatisfy { $0.map(convert) ?? true } }
    if numberCount == presentCount {
      if types.contains(.integer), allAre({ Int64($0) != nil }) { return .integer }
      if types.contains(.number) { return .number }
    }
    if types.contains(.boolean), allAre({ Self.boolean($0) != nil }) { return .boolean }
    if types.contains(.date), allAre({ CivilTime.seconds($0) != nil }) { return .date }
    return .text
  }

  private static func boolean(_ text: String) -> Bool? { truthValues[text] }

  private static let truthValues = [
    "true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false,
  ]
}
