extension Table: CustomStringConvertible {
  /// The first and last rows under the names of the columns, aligned, then the numbers of rows and columns: ten rows at
  /// most, of texts the first 24 characters.
  public var description: String {
    let shown = rowCount <= 10 ? Array(0..<rowCount) : Array(0..<5) + Array((rowCount - 5)..<rowCount)
    var lines = [String](repeating: "", count: shown.count + 1)
    for column in columns {
      let cells = [column.name] + shown.map { column.text(row: $0) ?? "–" }
      let texts = cells.map { Self.shortened($0) }
      let width = texts.map(\.count).max() ?? 0
      for (line, text) in texts.enumerated() {
        let gap = String(repeating: " ", count: width - text.count)
        let isLeft = column.type == .text
        lines[line] += (lines[line].isEmpty ? "" : "  ") + (isLeft ? text + gap : gap + text)
      }
    }
    if shown.count < rowCount { lines.insert("…", at: 6) }
    let size =
      "\(rowCount) \(rowCount == 1 ? "row" : "rows"), \(columns.count) \(columns.count == 1 ? "column" : "columns")"
    return (lines.map(Self.withoutTrailingSpaces) + [size]).joined(separator: "\n")
  }

  static func shortened(_ text: String) -> String {
    // A file may hold anything, line breaks and sequences that steer a terminal among it.
    let plain = String(text.map { $0.isNewline ? " " : $0 }).withoutControlCharacters
    return plain.count <= 24 ? plain : plain.prefix(23) + "…"
  }

  static func withoutTrailingSpaces(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
