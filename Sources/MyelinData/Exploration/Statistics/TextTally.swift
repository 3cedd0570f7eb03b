import Foundation

/// How often the texts of a column look like numbers, dates, and other things.
struct TextTally {
  /// The rows that were looked at.
  private(set) var count = 0
  /// Those with numbers as programs write them.
  private(set) var numberCount = 0
  /// Those with numbers as people write them.
  private(set) var writtenCount = 0
  /// Those with infinity in words or signs.
  private(set) var infiniteCount = 0
  /// The first text that is a date, or a number as people write it.
  private(set) var example = ""

  private var units: [String: Int] = [:]
  private var patterns: [String: Int] = [:]
  private var others: [String] = []

  private static let infinities: Set<String> = [
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "#div/0!", "1.#inf", "-1.#inf",
  ]

  /// - Parameters:
  ///   - categories: The distinct texts, of which the first thousand tell how a column is written.
  ///   - counts: How often each is there.
  init(_ categories: [String], _ counts: [Int]) {
    for (category, count) in zip(categories, counts).prefix(1000) {
      self.count += count
      if Self.infinities.contains(category.lowercased()) {
        infiniteCount += count
        continue
      }
      switch TextFormat(category) {
      case .number: numberCount += count
      case .writtenNumber(let unit):
        writtenCount += count
        units[unit, default: 0] += count
        if example.isEmpty { example = category }
      case .date(let pattern):
        patterns[pattern, default: 0] += count
        if example.isEmpty { example = category }
      case .other: others.append(category)
      }
    }
    joinPatterns()
  }

  /// A date that can be read in two ways is read as the others are, if these are all read in one.
  private mutating func joinPatterns() {
    for (pattern, count) in patterns {
      let readings = pattern.components(separatedBy: " or ")
      guard readings.count > 1 else { continue }
      let found = readings.filter { patterns[$0] != nil }
      guard found.count == 1 else { continue }
      patterns[pattern] = nil
      patterns[found[0], default: 0] += count
    }
  }

  /// A number of rows as a share of all.
  func share(_ count: Int) -> Double { Double(count) / Double(max(self.count, 1)) }

  /// What a column holds that is text only because of how it is written.
  var content: TextContent? {
    func most(_ counts: [String: Int]) -> String? { counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
    let numeric = share(numberCount + writtenCount)
    if share(patterns.values.reduce(0, +)) >= 0.9 {
      return .dates(pattern: most(patterns) ?? "", isMixed: patterns.count > 1)
    }
    if numeric >= 0.9, writtenCount > 0 {
      let named = units.filter { !$0.key.isEmpty }
      return .numbers(unit: most(named), isMixed: named.count > 1)
    }
    if numeric >= 0.5, numeric < 1, !others.isEmpty { return .numbersAndTexts(others) }
    return nil
  }
}

/// What a column of texts holds that is text only because of how it is written.
public enum TextContent: Sendable, Equatable {
  /// Dates that are not written as ISO 8601 does, mostly in a form such as `dd.mm.yyyy`, and whether in others too.
  case dates(pattern: String, isMixed: Bool)
  /// Numbers as people write them: with separators of thousands, a decimal comma, brackets, or a unit, mostly this one, and
  /// whether in several.
  case numbers(unit: String?, isMixed: Bool)
  /// Numbers in at least half of the rows, and these texts.
  case numbersAndTexts([String])
}

extension TableColumn {
  /// What a column of texts holds that is text only because of how it is written, and an example of it; nil if there is nothing of
  /// the kind. The first thousand different texts are looked at.
  public var textContent: (content: TextContent, example: String)? {
    guard case .texts(let texts) = storage, !texts.categories.isEmpty else { return nil }
    var counts = [Int](repeating: 0, count: texts.categories.count)
    for code in texts.codes where code >= 0 { counts[Int(code)] += 1 }
    let tally = TextTally(texts.categories, counts)
    return tally.content.map { content in
      if case .numbersAndTexts(let texts) = content { return (content, texts[0]) }
      return (content, tally.example)
    }
  }
}
