/// One value of a ``Table``: what stands in a row of a column.
public enum TableValue: Sendable, Hashable {
  /// A whole number.
  case integer(Int64)
  /// A floating-point number.
  case number(Double)
  /// A truth value.
  case boolean(Bool)
  /// A moment: seconds since 1970-01-01T00:00:00 UTC.
  case date(Double)
  /// A text.
  case text(String)
  /// No value.
  case missing

  /// The value as a number: integers, numbers, truth values (0 and 1) and moments (seconds); nil for texts and missing
  /// values.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value), .date(let value): value
    case .boolean(let value): value ? 1 : 0
    case .text, .missing: nil
    }
  }

  /// The whole number; nil for anything else.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// The truth value; nil for anything else.
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The text; nil for anything else.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// Whether there is no value.
  public var isMissing: Bool { self == .missing }
}
