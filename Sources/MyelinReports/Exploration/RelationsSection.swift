import MyelinData
import MyelinPlots

/// What hangs together.
struct RelationsSection: PageSection {
  /// The most columns in a heat map.
  private static let columnLimit = 30

  let exploration: Exploration
  let anchor = "relations"
  let title = "Relations"
  var isShown: Bool {
    relations.numberColumns.count > 1 || relations.categoryColumns.count > 1
      || !relations.numberColumns.isEmpty && !relations.categoryColumns.isEmpty
  }
  private var relations: Exploration.Relations { exploration.relations }

  init(_ exploration: Exploration) { self.exploration = exploration }

  func write(to page: inout Page) {
    writePairs(to: &page)
    writeScatters(to: &page)
    writeNumbers(to: &page)
    writeCategories(to: &page)
    if relations.omittedColumnCount > 0 {
      page.add(
        "<p class=\"quiet\">\(PageText.count(relations.omittedColumnCount)) further columns are left out here.</p>")
    }
  }

  private func writePairs(to page: inout Page) {
    let pairs = relations.strongestPairs.filter { abs($0.value) >= 0.3 }.prefix(15)
    guard !pairs.isEmpty else {
      page.add("<p>No two columns are strongly related.</p>\n")
      return
    }
    page.add("<h3>Strongest pairs</h3><div class=\"scroll\"><table class=\"list\">")
    for pair in pairs {
      page.add(
        "<tr><td>\(PageText.value(pair.first, limit: 40))</td><td class=\"free\">\(PageText.value(pair.second, limit: 40))</td>"
          + "<td class=\"n\"><span class=\"quiet\">\(pair.measure.symbol)</span> \(PageText.measure(pair.value))</td></tr>"
      )
    }
    page.add(
      "</table></div>\n<p class=\"quiet\">r is Pearson’s correlation, ρ Spearman’s, V Cramér’s V, η the correlation ratio.</p>\n"
    )
  }

  private func writeScatters(to page: inout Page) {
    let scatters = relations.scatters.filter { $0.x.count > 1 }
    guard !scatters.isEmpty else { return }
    if let target = exploration.target, !target.classes.isEmpty { page.add(TargetSection.keys(target)) }
    page.add("<div class=\"figures\">")
    for scatter in scatters {
      var figure = Figure()
      draw(scatter, in: &figure)
      figure.xLabel = PageText.figureName(scatter.first, limit: 36)
      figure.yLabel = PageText.figureName(scatter.second)
      page.add("<div>")
      page.add(
        figure,
        label:
          "\(PageText.figureName(scatter.second, limit: 60)) against \(PageText.figureName(scatter.first, limit: 60))",
        size: Figure.Size(width: 330, height: 240))
      page.add("</div>")
    }
    page.add("</div>\n")
  }

  /// Draws the points: in the colours and shapes of the classes if there are some.
  private func draw(_ scatter: Exploration.Scatter, in figure: inout Figure) {
    guard let classes = scatter.classes, let target = exploration.target else {
      figure.points(x: scatter.x, y: scatter.y, color: .series(0), marker: .circle)
      return
    }
    let shown = Set(TargetSection.shownClasses(target))
    let others = classes.indices.filter { !shown.contains(classes[$0]) }
    figure.points(
      x: others.map { scatter.x[$0] }, y: others.map { scatter.y[$0] }, color: .secondary, marker: .circle, size: 0.7)
    let rows = classes.indices.filter { shown.contains(classes[$0]) }
    figure.points(x: rows.map { scatter.x[$0] }, y: rows.map { scatter.y[$0] }, classes: rows.map { classes[$0] })
    figure.legend = .none
  }

  private func writeNumbers(to page: inout Page) {
    guard relations.numberColumns.count > 1 else { return }
    let chosen = chosen(relations.numberColumns)
    let names = chosen.map { PageText.figureName(relations.numberColumns[$0], limit: 20) }
    let values = chosen.enumerated().map { row, first in
      chosen.enumerated().map { column, second in
        column > row ? relations.spearman[first][second] : relations.pearson[first][second]
      }
    }
    page.add("<h3>Numbers</h3>")
    page.addHeatMap(
      values, rowNames: names, columnNames: names,
      caption:
        "Below the diagonal Pearson’s r, above Spearman’s ρ.\(note(chosen.count, relations.numberColumns.count))",
      isWide: true)
  }

  private func writeCategories(to page: inout Page) {
    let rows = chosen(relations.categoryColumns)
    let rowNames = rows.map { PageText.figureName(relations.categoryColumns[$0], limit: 20) }
    if rows.count > 1 {
      page.add("<h3>Categories</h3>")
      page.addHeatMap(
        rows.map { first in rows.map { relations.cramersV[first][$0] } }, rowNames: rowNames, columnNames: rowNames,
        caption: "Cramér’s V, corrected for chance.\(note(rows.count, relations.categoryColumns.count))", isWide: true)
    }
    let columns = chosen(relations.numberColumns)
    guard !rows.isEmpty, !columns.isEmpty else { return }
    page.add("<h3>Numbers by category</h3>")
    page.addHeatMap(
      rows.map { first in columns.map { relations.correlationRatio[first][$0] } }, rowNames: rowNames,
      columnNames: columns.map { PageText.figureName(relations.numberColumns[$0], limit: 20) },
      caption: "The correlation ratio η, corrected for chance: the root of the share of variance between categories.",
      isWide: true)
  }

  private func note(_ shown: Int, _ all: Int) -> String {
    shown < all ? " The \(shown) of \(all) columns that are related most." : ""
  }

  /// The positions of the columns to show, those of the strongest pairs first where there are too many.
  private func chosen(_ names: [String]) -> [Int] {
    guard names.count > Self.columnLimit else { return Array(names.indices) }
    let places = Dictionary(names.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    var chosen: Set<Int> = []
    for name in relations.strongestPairs.flatMap({ [$0.first, $0.second] }) + names {
      if let place = places[name], chosen.count < Self.columnLimit { chosen.insert(place) }
    }
    return chosen.sorted()
  }
}
