import MyelinData
import MyelinPlots

/// The target, and what predicts it.
struct TargetSection: PageSection {
  /// The most classes that are drawn: as many as there are colours.
  private static let classLimit = Theme.light.series.count

  let exploration: Exploration
  let anchor = "target"
  var isShown: Bool { exploration.target != nil }
  let title = "Target"

  init(_ exploration: Exploration) { self.exploration = exploration }

  func write(to page: inout Page) {
    guard let target = exploration.target else { return }
    writeTarget(target, to: &page)
    guard !target.features.isEmpty else {
      page.add("<p>There is no other column to predict it from.</p>\n")
      return
    }
    writeRanking(target, to: &page)
    writeFeatures(target, to: &page)
  }

  private func writeTarget(_ target: Exploration.Target, to page: inout Page) {
    let name = PageText.value(target.name, limit: 60)
    if target.task == .regression {
      page.add("<p>\(name) is predicted by regression: it holds numbers, more than a few different ones.</p>\n")
      guard let column = exploration.columns.first(where: { $0.name == target.name }),
        let histogram = column.numbers?.histogram
      else { return }
      var figure = Figure()
      figure.histogram(edges: histogram.edges, counts: histogram.counts)
      figure.xLabel = PageText.figureName(target.name, limit: 40)
      figure.yLabel = "rows"
      page.add(
        figure, label: "Distribution of \(PageText.figureName(target.name, limit: 60))",
        size: Figure.Size(width: 420, height: 220))
      return
    }
    let kind = target.classes.count == 2 ? "two classes" : "\(PageText.count(target.classes.count)) classes"
    page.add("<p>\(name) is predicted by classification into \(kind).</p>\n")
    let ranked = target.classes.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    let most = Double(ranked.first?.element.count ?? 1)
    page.add("<div class=\"balance\">")
    page.add(
      barTable(
        ranked.prefix(20).map { index, value in
          (
            name: PageText.value(value.value, limit: 60), share: Double(value.count) / most,
            text: PageText.part(value.count, of: target.count), color: classColor(index)
          )
        }))
    page.add("</div>")
    if ranked.count > 20 { page.add("<p class=\"quiet\">and \(ranked.count - 20) more classes</p>") }
  }

  private func writeRanking(_ target: Exploration.Target, to page: inout Page) {
    let score = target.task == .regression ? "R²" : "balanced accuracy above chance"
    page.add(
      "<h3>What predicts it</h3><p class=\"quiet\">Each column alone, the best first by how well a tree of depth five predicts rows "
        + "that it was not grown on (\(score), four folds). Beside it how much the column tells of the target (mutual information "
        + "as a share of the target’s entropy), and how it goes with it (association).</p>"
        + "<div class=\"scroll\"><table class=\"list ranking\"><tr><th class=\"n\"></th><th>Column</th><th class=\"n\">Tree</th>"
        + "<th class=\"bar\"></th><th class=\"n\">Information</th><th class=\"n\">Association</th></tr>")
    for (place, feature) in target.features.prefix(40).enumerated() {
      let width = ((feature.predictability ?? 0) * 1000).rounded() / 10
      let association =
        feature.association.map { "<span class=\"quiet\">\(feature.measure.symbol)</span> \(PageText.measure($0))" }
        ?? "–"
      page.add(
        "<tr><td class=\"n quiet\">\(place + 1)</td><td class=\"free\">\(PageText.value(feature.name, limit: 60))</td><td class=\"n\">"
          + "\(PageText.measure(feature.predictability))</td><td class=\"bar\" style=\"width:30%;min-width:5rem\"><span class=\"track rail\">"
          + "<i style=\"width:\(width)%\"></i></span></td><td class=\"n\">\(PageText.percent(feature.informationShare))</td>"
          + "<td class=\"n\">\(association)</td></tr>")
    }
    page.add("</table></div>\n")
    if target.features.count > 40 {
      page.add("<p class=\"quiet\">and \(target.features.count - 40) more columns, which predict less</p>\n")
    }
  }

  private func writeFeatures(_ target: Exploration.Target, to page: inout Page) {
    let drawn = target.features.filter { $0.view != nil }
    guard !drawn.isEmpty else { return }
    page.add("<h3>Columns against the target</h3>\n")
    if !target.classes.isEmpty {
      page.add(Self.keys(target))
      if target.classes.count > Self.classLimit {
        page.add("<p class=\"quiet\">The \(Self.classLimit) largest classes.</p>")
      }
    }
    page.add("<div class=\"figures\">")
    for feature in drawn {
      page.add("<div><h4>\(PageText.value(feature.name, limit: 60))</h4>")
      write(feature, target, to: &page)
      page.add("</div>\n")
    }
    page.add("</div>\n")
  }

  /// Which colour is which class.
  static func keys(_ target: Exploration.Target) -> String {
    let keys = shownClasses(target).map { index in
      "<span><i style=\"background:\(classColor(index))\"></i>\(PageText.value(target.classes[index].value, limit: 40))</span>"
    }
    return "<div class=\"keys\">\(keys.joined())</div>\n"
  }

  /// The classes that are drawn, in their order.
  static func shownClasses(_ target: Exploration.Target) -> [Int] {
    target.classes.indices.sorted { (target.classes[$1].count, $0) < (target.classes[$0].count, $1) }
      .prefix(Self.classLimit).sorted()
  }

  private func write(_ feature: Exploration.Feature, _ target: Exploration.Target, to page: inout Page) {
    let size = Figure.Size(width: 330, height: 210)
    switch feature.view {
    case .distributions(let edges, let counts):
      var figure = Figure()
      figure.xIsTime = feature.role == .date
      figure.yLabel = "share of the class"
      for index in Self.shownClasses(target) where index < counts.count {
        let total = Double(max(counts[index].reduce(0, +), 1))
        let places = edges.indices.dropLast().flatMap { [edges[$0], edges[$0 + 1]] }
        let heights = counts[index].flatMap { [Double($0) / total, Double($0) / total] }
        let color = PlotColor.series(index)
        figure.filledRegion(x: places, lower: places.map { _ in 0.0 }, upper: heights, color: color)
        figure.line(x: places, y: heights, color: color, width: 1.25)
      }
      page.add(figure, label: "\(PageText.figureName(feature.name, limit: 60)) by class", size: size)
    case .points(let x, let y, let trendX, let trendY):
      var figure = Figure()
      figure.xIsTime = feature.role == .date
      figure.points(x: x, y: y, color: .series(0), marker: .circle)
      if trendX.count > 1 { figure.line(x: trendX, y: trendY, color: .series(1)) }
      figure.yLabel = PageText.figureName(target.name)
      page.add(
        figure,
        label: "\(PageText.figureName(target.name, limit: 60)) against \(PageText.figureName(feature.name, limit: 60))",
        size: size,
        caption: trendX.count > 1 ? "The line joins medians." : "")
    case .shares(let categories, let counts):
      page.add(shares(categories, counts, shown: Self.shownClasses(target)))
    case .quartiles(let categories, let counts, let quantiles):
      page.add(quartiles(categories, counts, quantiles))
    case nil: break
    }
  }

  /// For each category a bar divided by class.
  private func shares(_ categories: [String], _ counts: [[Int]], shown: [Int]) -> String {
    let rows = zip(categories, counts).map { name, counts in
      let total = max(counts.reduce(0, +), 1)
      let parts = shown.filter { $0 < counts.count && counts[$0] > 0 }.map { index in
        let width = (Double(counts[index]) / Double(total) * 1000).rounded() / 10
        return "<i style=\"width:\(width)%;background:\(classColor(index))\"></i>"
      }
      return
        "<tr><td>\(PageText.value(name, limit: 40))</td><td><span class=\"track rail\">\(parts.joined())</span></td>"
        + "<td class=\"n\">\(PageText.count(total))</td></tr>"
    }
    return "<table class=\"bars\">\(rows.joined())</table>"
  }

  /// For each category the target's quartiles, and its median as a mark.
  private func quartiles(_ categories: [String], _ counts: [Int], _ quantiles: [FiveQuantiles]) -> String {
    let low = quantiles.map(\.fifth).min() ?? 0
    let high = quantiles.map(\.ninetyFifth).max() ?? 1
    func place(_ value: Double) -> Double {
      let share = high > low ? (value - low) / (high - low) : 0.5
      return (min(max(share.isFinite ? share : 0.5, 0), 1) * 1000).rounded() / 10
    }
    let rows = zip(zip(categories, counts), quantiles).map { category, quantiles in
      let (start, end) = (place(quantiles.lowerQuartile), place(quantiles.upperQuartile))
      return "<tr><td>\(PageText.value(category.0, limit: 40))</td><td><span class=\"track rail\">"
        + "<i class=\"span\" style=\"left:\(start)%;width:\(max(end - start, 0.5))%\"></i>"
        + "<i class=\"mark\" style=\"left:\(place(quantiles.median))%\"></i></span></td>"
        + "<td class=\"n\">\(PageText.number(quantiles.median, digits: 4))</td></tr>"
    }
    return "<table class=\"bars\">\(rows.joined())</table><figcaption>Quartiles and median, from "
      + "\(PageText.number(low, digits: 4)) to \(PageText.number(high, digits: 4)).</figcaption>"
  }
}
