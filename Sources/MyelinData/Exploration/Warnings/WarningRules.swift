import Foundation

/// What a table is examined for, and the bounds from which on it is warned of.
struct WarningRules {
  let table: Table
  let columns: [Exploration.Column]
  let missing: Exploration.MissingValues
  let relations: Exploration.Relations
  let target: Exploration.Target?
  let targetName: String?
  let targetProblem: String?
  let repetitions: RowRepetitions
  let isTruncated: Bool

  /// All warnings, the most important first.
  var warnings: [Exploration.Warning] {
    var found = tableWarnings + targetWarnings
    if table.rowCount > 0 {
      for (column, explored) in zip(table.columns, columns) {
        let texts = column.type == .text ? textWarnings(explored, column) : []
        found += texts + columnWarnings(explored, isMiswritten: texts.contains { $0.kind != .inconsistentSpelling })
      }
    }
    let kinds = Dictionary(
      uniqueKeysWithValues: Exploration.Warning.Kind.allCases.enumerated().map { ($0.element, $0.offset) })
    return found.enumerated().sorted { a, b in
      if a.element.severity != b.element.severity { return a.element.severity > b.element.severity }
      let (x, y) = (kinds[a.element.kind] ?? 0, kinds[b.element.kind] ?? 0)
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }

  /// Whether a column rather names rows than describes them: texts of at most 64 characters or whole numbers, different in each of
  /// at least twenty rows. Numbers must also be all of a range, or the column named as identifiers are; of a column so named one
  /// value in ten may repeat.
  static func isIdentifier(_ column: Exploration.Column) -> Bool {
    guard column.count >= 20 else { return false }
    let isNamed = isNamedIdentifier(column.name) && column.distinctCount * 10 > column.count * 9
    guard column.isUnique || isNamed else { return false }
    switch column.type {
    case .text: return (column.texts?.longest ?? 0) <= 64
    case .boolean, .date: return false
    case .integer, .number:
      guard let numbers = column.numbers, numbers.areWhole, let low = numbers.minimum, let high = numbers.maximum else {
        return false
      }
      return isNamed || high - low + 1 == Double(column.count)
    }
  }

  private static func isNamedIdentifier(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let marks: Set<String> = ["id", "ids", "uuid", "guid", "key", "index", "idx", "number", "no", "nr", "번호", "아이디"]
    return words.contains { marks.contains($0) } || name.hasSuffix("Id") || name.hasSuffix("ID")
  }

  /// Whether a column is the one to be predicted.
  func isTarget(_ column: Exploration.Column) -> Bool { column.name == targetName }

  /// A share as a percentage: whole numbers, one digit below 10 %, and never 0 % or 100 % for what is not.
  static func percent(_ share: Double) -> String {
    let value = share * 100
    if share > 0, value < 0.1 { return "< 0.1 %" }
    if share < 1, value > 99.9 { return "> 99.9 %" }
    return value < 10 || value > 99
      ? "\(String(format: "%.1f", value).replacing(/\.0$/, with: "")) %" : "\(Int(value.rounded())) %"
  }

  func percent(_ share: Double) -> String { Self.percent(share) }

  /// Four significant digits, more where else a share or a correlation would seem to be 1.
  func short(_ value: Double) -> String {
    var text = String(format: "%.4g", value)
    for digits in 5...9 where abs(value) < 1 && (text == "1" || text == "-1") {
      text = String(format: "%.\(digits)g", value)
    }
    return text.replacing("-", with: "−")
  }

  /// "1 row", "2 rows".
  func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with separators of thousands.
  func grouped(_ count: Int) -> String {
    var digits = String(count)
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
      index -= 3
    }
    return digits
  }
}
