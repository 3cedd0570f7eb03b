/// What the values of a column are.
public enum ColumnType: String, Sendable, Codable, CaseIterable {
  /// Whole numbers of 64 bits.
  case integer
  /// Floating-point numbers of 64 bits.
  case number
  /// `true` and `false`.
  case boolean
  /// Moments: days, or days with a time.
  case date
  /// Texts, kept as distinct texts and the position of each row's among them.
  case text

  /// Whether ``TableColumn/numbers`` gives numbers: all types but texts.
  public var isNumeric: Bool { self != .text }
}
