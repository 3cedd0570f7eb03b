import MyelinFiles

/// A warning: a category that was not there in training, which leaves all inputs of its column at 0.
public struct UnseenCategory: Sendable, Equatable, CustomStringConvertible {
  /// The name of the column.
  public let column: String
  /// The category.
  public let value: String
  /// The line of the file on which it comes first; nil if the table is from no file.
  public let firstLine: Int?
  /// The number of rows that have it.
  public internal(set) var count: Int

  /// One line for the user.
  public var description: String {
    let text =
      (firstLine.map { "line \($0): " } ?? "")
      + "\(quoted(value)) in column \(quoted(column)) was not there in training "
      + "(\(count) \(count == 1 ? "row" : "rows")); it counts as none of the known categories"
    return String(text.map { $0.isNewline ? " " : $0 }).withoutControlCharacters
  }
}
