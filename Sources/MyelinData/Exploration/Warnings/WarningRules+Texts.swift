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
    // The first thousand tell how a column is written.
    var rows = (all: 0, numbers: 0, written: 0, dates: 0, infinite: 0)
    var units: [String: Int] = [:]
    var patterns: [String: Int] = [:]
    var odd: [String] = []
    var example = ""
    for (category, count) in zip(categories, counts).prefix(1000) {
      rows.all += count
      if Self.infinities.contains(category.lowercased()) {
        rows.infinite += count
        continue
      }
      switch TextFormat(category) {
      case .number: rows.numbers += count
      case .writtenNumber(let unit):
        rows.written += count
        units[unit, default: 0] += count
        if example.isEmpty { example = category }
      case .date(let pattern):
        rows.dates += count
        patterns[pattern, default: 0] += count
        if example.isEmpty { example = category }
      case .other: odd.append(category)
      }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(max(rows.all, 1)) }
    let name = quoted(column.name)
    var found: [Exploration.Warning] = []
    func add(_ kind: Exploration.Warning.Kind, _ message: String, _ reason: String, _ advice: String) {
      found.append(
        .init(
          kind: kind, severity: .high, columns: [column.name], message: message, reason: reason, advice: advice))
    }
    if rows.infinite > 0, share(rows.infinite + rows.numbers) >= 0.5 {
      add(
        .infiniteValues, "\(counted(rows.infinite, "value")) of \(name) are infinite, which makes the column text.",
        "Each number counts as a category of its own.", "Find the division by zero, or leave the cells empty.")
    }
    let numeric = share(rows.numbers + rows.written)
    if share(rows.dates) >= 0.9 {
      let pattern = patterns.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
      let isMixed = patterns.count > 1
      add(
        .datesAsText,
        "\(name) holds dates as text, such as \(quoted(example)) (\(pattern)\(isMixed ? ", and other forms" : "")).",
        "Each date counts as a category of its own; neither order nor distance is seen.",
        "Write them as ISO 8601 does (2024-02-29)\(pattern.contains(" or ") ? "; first find out which number is the day" : "")."
      )
    } else if numeric >= 0.9, rows.written > 0 {
      let unit = units.filter { !$0.key.isEmpty }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      let isMixed = units.filter { !$0.key.isEmpty }.count > 1
      add(
        .numbersAsText,
        "\(name) holds numbers as text, such as \(quoted(example))"
          + (isMixed ? ", in several units." : unit.map { " (with \(quoted($0)))." } ?? "."),
        "Each number counts as a category of its own; neither order nor distance is seen.",
        isMixed
          ? "Bring them to one unit, and write plain numbers with a decimal point."
          : "Write plain numbers with a decimal point and without separators of thousands"
            + (unit == nil ? "." : "; the unit belongs into the name."))
    } else if numeric >= 0.5, numeric < 1, !odd.isEmpty {
      let others = share(rows.all - rows.numbers - rows.written - rows.infinite)
      add(
        .mixedTypes,
        "\(name) is numbers in \(percent(numeric)) of its values and text in \(percent(others)): \(list(odd)).",
        "One text makes the whole column text: each number counts as a category of its own.",
        "If the texts stand for missing values, leave the cells empty; else correct them, or move them to another column."
      )
    }
    return found
  }

  private static let infinities: Set<String> = [
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "#div/0!", "1.#inf", "-1.#inf",
  ]

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
