/// How a text column becomes inputs: one for each category, 1 for the row's own and 0 for the others.
public struct CategoricalEncoding: Sendable, Equatable, Codable {
  /// The most categories that a column may have.
  public static let categoryLimit = 1000
  /// Columns with more values than this, each another, are taken for identifiers.
  public static let identifierLimit = 50

  /// The name of the column.
  public let name: String
  /// The categories of the training rows, sorted.
  public let categories: [String]
  /// What stands in for a missing value: the most frequent category, of several the first.
  public let mostFrequent: String

  private let positions: [String: Int]

  private enum CodingKeys: String, CodingKey {
    case name, categories, mostFrequent
  }

  init(name: String, categories: [String], mostFrequent: String) {
    self.name = name
    self.categories = categories
    self.mostFrequent = mostFrequent
    positions = Dictionary(
      categories.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// Fits the counts of the training rows' texts; nil if there are none.
  init?(name: String, counts: [String: Int]) {
    let categories = counts.keys.sorted()
    // `max` would give the last of several most frequent ones.
    guard let most = counts.values.max(), let frequent = categories.first(where: { counts[$0] == most }) else {
      return nil
    }
    self.init(name: name, categories: categories, mostFrequent: frequent)
  }

  /// Reads what was encoded.
  ///
  /// - Throws: `DecodingError` if a key is missing or has another type.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      categories: try values.decode([String].self, forKey: .categories),
      mostFrequent: try values.decode(String.self, forKey: .mostFrequent))
  }

  /// The position of a category's input; nil stands for a missing value. The result is nil for an unknown category.
  func position(of text: String?) -> Int? {
    positions[text ?? mostFrequent]
  }

  /// Why texts read from a file cannot be an encoding's; nil if they can.
  var problem: String? {
    let areDistinct = positions.count == categories.count
    return areDistinct && positions[mostFrequent] != nil
      ? nil : "column \(quoted(name)): the categories repeat, or lack the most frequent one"
  }
}
