/// The error for a column that a table lacks. It lists the columns, and suggests the nearest name.
func noSuchColumn(_ name: String, among names: [String], path: String?, line: Int?) -> TableError {
  let shown = names.prefix(30).joined(separator: ", ") + (names.count > 30 ? ", …" : "")
  let mark = SeparatorGuess(names)
  let hint = mark?.hint ?? nearestName(to: name, among: names).map { "did you mean \(quoted($0))? " } ?? ""
  return TableError(
    .noSuchColumn, path: path, line: line, likelySeparator: mark?.separator,
    "has no column \(quoted(name)); \(hint)the columns are: \(shown)")
}

/// What separates the names of a header that was read as one column but seems to be several.
struct SeparatorGuess {
  let separator: Unicode.Scalar
  /// A part of an error's message.
  let hint: String

  /// Looks at a header; nil if it has several columns, or none of the usual separators.
  init?(_ names: [String]) {
    guard names.count == 1 else { return nil }
    let marks: [(separator: Unicode.Scalar, name: String)] = [
      (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"), (",", "commas"),
    ]
    guard let mark = marks.first(where: { names[0].unicodeScalars.contains($0.separator) }) else { return nil }
    separator = mark.separator
    hint = "its names seem to be separated by \(mark.name); "
  }
}

extension Table {
  /// Throws if a CSV file that was read as a single column seems to be several ones with another separator: its name and
  /// all its values hold one.
  package func checkSeparator() throws(TableError) {
    guard origin.options?.separator != nil, let column = columns.first,
      let error = TableError.wrongSeparator(columnNames, path: path, line: origin.headerLine)
    else { return }
    let separator = error.likelySeparator.map(Character.init)
    let isSplit = (0..<rowCount).allSatisfy { row in
      column.isMissing(row: row) || column.text(row: row)?.contains { $0 == separator } ?? true
    }
    if isSplit { throw error }
  }
}

extension TableError {
  /// The error for a header that was read as a single column but seems to be several; nil if it doesn't.
  package static func wrongSeparator(_ names: [String], path: String?, line: Int? = nil) -> TableError? {
    guard let guess = SeparatorGuess(names) else { return nil }
    return TableError(
      .badOption, path: path, line: line, likelySeparator: guess.separator,
      "has a single column; \(guess.hint)name the separator")
  }
}

/// The error for a text where a number belongs.
func notANumber(_ text: String, column: String, path: String?, line: Int?, position: Int?) -> TableError {
  TableError(
    .notANumber, path: path, line: line, column: position,
    "\(quoted(text)) in column \(quoted(column)) is not a number; correct it, or leave the cell empty if it is unknown")
}

/// The name that takes the fewest edits to reach, if these are few enough for a slip of the fingers.
func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
  // Half of a short name may be wrong, and a third of a long one.
  let limit = max(min(2, wanted.count / 2), wanted.count / 3)
  let ranked = names.map { ($0, editDistance(wanted, Array($0.lowercased().unicodeScalars.prefix(100)))) }
  guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
  return best.0
}

/// The least number of insertions, deletions, and replacements that make one text of the other.
///
/// Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966.
func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  var distances = Array(0...second.count)
  for (row, scalar) in first.enumerated() {
    var diagonal = distances[0]
    distances[0] = row + 1
    for (column, other) in second.enumerated() {
      let replaced = diagonal + (scalar == other ? 0 : 1)
      diagonal = distances[column + 1]
      distances[column + 1] = min(replaced, distances[column] + 1, diagonal + 1)
    }
  }
  return distances[second.count]
}
