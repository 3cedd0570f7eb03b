/// A table as text: columns are as wide as they must be, the first to the left, numbers to the right.
struct TextTable: CustomStringConvertible {
  let header: [String]
  let rows: [[String]]
  /// How many columns stand to the left of their places.
  var leftCount = 1
  /// Lines below the table.
  var footer: [String] = []

  var description: String {
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leftCount ? cell + space : space + cell
      }
      var text = padded.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    let lines = [line(header), rule] + rows.map(line) + (footer.isEmpty ? [] : [rule] + footer)
    return lines.joined(separator: "\n")
  }
}
