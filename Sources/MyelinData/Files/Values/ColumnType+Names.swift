extension ColumnType {
  /// What an error calls a value of the type.
  var valueName: String {
    switch self {
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .date: "a date such as 2024-02-29"
    case .text: "a text"
    }
  }
}
