/// What the values of a column are.
public enum ColumnType: String, Sendable, Codable, CaseIterable {
  /// Whole numbers of 64 bits.
  case integer
  /// Floating-point numbers of 64 bits.
  case number
  /// `true` and `false`.
  case boolean
  /// Moments: days, or days with a time. In files as ISO 8601 writes them: `2024-02-29` or `2024/02/29`, alone or with a
  /// time behind a `T` or a space (`12:30`, `12:30:05`, `12:30:05.25`), which may end in a zone (`Z`, `+09:00`); UTC
  /// without one.
  case date
  /// Texts, kept as distinct texts and the position of each row's among them.
  case text

  /// Whether ``TableColumn/numbers`` gives numbers: all types but texts.
  public var isNumeric: Bool { self != .text }
}
