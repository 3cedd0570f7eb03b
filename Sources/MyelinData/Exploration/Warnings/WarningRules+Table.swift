import MyelinCore

extension WarningRules {
  /// What concerns the table as a whole, or several columns.
  var tableWarnings: [Exploration.Warning] {
    guard table.rowCount > 0 else {
      return [
        .init(
          kind: .noRows, severity: .high, columns: [], message: "The table has no rows.",
          reason: "There is nothing to look at.", advice: "Check how the file was made.")
      ]
    }
    var found: [Exploration.Warning] = []
    let rows = table.rowCount
    if rows < 100 {
      found.append(
        .init(
          kind: .fewRows, severity: rows < 30 ? .medium : .low, columns: [],
          message: "There \(rows == 1 ? "is" : "are") only \(counted(rows, "row")).",
          reason: "Every number below is uncertain, and a held-out part would be too small to judge by.",
          advice: "Gather more rows, or judge by cross-validation and prefer simple models."))
    }
    if columns.count > rows, rows > 1 {
      found.append(
        .init(
          kind: .manyColumns, severity: .medium, columns: [],
          message: "There are more columns (\(grouped(columns.count))) than rows (\(grouped(rows))).",
          reason: "Some columns will seem to predict anything by chance.",
          advice: "Choose few columns, or regularise strongly, and judge on rows that took no part in choosing."))
    }
    if repetitions.duplicateCount > 0 {
      let share = Double(repetitions.duplicateCount) / Double(rows)
      // Of a few columns with few values each, rows repeat anyway.
      let combinations = columns.reduce(1.0) { $0 * Double(max($1.distinctCount, 1)) }
      let isNatural = combinations < Double(rows) * 10
      found.append(
        .init(
          kind: .duplicateRows, severity: share >= 0.01 && !isNatural ? .medium : .low, columns: [],
          message: "\(counted(repetitions.duplicateCount, "row")) (\(percent(share))) "
            + "\(repetitions.duplicateCount == 1 ? "is" : "are") equal to an earlier one.",
          reason: "A random split puts copies into both training and test rows, which makes results look too good.",
          advice: "Remove copies before splitting, or make sure that they are repeated observations."))
    }
    if isTruncated {
      found.append(
        .init(
          kind: .truncated, severity: .low, columns: [],
          message: "Only the first \(counted(rows, "row")) of the file were read.",
          reason: "If the file is sorted, the rest may look different.",
          advice: "Allow more rows, if memory allows, or shuffle the file first."))
    }
    return found + partWarnings + columnPairWarnings
  }

  private var partWarnings: [Exploration.Warning] {
    guard let parts = repetitions.sharedBetweenParts, parts.count > 0, parts.partCount > 0 else { return [] }
    return [
      .init(
        kind: .sharedRows, severity: .high, columns: [parts.column],
        message:
          "By \(quoted(parts.column)), \(counted(parts.count, "row")) of \(grouped(parts.partCount)) to judge by "
          + "\(parts.count == 1 ? "is" : "are") also among those for training.",
        reason: "Results on rows that were learnt from say nothing of new ones.",
        advice: "Remove these rows from one of the parts.")
    ]
  }

  /// Equal columns, and columns that tell nearly the same.
  private var columnPairWarnings: [Exploration.Warning] {
    var found: [Exploration.Warning] = []
    var equal: Set<[String]> = []
    var groups: [[UInt64]: [Int]] = [:]
    for (index, column) in table.columns.enumerated() where !columns[index].isConstant {
      let hashes = column.valueHashes()
      // Integers and numbers that are equal are told by their values.
      let key = column.numbers.map { $0.map { ($0 == 0 ? 0 : $0).bitPattern } } ?? hashes
      var hash: UInt64 = column.type == .text ? 1 : 0
      for value in key { hash = SplitMix64.mixed(hash &+ value) }
      groups[[hash], default: []].append(index)
    }
    for group in groups.values.flatMap(divided).sorted(by: { $0[0] < $1[0] }) where group.count > 1 {
      let names = group.map { columns[$0].name }
      for (place, first) in names.enumerated() {
        for second in names[(place + 1)...] { equal.insert([first, second]) }
      }
      // A copy of the target is warned of as a leak.
      guard !names.contains(targetName ?? "") || target == nil else { continue }
      let isRenamed =
        table.columns[group[0]].type == .text
        && Set(group.map { table.columns[$0].categories ?? [] }).count > 1
      found.append(
        .init(
          kind: .duplicateColumns, severity: .medium, columns: names,
          message: isRenamed
            ? "\(list(names)) hold the same categories under different names."
            : "\(list(names)) hold the same values.",
          reason: "A copy adds nothing to learn from, but weighs twice, and hides which column matters.",
          advice: "Keep one of them."))
    }
    for pair in relations.strongestPairs where !equal.contains([pair.first, pair.second]) {
      guard abs(pair.value) >= 0.95, pair.first != targetName, pair.second != targetName else { continue }
      let isPerfect = abs(pair.value) >= 1 - 1e-9 && pair.measure == .pearson
      found.append(
        .init(
          kind: isPerfect ? .duplicateColumns : .correlatedColumns, severity: isPerfect ? .medium : .low,
          columns: [pair.first, pair.second],
          message: isPerfect
            ? "\(quoted(pair.second)) is a multiple of \(quoted(pair.first)), up to a constant (r = \(short(pair.value)))."
            : "\(quoted(pair.first)) and \(quoted(pair.second)) tell nearly the same (\(pair.measure.symbol) = \(short(pair.value))).",
          reason: "The weights of a linear model become arbitrary, and importance is divided between the two.",
          advice: isPerfect
            ? "Keep one of them." : "Keep one of them, or their difference, if a model is to be explained."))
    }
    return found
  }

  /// Columns of texts whose values stand for each other, divided into those with the same texts if that may be chance.
  private func divided(_ group: [Int]) -> [[Int]] {
    let first = columns[group[0]]
    guard table.columns[group[0]].type == .text,
      !Exploration.correspond(distinctCount: first.distinctCount, rowCount: first.count)
    else { return [group] }
    return Array(Dictionary(grouping: group) { table.columns[$0].categories ?? [] }.values)
  }

  /// Names in quotes with commas and "and".
  func list(_ names: [String]) -> String {
    let shown = names.prefix(5).map(quoted)
    if names.count > 5 { return shown.joined(separator: ", ") + " and \(names.count - 5) more" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}
