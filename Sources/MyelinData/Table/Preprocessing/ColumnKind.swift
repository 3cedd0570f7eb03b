/// What the values of a column mean to a network.
public enum ColumnKind: String, Sendable, Equatable, Codable {
  /// Finite numbers.
  case numeric
  /// Texts, each naming a category.
  case categorical

  /// The type that a column of this kind is read as.
  public var columnType: ColumnType { self == .numeric ? .number : .text }
}

extension TableColumn {
  /// Integers and numbers are numeric, all else is categorical.
  var kind: ColumnKind { type == .integer || type == .number ? .numeric : .categorical }

  /// A row's value as the name of a class or category; nil if it is missing.
  func categoryName(row: Int) -> String? {
    if case .number(let value) = self[row] { return CellText.text(value) }
    return text(row: row)
  }

  /// The first row whose value is text that writes no number.
  var firstTextRow: Int? {
    guard kind == .categorical else { return nil }
    return texts.firstIndex { text in text.map { CellText.number($0) == nil } ?? false }
  }
}
