extension WarningRules {
  /// What concerns how texts are written.
  func textWarnings(_ explored: Exploration.Column, _ column: TableColumn) -> [Exploration.Warning] {
    guard case .texts(let texts) = column.storage, !texts.categories.isEmpty else { return [] }
    var counts = [Int](repeating: 0, count: texts.categories.count)
    for code in texts.codes where code >= 0 { counts[Int(code)] += 1 }
    return formatWarnings(explored, texts.categories, counts) + spellingWarnings(explored, texts.categories, counts)
  }

  private func formatWarnings(
    _ column: Exploration.Column, _ categories: [String], _ counts: [Int]
  ) -> [Exploration.Warning] {
    let tally = TextTally(categories, counts)
    let name = quoted(column.name)
    var found: [Exploration.Warning] = []
    func add(_ kind: Exploration.Warning.Kind, _ message: String, _ reason: String, _ advice: String) {
      found.append(
        .init(
          kind: kind, severity: .high, columns: [column.name], message: message, reason: reason, advice: advice))
    }
    if tally.infiniteCount > 0, tally.share(tally.infiniteCount + tally.numberCount) >= 0.5 {
      add(
        .infiniteValues,
        "\(counted(tally.infiniteCount, "value")) of \(name) \(tally.infiniteCount == 1 ? "is" : "are") infinite, which makes "
          + "the column text.",
        "Each number counts as a category of its own.", "Find the division by zero, or leave the cells empty.")
    }
    switch tally.content {
    case .dates(let pattern, let isMixed):
      add(
        .datesAsText,
        "\(name) holds dates as text, such as \(quoted(tally.example)) (\(pattern)\(isMixed ? ", and other forms" : "")).",
        "Each date counts as a category of its own; neither order nor distance is seen.",
        "Write them as ISO 8601 does (2024-02-29)\(pattern.contains(" or ") ? "; first find out which number is the day" : "")."
      )
    case .numbers(let unit, let isMixed):
      add(
        .numbersAsText,
        "\(name) holds numbers as text, such as \(quoted(tally.example))"
          + (isMixed ? ", in several units." : unit.map { " (with \(quoted($0)))." } ?? "."),
        "Each number counts as a category of its own; neither order nor distance is seen.",
        isMixed
          ? "Bring them to one unit, and write plain numbers with a decimal point."
          : "Write plain numbers with a decimal point and without separators of thousands"
            + (unit == nil ? "." : "; the unit belongs into the name."))
    case .numbersAndTexts(let texts):
      let others = tally.count - tally.numberCount - tally.writtenCount - tally.infiniteCount
      add(
        .mixedTypes,
        "\(name) is numbers in \(percent(tally.share(tally.numberCount + tally.writtenCount))) of its values and text in "
          + "\(percent(tally.share(others))): \(list(texts)).",
        "One text makes the whole column text: each number counts as a category of its own.",
        "If the texts stand for missing values, leave the cells empty; else correct them, or move them to another column."
      )
    case nil: break
    }
    return found
  }

  /// Categories that differ only in capitals, spaces, hyphens or characters that cannot be seen.
  private func spellingWarnings(
    _ column: Exploration.Column, _ categories: [String], _ counts: [Int]
  ) -> [Exploration.Warning] {
    guard categories.count > 1, categories.count <= 10_000, !Self.isIdentifier(column) else { return [] }
    var groups: [String: [Int]] = [:]
    for (index, category) in categories.enumerated() { groups[Self.plainSpelling(category), default: []].append(index) }
    let several = groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    guard let first = several.first else { return [] }
    let rows = several.reduce(0) { sum, group in sum + group.reduce(0) { $0 + counts[$1] } }
    let spellings = list(first.sorted { counts[$0] > counts[$1] }.map { categories[$0] })
    return [
      .init(
        kind: .inconsistentSpelling, severity: .medium, columns: [column.name],
        message:
          "\(quoted(column.name)) spells \(several.count == 1 ? "a category" : "\(several.count) categories") in several "
          + "ways, such as \(spellings) (\(counted(rows, "row"))).",
        reason: "Each spelling counts as a category of its own.",
        advice: "Bring capitals, spaces and hyphens into one form.")
    ]
  }

  /// What spellings of the same word have in common: letters and digits, small, with single spaces in place of everything else.
  private static func plainSpelling(_ text: String) -> String {
    var result = ""
    var isGap = false
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || "+,%#".contains(character) {
        if isGap, !result.isEmpty { result.append(" ") }
        isGap = false
        result.append(character)
      } else if !character.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .format }) {
        isGap = true
      }
    }
    // Texts of signs alone, such as "<" and ">", have nothing in common.
    return result.isEmpty ? text : result
  }
}
