import MyelinData
import MyelinPlots

/// Where values are missing.
struct MissingSection: PageSection {
  let exploration: Exploration
  let anchor = "missing"
  let title = "Missing values"
  var isShown: Bool { exploration.rowCount > 0 && !missing.columns.isEmpty }
  private var missing: Exploration.MissingValues { exploration.missing }

  init(_ exploration: Exploration) { self.exploration = exploration }

  func write(to page: inout Page) {
    let incomplete = exploration.columns.filter { $0.missingCount > 0 }.sorted { $0.missingCount > $1.missingCount }
    page.add("<div class=\"split\"><div><h4>By column</h4>")
    page.add(
      barTable(
        incomplete.prefix(40).map { column in
          (
            name: PageText.value(column.name, limit: 60), share: column.missingShare,
            text: PageText.part(column.missingCount, of: column.rowCount), color: nil
          )
        }))
    if incomplete.count > 40 { page.add("<p class=\"quiet\">and \(incomplete.count - 40) more columns</p>") }
    page.add("</div><div>")
    writePattern(to: &page)
    page.add("</div></div>\n<div class=\"split\"><div>")
    writeCombinations(to: &page)
    page.add("</div><div>")
    writeCorrelations(to: &page)
    page.add("</div></div>\n")
  }

  private func writePattern(to page: inout Page) {
    let stripes = missing.pattern.count
    guard stripes > 1 else { return }
    let names = missing.columns.map { PageText.figureName($0, limit: 18) }
    let rowNames = (0..<stripes).map { stripe in
      stripe.isMultiple(of: max(stripes / 5, 1))
        ? PageText.count(stripe * exploration.rowCount / stripes + 1) : ""
    }
    func figure(_ theme: Theme) -> Figure {
      var figure = Figure(theme: theme)
      // Below zero is orange: what is missing stands out, what is there stands back.
      figure.heatMap(
        values: missing.pattern.map { $0.map { -$0 } }, rowNames: rowNames, columnNames: names,
        colorMap: theme == .dark ? .orangeBlueDark : .orangeBlue, limits: -1...1, colorBar: false)
      figure.yLabel = "row"
      return figure
    }
    let longest = names.map(\.count).max() ?? 0
    let size = Figure.Size(
      width: min(max(380, Double(names.count) * 22 + 90), 900), height: 250 + min(Double(longest) * 4, 80))
    page.add("<h4>By row</h4>")
    page.add(
      figure(.light), label: "Missing values by row and column", size: size,
      caption: "Rows from first to last; the stronger the orange, the more values are missing.", dark: figure(.dark))
  }

  private func writeCombinations(to page: inout Page) {
    guard missing.combinations.count > 1 else { return }
    page.add("<h4>Missing together</h4><div class=\"scroll\"><table class=\"list\">")
    for combination in missing.combinations {
      let names =
        combination.columns.isEmpty
        ? "<span class=\"quiet\">nothing</span>"
        : combination.columns.prefix(8).map { PageText.value($0, limit: 30) }.joined(separator: ", ")
          + (combination.columns.count > 8 ? ", …" : "")
      page.add(
        "<tr><td>\(names)</td><td class=\"n\">\(PageText.part(combination.rowCount, of: exploration.rowCount))</td></tr>"
      )
    }
    page.add("</table></div>")
  }

  private func writeCorrelations(to page: inout Page) {
    let count = missing.columns.count
    guard count > 1, count <= 20 else { return }
    let names = missing.columns.map { PageText.figureName($0, limit: 14) }
    page.add("<h4>Correlation of what is missing</h4>")
    page.addHeatMap(
      missing.correlations, rowNames: names, columnNames: names,
      caption: "φ of each pair: 1 if both are always missing together, −1 if never.")
  }
}

extension Page {
  /// Adds a table of measures between −1 and 1 as colours, with the values written in where there is room.
  mutating func addHeatMap(
    _ values: [[Double?]], rowNames: [String], columnNames: [String], caption: String, isWide: Bool = false
  ) {
    let cells = values.map { row in row.map { value in value.map { ($0 * 100).rounded() / 100 } ?? .nan } }
    func figure(_ theme: Theme) -> Figure {
      var figure = Figure(theme: theme)
      figure.heatMap(
        values: cells, rowNames: rowNames, columnNames: columnNames,
        colorMap: theme == .dark ? .orangeBlueDark : .orangeBlue, limits: -1...1, colorBar: false,
        annotate: columnNames.count <= 20)
      return figure
    }
    let longest = columnNames.map(\.count).max() ?? 0
    let height = 24 * Double(rowNames.count) + 44 + min(Double(longest) * 4.5, 100)
    let size = Figure.Size(width: figure(.light).naturalSize.width, height: min(max(height, 110), 2000))
    add("<div class=\"scroll\(isWide && columnNames.count > 8 ? " wide" : "")\">")
    add(figure(.light), label: caption, size: size, caption: caption, dark: figure(.dark))
    add("</div>")
  }
}
