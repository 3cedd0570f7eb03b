import MyelinData
import MyelinPlots

extension Exploration {
  /// The exploration as a page of HTML: one file without anything outside it, for narrow and wide windows, light or dark as the
  /// reader's system is, and for paper.
  ///
  /// ```swift
  /// let exploration = try Exploration(contentsOf: "penguins.csv", target: "species")
  /// try AtomicFile.write(try await exploration.page(), to: "penguins.html")
  /// ```
  ///
  /// Figures are drawn by gnuplot. Nothing in the table is taken for markup. Of a table with more than 200 columns, the first 200
  /// have figures and details of their own; all are in the list of columns.
  ///
  /// - Parameters:
  ///   - title: what stands above; nil takes the file's name.
  ///   - progress: called with the share of the figures that are drawn.
  /// - Throws: ``PlotError``, or `CancellationError` when the task was cancelled.
  public func page(title: String? = nil, progress: (Double) -> Void = { _ in }) async throws -> String {
    let name = title ?? path?.split(separator: "/").last.map(String.init) ?? "Table"
    var page = Page()
    page.add(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <meta name="generator" content="Myelin">
      <title>\(PageText.escaped(PageText.shortened(name, 80)))</title>
      <style>
      \(StyleSheet.text)
      </style>
      </head>
      <body>
      <header>
      <h1>\(PageText.value(name))</h1>
      <p class="quiet">\(summary)</p>
      </header>

      """)
    let sections: [any PageSection] = [
      OverviewSection(self), WarningsSection(self), TargetSection(self), ColumnsSection(self), MissingSection(self),
      RelationsSection(self),
    ]
    let shown = sections.filter(\.isShown)
    let links = shown.map { "<a href=\"#\($0.anchor)\">\($0.title)</a>" }.joined()
    page.add("<nav aria-label=\"Sections\"><div>\(links)</div></nav>\n<main>\n")
    for section in shown {
      page.add("<section id=\"\(section.anchor)\">\n<h2>\(section.title)</h2>\n")
      section.write(to: &page)
      page.add("</section>\n")
    }
    page.add("</main>\n<footer>\(note)</footer>\n</body>\n</html>\n")
    let count = Double(max(page.figureCount, 1))
    return try await page.drawn { progress(Double($0) / count) }
  }

  private var summary: String {
    let columns = "\(PageText.count(self.columns.count)) \(self.columns.count == 1 ? "column" : "columns")"
    var text = "\(PageText.count(rowCount)) \(rowCount == 1 ? "row" : "rows"), \(columns)"
    if isTruncated { text += ", the first rows of a longer file" }
    if let target {
      let task =
        switch target.task {
        case .binaryClassification: "binary classification"
        case .multiclassClassification: "classification with \(target.classes.count) classes"
        case .regression: "regression"
        }
      text += "; target \(PageText.value(target.name, limit: 60)): \(task)"
    }
    return text + "."
  }

  private var note: String {
    let sample =
      relations.rowCount < rowCount
      ? "Relations\(target == nil ? "" : " and what is said of the target") are computed on a sample of "
        + "\(PageText.count(relations.rowCount)) rows drawn at random, the same every time; all else on all rows that were read. "
      : ""
    return
      "<p>\(sample)Outliers lie more than 1.5 interquartile ranges outside the quartiles; standard deviation, skewness and "
      + "excess kurtosis are the unbiased ones; histograms follow the rule of Freedman and Diaconis. Made by Myelin.</p>"
  }
}

/// A part of a page with a heading.
protocol PageSection {
  var anchor: String { get }
  var title: String { get }
  /// Whether there is anything to say.
  var isShown: Bool { get }
  func write(to page: inout Page)
}

/// Rows of bars: a name, a bar, and a number behind.
func barTable(_ rows: [(name: String, share: Double, text: String, color: String?)]) -> String {
  let body = rows.map { row in
    let width = (row.share * 1000).rounded() / 10
    let color = row.color.map { ";background:\($0)" } ?? ""
    return "<tr><td>\(row.name)</td><td><span class=\"track\"><i style=\"width:\(width)%\(color)\"></i></span></td>"
      + "<td class=\"n\">\(row.text)</td></tr>"
  }
  return "<table class=\"bars\">\(body.joined())</table>\n"
}

/// The colour of a class in figures and bars.
func classColor(_ index: Int) -> String { "var(--figure-\(index % Theme.light.series.count))" }
