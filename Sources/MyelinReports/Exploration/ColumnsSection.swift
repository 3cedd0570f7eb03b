import MyelinData
import MyelinPlots

/// Every column: in a list, and with its distribution.
struct ColumnsSection: PageSection {
  /// The most columns with details of their own.
  static let cardLimit = 200

  let exploration: Exploration
  let anchor = "columns"
  let title = "Columns"
  var isShown: Bool { !exploration.columns.isEmpty }

  init(_ exploration: Exploration) { self.exploration = exploration }

  func write(to page: inout Page) {
    let columns = exploration.columns
    let list =
      "<div class=\"scroll\"><table class=\"list columns\"><tr><th>Column</th><th>Type</th><th class=\"n\">Missing</th>"
      + "<th class=\"n\">Distinct</th><th>Values</th></tr>"
      + columns.enumerated().map(row).joined() + "</table></div>\n"
    if columns.count > 12 {
      page.add("<details\(columns.count <= 40 ? " open" : "")><summary>List of all columns</summary>\(list)</details>")
    } else {
      page.add(list)
    }
    if columns.count > Self.cardLimit {
      page.add("<p class=\"quiet\">The first \(Self.cardLimit) columns in detail:</p>")
    }
    guard exploration.rowCount > 0 else { return }
    for (index, column) in columns.prefix(Self.cardLimit).enumerated() { write(column, index, to: &page) }
  }

  private func row(_ index: Int, _ column: Exploration.Column) -> String {
    let name = PageText.value(column.name, limit: 60)
    let hasCard = index < Self.cardLimit && exploration.rowCount > 0
    let link = hasCard ? "<a href=\"#c\(index)\">\(name)</a>" : name
    let values: String
    if let numbers = column.numbers, numbers.minimum != nil {
      values =
        "\(PageText.number(numbers.minimum)) … \(PageText.number(numbers.maximum)), mean \(PageText.number(numbers.mean))"
    } else if let dates = column.dates, let first = dates.earliest, let last = dates.latest {
      values = "\(first) … \(last)"
    } else {
      values =
        column.frequentValues.prefix(3).map { PageText.value($0.value, limit: 24) }.joined(separator: ", ")
        + (column.distinctCount > 3 ? ", …" : "")
    }
    return "<tr><td>\(link)</td><td>\(column.type.rawValue)</td>"
      + "<td class=\"n\">\(column.missingCount > 0 ? PageText.percent(column.missingShare) : "0")</td>"
      + "<td class=\"n\">\(PageText.count(column.distinctCount))</td><td class=\"free\">\(values)</td></tr>"
  }

  private func write(_ column: Exploration.Column, _ index: Int, to page: inout Page) {
    let isTarget = column.name == exploration.target?.name
    page.add(
      "<div class=\"card\" id=\"c\(index)\"><div class=\"title\"><h3>\(PageText.value(column.name, limit: 120))</h3>"
        + "<span class=\"quiet\">\(column.type.rawValue)\(isTarget ? ", the target" : "")</span></div>"
        + "<div class=\"split\"><div>")
    writeFacts(column, to: &page)
    page.add("</div><div>")
    writeDistribution(column, to: &page)
    page.add("</div></div></div>\n")
  }

  private func writeFacts(_ column: Exploration.Column, to page: inout Page) {
    var facts = [
      ("Missing", PageText.part(column.missingCount, of: column.rowCount)),
      ("Distinct", PageText.part(column.distinctCount, of: column.count)),
    ]
    var lists: [(String, String)] = []
    if column.count == 0 {
      // There is nothing to say of values.
    } else if let numbers = column.numbers {
      facts += self.facts(numbers, count: column.count)
      lists.append(("Lowest", self.list(numbers.lowest, areNumbers: true)))
      lists.append(("Highest", self.list(numbers.highest, areNumbers: true)))
      if !column.isUnique { lists.append(("Most frequent", self.list(column.frequentValues, areNumbers: true))) }
    } else if let dates = column.dates {
      facts += [
        ("Earliest", dates.earliest ?? "–"), ("Latest", dates.latest ?? "–"),
        ("Span", dates.spanInDays.map { "\(PageText.number(($0 * 10).rounded() / 10)) days" } ?? "–"),
      ]
      if !column.isUnique { lists.append(("Most frequent", self.list(column.frequentValues))) }
    } else if let texts = column.texts {
      facts += [
        ("Shortest", texts.shortest.map(characters) ?? "–"), ("Longest", texts.longest.map(characters) ?? "–"),
        ("Mean length", PageText.number(texts.meanLength, digits: 3)),
      ]
    }
    let samples = column.sampleValues.map { Exploration.ValueCount(value: $0, count: 1) }
    lists.append(("First values", list(samples, areNumbers: column.numbers != nil)))
    page.add("<dl class=\"pairs\">")
    for (name, value) in facts { page.add("<div><dt>\(name)</dt><dd>\(value)</dd></div>") }
    page.add("</dl>")
    page.add("<dl class=\"values\">")
    for (name, values) in lists where !values.isEmpty { page.add("<dt>\(name)</dt><dd>\(values)</dd>") }
    page.add("</dl>")
  }

  private func facts(_ numbers: Exploration.Numbers, count: Int) -> [(String, String)] {
    func text(_ value: Double?) -> String { PageText.number(value) }
    let quantiles = numbers.quantiles
    // What rounding leaves of zero is zero.
    let isZero = abs(numbers.mean ?? 1) < 1e-12 * (numbers.standardDeviation ?? 0)
    let mean = isZero ? 0 : numbers.mean
    var facts = [
      ("Mean", text(mean)), ("Standard deviation", text(numbers.standardDeviation)),
      ("Minimum", text(numbers.minimum)), ("5 %", text(quantiles?.fifth)), ("25 %", text(quantiles?.lowerQuartile)),
      ("Median", text(quantiles?.median)), ("75 %", text(quantiles?.upperQuartile)),
      ("95 %", text(quantiles?.ninetyFifth)), ("Maximum", text(numbers.maximum)),
      ("Skewness", PageText.number(numbers.skewness, digits: 3)),
      ("Excess kurtosis", PageText.number(numbers.kurtosis, digits: 3)),
      ("Zeros", PageText.part(numbers.zeroCount, of: count)),
      ("Negative", PageText.part(numbers.negativeCount, of: count)),
      ("Outliers", PageText.part(numbers.outlierCount, of: count)),
    ]
    if numbers.infiniteCount > 0 { facts.append(("Infinite", PageText.part(numbers.infiniteCount, of: count))) }
    return facts
  }

  private func list(_ values: [Exploration.ValueCount], areNumbers: Bool = false) -> String {
    values.map { value in
      let text = areNumbers ? Double(value.value).map { PageText.number($0, digits: 8) } : nil
      let times = value.count > 1 ? " <small>×\u{202F}\(PageText.count(value.count))</small>" : ""
      return (text ?? PageText.value(value.value, limit: 40)) + times
    }.joined(separator: ", ")
  }

  private func writeDistribution(_ column: Exploration.Column, to page: inout Page) {
    let size = Figure.Size(width: 380, height: 200)
    if let histogram = column.numbers?.histogram, column.count > 0 {
      var figure = Figure()
      figure.histogram(edges: histogram.edges, counts: histogram.counts)
      figure.yLabel = "rows"
      page.add(figure, label: "Distribution of \(PageText.figureName(column.name, limit: 60))", size: size)
    } else if let histogram = column.dates?.histogram {
      var figure = Figure()
      figure.histogram(edges: histogram.edges, counts: histogram.counts)
      figure.xIsTime = true
      figure.yLabel = "rows"
      page.add(figure, label: "Distribution of \(PageText.figureName(column.name, limit: 60))", size: size)
    } else if column.count > 0 {
      page.add(frequencies(column))
    }
  }

  /// The most frequent values as bars; classes in their colours.
  private func frequencies(_ column: Exploration.Column) -> String {
    let classes = column.name == exploration.target?.name ? exploration.target?.classes ?? [] : []
    let most = Double(column.frequentValues.first?.count ?? 1)
    var rows = column.frequentValues.map { value in
      (
        name: PageText.value(value.value, limit: 60), share: Double(value.count) / most,
        text: PageText.part(value.count, of: column.count),
        color: classes.firstIndex { $0.value == value.value }.map(classColor)
      )
    }
    let shown = column.frequentValues.reduce(0) { $0 + $1.count }
    if shown < column.count {
      let others = column.distinctCount - column.frequentValues.count
      rows.append(
        (
          name: "<span class=\"quiet\">\(PageText.count(others)) other values</span>", share: 0,
          text: PageText.part(column.count - shown, of: column.count), color: nil
        ))
    }
    return barTable(rows)
  }

  private func characters(_ count: Int) -> String { "\(PageText.count(count)) character\(count == 1 ? "" : "s")" }
}
