import MyelinFiles

/// A warning: a category that was not there in training, and counts as none of those that were.
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

/// The categories of some rows that were not there in training.
public struct UnseenCategories: Sendable, Equatable {
  /// The most warnings that are kept; of further categories only ``suppressedCount`` tells.
  public static let limit = 100

  /// The unseen categories, in the order in which they come.
  public private(set) var warnings: [UnseenCategory] = []
  /// The number of cells with unseen categories beyond the warnings kept.
  public private(set) var suppressedCount = 0

  private var places: [[ExactText]: Int] = [:]

  /// None yet.
  public init() {}

  mutating func note(_ warning: UnseenCategory) {
    let key = [ExactText(text: warning.column), ExactText(text: warning.value)]
    if let place = places[key] {
      warnings[place].count += warning.count
    } else if warnings.count < Self.limit {
      places[key] = warnings.count
      warnings.append(warning)
    } else {
      suppressedCount += warning.count
    }
  }

  /// Notes what was met in rows that come after those of before, in the order of their lines.
  mutating func note(_ other: UnseenCategories) {
    let sorted = other.warnings.enumerated().sorted {
      ($0.element.firstLine ?? 0, $0.offset) < ($1.element.firstLine ?? 0, $1.offset)
    }
    for (_, warning) in sorted { note(warning) }
    suppressedCount += other.suppressedCount
  }
}
