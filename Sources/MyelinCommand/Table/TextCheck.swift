import Myelin

/// Looks for columns that are text only because of how their values are written, and for targets of which no classes can be made.
struct TextCheck {
  /// The path of the table's file.
  let file: String
  let table: Table
  /// The columns that are categories because the user says so.
  let categorical: [String]

  /// A line for each of some columns that is text because of how it is written.
  func warnings(for names: [String]) -> [String] {
    names.compactMap { name in
      guard let (what, advice) = finding(name) else { return nil }
      return "column '\(name)' \(what), so each different text counts as a category; \(advice), leave the column out "
        + "(--ignore \(argument(name))), or say that they are categories (--categorical \(argument(name)))"
    }
  }

  /// A line about the target, if it is text because of how it is written.
  func warning(forTarget name: String) -> String? {
    finding(name).map { what, advice in
      "the target '\(name)' \(what), so each different text counts as a class; \(advice), or say that they are classes "
        + "(--categorical \(argument(name)))"
    }
  }

  /// Throws if a target of texts has hardly more rows than different texts.
  func checkTarget(_ name: String) throws {
    guard let column = table[name], let texts = column.categories, !categorical.contains(name) else { return }
    let rows = column.count - column.missingCount
    guard texts.count > 20, texts.count * 2 > rows else { return }
    let (what, advice) = finding(name) ?? ("has hardly any text twice", "name another column")
    throw CommandError(
      "\(file): the target '\(name)' \(what): its \(texts.count) different texts in \(rows) rows would be as many classes; "
        + "\(advice), or say that they are classes (--categorical \(argument(name)))")
  }

  /// What a column of texts holds, and what to do about it.
  private func finding(_ name: String) -> (what: String, advice: String)? {
    guard !categorical.contains(name), let (content, example) = table[name]?.textContent else { return nil }
    switch content {
    case .dates(let pattern, _):
      return ("holds dates as text, such as '\(example)' (\(pattern))", "write them as ISO 8601 does (2024-02-29)")
    case .numbers:
      return (
        "holds numbers as text, such as '\(example)'",
        "write plain numbers with a decimal point and without units or separators of thousands"
      )
    case .numbersAndTexts:
      return (
        "holds numbers and texts, such as '\(example)'",
        "correct the texts, or leave their cells empty if they are missing"
      )
    }
  }

  private func argument(_ name: String) -> String { shellQuoted(NameList(names: [name]).argument) }
}
