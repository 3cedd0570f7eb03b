// Names beside axes, which may be of any length. A long one is cut, so that it leaves room for what is drawn; an SVG
// shows the whole name under the pointer.

/// How many columns of a terminal a name beside an axis is wide at most.
let widestName = 24

/// The names, each of their lines cut with an ellipsis to so many columns: at the end, or in the middle where names
/// would be the same otherwise.
func shortNames(_ names: [String], to columns: Int = widestName) -> [String] {
  let cut = names.map { name in withLines(of: name, widerThan: columns) { shortened($0, to: columns) } }
  var wholes: [String: Set<String>] = [:]
  for (name, short) in zip(names, cut) { wholes[short, default: []].insert(name) }
  return zip(names, cut).map { name, short in
    wholes[short]?.count == 1
      ? short : withLines(of: name, widerThan: columns) { shortenedInside($0, to: columns) }
  }
}

/// The text with its lines changed, if any of them is wider than so many columns.
private func withLines(of text: String, widerThan columns: Int, _ change: (String) -> String) -> String {
  let lines = text.replacingLineEnds().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  guard lines.contains(where: { displayWidth($0) > columns }) else { return text }
  return lines.map(change).joined(separator: "\n")
}

/// `text` on one line, visible, and cut with an ellipsis where it is wider than `columns`.
func shortened(_ text: String, to columns: Int) -> String {
  let text = onOneLine(text)
  guard displayWidth(text) > columns else { return text }
  return start(of: text, columns - 1) + "…"
}

/// `text` on one line, visible, and with an ellipsis in its middle where it is wider than `columns`.
private func shortenedInside(_ text: String, to columns: Int) -> String {
  let text = onOneLine(text)
  guard displayWidth(text) > columns else { return text }
  let end = start(of: String(text.reversed()), (columns - 1) / 2)
  return start(of: text, columns - 1 - displayWidth(end)) + "…" + String(end.reversed())
}

private func onOneLine(_ text: String) -> String {
  oneLine(String(text.replacingLineEnds().map { $0 == "\n" || $0 == "\t" ? " " : $0 }))
}

/// As much of the start of `text` as fits into so many columns.
private func start(of text: String, _ columns: Int) -> String {
  var used = 0
  return String(
    text.prefix { character in
      used += displayWidth(character)
      return used <= columns
    })
}
