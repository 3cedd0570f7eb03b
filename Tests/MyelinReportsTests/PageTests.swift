import MyelinData
import TestSupport
import Testing

@testable import MyelinReports

/// Pages about tables.
struct PageTests {
  /// Checks that all tags of a page are closed in their order, and that there are no elements but those that pages have.
  private func check(_ page: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = try TemporaryFolder()
    try page.write(toFile: folder.file("page.html"), atomically: true, encoding: .utf8)
    let problems = try python(
      """
      import sys
      from html.parser import HTMLParser
      KNOWN = set('''html head meta title style body header h1 h2 h3 h4 p nav a div main section dl dt dd table tr td th
        span i small bdi figure figcaption svg g path rect text defs circle use polygon footer details summary ul li
        clippath'''.split())
      VOID = {"meta", "path", "rect", "circle", "use", "polygon"}
      class Reader(HTMLParser):
        open, problems, ids = [], [], set()
        def handle_starttag(self, tag, attributes):
          if tag not in KNOWN: self.problems.append("unknown " + tag)
          for name, value in attributes:
            if name.startswith("on") or name == "src": self.problems.append("attribute " + name)
            if name in ("href", "xlink:href") and not value.startswith("#"): self.problems.append("link " + value)
            if name == "id":
              if value in self.ids: self.problems.append("id twice: " + value)
              self.ids.add(value)
          if tag not in VOID: self.open.append(tag)
        def handle_startendtag(self, tag, attributes):
          self.handle_starttag(tag, attributes)
          if tag not in VOID: self.open.pop()
        def handle_endtag(self, tag):
          if tag in VOID: return
          if not self.open or self.open.pop() != tag: self.problems.append("closing " + tag)
      reader = Reader(convert_charrefs=True)
      reader.feed(open(sys.argv[1], encoding="utf-8").read())
      print("; ".join((reader.problems + reader.open)[:5]), end="")
      """, folder.file("page.html"))
    #expect(problems == "", sourceLocation: sourceLocation)
  }

  @Test func showsWhatIsKnown() async throws {
    let page = try await Exploration(of: BundledData.iris.table, target: "target").page(title: "Iris")
    try check(page)
    for text in ["<h1><bdi>Iris</bdi></h1>", "versicolor", "petal width (cm)", "prefers-color-scheme", "Relations"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(
      !page.contains("http://")
        || page.components(separatedBy: "http://").dropFirst().allSatisfy {
          $0.hasPrefix("www.w3.org/")
        })
    #expect(!page.contains("https://"))
  }

  @Test func nothingInATableIsMarkup() async throws {
    let names = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style>", "-->", "]]>", "&lt;", "a\nb",
      "\u{202E}x",
      "العربية", "한국어", String(repeating: "x", count: 5000), "`id`", "$(id)", "%s", "\u{0}\u{1B}[31m", "e\u{301}",
      "</td>",
      "a" + String(repeating: "\u{301}", count: 3000), "'", "{}",
    ]
    var columns: [TableColumn] = []
    for (index, name) in names.enumerated() {
      columns.append(
        index.isMultiple(of: 2)
          ? TableColumn(name, texts: (0..<60).map { $0 % 7 == 0 ? nil : names[($0 * $0 + index) % 5 + $0 % 15] })
          : TableColumn(name, numbers: (0..<60).map { $0 % 9 == 0 ? .nan : Double(($0 * 37 + index * 11) % 59) }))
    }
    let page = try await Exploration(of: Table(columns), target: names[0]).page(title: names[1])
    try check(page)
    #expect(!page.contains("<script") && !page.contains("\u{202E}") && !page.contains("\u{1B}"))
  }

  @Test func oddTables() async throws {
    let row = [TableColumn("a", numbers: [1]), TableColumn("b", texts: ["x"]), TableColumn("c", dates: [0])]
    let missing = [TableColumn("a", numbers: [.nan, .nan]), TableColumn("b", texts: [nil, nil])]
    let huge = [
      TableColumn("a", numbers: [-1.7e308, 1.7e308, 0, 1, .infinity, 2, 3, 4, 5, 6]),
      TableColumn("b", dates: (0..<10).map { Double($0) * 1e10 - 4e10 }),
    ]
    for (columns, target) in [([], nil), (row, "b"), (missing, nil), (huge, "a"), ([TableColumn("a", texts: [])], "a")]
    {
      let page = try await Exploration(of: Table(columns), target: target).page()
      try check(page)
      #expect(page.contains("Overview"))
    }
  }

  @Test func saysWhatWasDone() async throws {
    let values = (0..<12_000).map(Double.init)
    var shares: [Double] = []
    let exploration = try Exploration(
      of: Table([TableColumn("a", numbers: values), TableColumn("b", numbers: values.map { 1 / ($0 + 1) })]))
    let page = try await exploration.page { shares.append($0) }
    #expect(page.contains("a sample of 10,000 rows"))
    #expect(shares.last == 1 && shares == shares.sorted())
  }

  @Test func theRankingIsNumberedAsItIsSorted() async throws {
    let page = try await Exploration(of: BundledData.iris.table, target: "target").page()
    let ranking = try #require(
      page.components(separatedBy: "What predicts it").last?.components(separatedBy: "</table>")[0])
    #expect(ranking.components(separatedBy: "<tr>").count == 6)
    let places = ranking.components(separatedBy: "<td class=\"n quiet\">").dropFirst().map { $0.prefix { $0 != "<" } }
    #expect(places == ["1", "2", "3", "4"])
    #expect(!ranking.contains("Rank<"))
  }

  @Test func whatIsMissingThroughoutHasNoStripes() async throws {
    let table = try Table([
      TableColumn("a", numbers: (0..<300).map { _ in .nan }), TableColumn("b", numbers: (0..<300).map(Double.init)),
    ])
    let page = try await Exploration(of: table).page()
    let figure = try #require(
      page.components(separatedBy: "<h4>By row</h4>").last?.components(separatedBy: "</svg>")[0])
    // What has no border has no gaps.
    #expect(figure.contains("<g stroke='none' shape-rendering='crispEdges'><polygon"))
  }

  @Test func aSingleCharacterIsNamedSo() async throws {
    let page = try await Exploration(of: Table([TableColumn("a", texts: ["x", "yy", "x", "yy"])])).page()
    #expect(page.contains("<dd>1 character</dd>") && page.contains("<dd>2 characters</dd>"))
  }

  @Test func numbersForReaders() {
    #expect(PageText.number(1_234_567) == "1,234,567")
    #expect(PageText.number(1234) == "1234")
    #expect(PageText.number(-0.5) == "−0.5")
    #expect(PageText.number(5.843333) == "5.8433")
    #expect(PageText.number(123456.789) == "123,457")
    #expect(PageText.number(1.5e-7) == "1.5e−7")
    #expect(PageText.number(-2e300) == "−2e300")
    #expect(PageText.number(0) == "0")
    #expect(PageText.number(99999.99) == "100,000")
    #expect(PageText.number(nil) == "–")
    #expect(PageText.percent(0.0004) == "&lt; 0.1 %")
    #expect(PageText.percent(0.9999) == "&gt; 99.9 %")
    #expect(PageText.percent(0.071) == "7.1 %")
    #expect(PageText.percent(0.5) == "50 %")
    #expect(PageText.percent(1) == "100 %")
    #expect(PageText.measure(0.999) == "0.999" && PageText.measure(-0.9997) == "−0.9997")
    #expect(PageText.measure(-0.123) == "−0.12" && PageText.measure(1) == "1.00")
    #expect(
      PageText.bytes(999) == "999 B" && PageText.bytes(211_000) == "211 kB" && PageText.bytes(1_250_000) == "1.3 MB")
    #expect(PageText.shortened("abcdefghij", 5).count == 5)
    #expect(PageText.escaped("<a href='x'>&\"\u{0}\n") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\u{FFFD}⏎")
  }
}
