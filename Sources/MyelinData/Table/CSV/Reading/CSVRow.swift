/// One field of a CSV file and where it begins.
public struct CSVField: Sendable, Equatable {
  /// The text, without the quotes around it and with doubled quotes made single.
  public let text: String
  /// The line in the file, from 1.
  public let line: Int
  /// The character in the line, from 1; of a quoted field the quote.
  public let column: Int
}

/// One row of a CSV file, with as many fields as the header has columns.
public struct CSVRow: Sendable, Equatable {
  /// The fields in the order of the header.
  public let fields: [CSVField]

  /// The line in the file on which the row begins, from 1.
  public var line: Int { fields.first?.line ?? 0 }
}
