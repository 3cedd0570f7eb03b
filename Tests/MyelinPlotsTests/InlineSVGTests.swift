import Testing

@testable import MyelinPlots

/// Figures as elements of a page.
struct InlineSVGTests {
  private func figure() -> Figure {
    var figure = Figure()
    figure.points(x: [1.0, 2, 3], y: [2.0, 1, 4], label: "<b> & \"q\"", color: .series(0), marker: .circle)
    figure.histogram(edges: [0, 1, 2, 3], counts: [1, 0, 2])
    figure.xLabel = "--> ]]>"
    return figure
  }

  @Test func theColoursAreThePages() async throws {
    let svg = try await figure().inlineSVG(id: "a1", label: "points of \"x\" <y>")
    #expect(svg.hasPrefix("<svg role=\"img\" aria-label=\"points of &quot;x&quot; &lt;y&gt;\""))
    #expect(svg.hasSuffix("</svg>"))
    #expect(svg.contains("var(--figure-0)") && svg.contains("var(--figure-grid)") && svg.contains("var(--figure-text)"))
    for color in ["#ffffff", "#FFFFFF", "rgb(  0, 114, 178)", "font-family", "gpPt", "gpDot", "gnuplot_"] {
      #expect(!svg.contains(color), "\(color)")
    }
    #expect(svg.contains("id='a1-p6'") && svg.contains("'#a1-p6'"))
    #expect(svg.contains("&lt;b&gt; &amp; &quot;q&quot;") || svg.contains("&lt;b&gt; &amp; \"q\""))
    #expect(Self.isBalanced(svg))
  }

  @Test func colorsCanStay() async throws {
    var map = Figure(theme: .dark)
    map.heatMap(
      values: [[-1, 0.5], [0.0, 1]], colorMap: .orangeBlueDark, limits: -1...1, colorBar: false, annotate: true)
    let svg = try await map.inlineSVG(id: "b", followsPage: false)
    #expect(!svg.contains("var("))
    #expect(!svg.contains("<defs>"), "marks that no figure uses")
    #expect(Self.isBalanced(svg))
  }

  @Test func themesSetEveryVariable() {
    for theme in [Theme.light, .dark] {
      let style = theme.styleDeclarations
      for name in ["background", "text", "secondary", "axis", "grid", "0", "7"] {
        #expect(style.contains("--figure-\(name):#"), "\(name)")
      }
    }
    #expect(Theme.light.styleDeclarations.contains("--figure-0:#0072b2;"))
  }

  @Test func anIdIsAWord() async {
    await #expect(processExitsWith: .failure) {
      _ = try await Figure().inlineSVG(id: "a\"><script>")
    }
  }

  @Test func knownCounts() async {
    var figure = Figure()
    figure.histogram(edges: [], counts: [])
    #expect(figure.content.layers.count == 1)
    await #expect(processExitsWith: .failure) {
      var figure = Figure()
      figure.histogram(edges: [0, 1], counts: [1, 2])
    }
  }

  /// Whether every tag is closed in its order.
  private static func isBalanced(_ markup: String) -> Bool {
    var open: [Substring] = []
    for tag in markup.split(separator: "<").compactMap({ $0.split(separator: ">").first }) {
      if tag.hasSuffix("/") { continue }
      let name = tag.prefix { !$0.isWhitespace }
      if !name.hasPrefix("/") {
        open.append(name)
      } else if open.popLast() != name.dropFirst() {
        return false
      }
    }
    return open.isEmpty
  }
}

/// Calendar dates along an axis.
struct CalendarTickTests {
  private func texts(_ from: Double, days: Double, length: Double = 300) -> [String] {
    calendarTicks(in: from...(from + days * 86_400), room: .points(length, isHorizontal: true)).map(\.text)
  }

  @Test func beginAtRoundMoments() {
    // 2019-01-03
    let start = 1_546_473_600.0
    #expect(texts(start, days: 1800) == ["2020", "2021", "2022", "2023"])
    #expect(texts(start, days: 180, length: 500) == ["2019-02", "2019-03", "2019-04", "2019-05", "2019-06", "2019-07"])
    #expect(texts(start, days: 20) == ["2019-01-07", "2019-01-14", "2019-01-21"])
    #expect(texts(start, days: 1).allSatisfy { $0.hasSuffix(":00") })
    #expect(texts(start, days: 1.0 / 1440).allSatisfy { $0.hasPrefix("00:00:") || $0.hasPrefix("00:01:") })
    #expect(texts(-86_400 * 365.25 * 1000, days: 365.25 * 2000).contains("1970") == false)
    #expect(texts(-62_135_596_800, days: 365.25 * 9998).count >= 2)
  }

  @Test(arguments: [1e-3, 0.1, 1, 7, 40, 300, 3000, 40_000, 3e6])
  func areInRangeAndInOrder(days: Double) {
    for from in [-6e10, -1e9, -1, 0, 1_709_164_800, 2e9] {
      let range = from...(from + days * 86_400)
      let ticks = calendarTicks(in: range, room: .points(320, isHorizontal: true))
      let places = ticks.compactMap { Double($0.number) }
      #expect(places.count == ticks.count && (2...11).contains(places.count), "\(from) \(days): \(ticks)")
      #expect(places == places.sorted() && places.allSatisfy { range.contains($0) })
      #expect(Set(ticks.map(\.text)).count == ticks.count, "\(ticks)")
    }
  }

  @Test func farOffNumbersStayNumbers() {
    let ticks = calendarTicks(in: 1e15...2e15, room: .points(300, isHorizontal: true))
    #expect(ticks.count >= 2 && ticks.allSatisfy { !$0.text.contains(":") })
  }
}
