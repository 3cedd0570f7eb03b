import Foundation
import Testing

@testable import MyelinPlots

/// Long names beside axes are cut, and tables keep a sensible shape.
struct NameTests {
  @Test func longNamesAreCut() {
    #expect(shortNames(["Adelie", "Gentoo penguin of Biscoe island"]) == ["Adelie", "Gentoo penguin of Bisco…"])
    #expect(shortNames(["abcde", "한글이름"], to: 5) == ["abcde", "한글…"])
    #expect(shortNames(["one line\nx", "a\tb\u{1}"], to: 5) == ["one …\nx", "a\tb\u{1}"])
    #expect(shortNames([String(repeating: "x", count: 24)])[0].count == 24)
    #expect(shortNames([]).isEmpty && shortNames([""]) == [""])
  }

  @Test func cutNamesDiffer() {
    let names = ["the same long start of it 1", "the same long start of it 2", "the same long start of it 1", "b"]
    let short = shortNames(names, to: 11)
    #expect(short == ["the s… it 1", "the s… it 2", "the s… it 1", "b"])
    #expect(shortNames(["한국어이름의끝가", "한국어이름의끝나"], to: 9) == ["한국…끝가", "한국…끝나"])
  }

  private static func matrix(_ names: [String], annotate: Bool = true) -> Figure {
    var figure = Figure(title: "Confusion matrix")
    let rows = names.indices.map { row in names.indices.map { row == $0 ? 40.0 : 1 } }
    figure.heatMap(values: rows, rowNames: names, columnNames: names, colorMap: .blues, annotate: annotate)
    figure.xLabel = "predicted"
    figure.yLabel = "true"
    return figure
  }

  private static let penguins = ["Adelie", "Chinstrap", "Gentoo <b> & of Biscoe island"]

  @Test func svgShowsWholeNamesUnderThePointer() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("matrix.svg")
    try await Self.matrix(Self.penguins).write(to: path)
    let svg = text(try bytes(path))
    #expect(try XMLCheck.isWellFormed(path))
    let cut = "Gentoo &lt;b&gt; &amp; of Biscoe …<title>Gentoo &lt;b&gt; &amp; of Biscoe island</title></text>"
    #expect(svg.components(separatedBy: cut).count == 3, "beside the row and under the column")
    #expect(!svg.contains("Adelie<title>"))
    #expect(!svg.unicodeScalars.contains { $0.value >= firstNoteMark })
    let inline = try await Self.matrix(Self.penguins).inlineSVG(id: "m")
    #expect(inline.contains("<title>Gentoo &lt;b&gt; &amp; of Biscoe island</title>"))
    for format in [FigureFormat.png, .pdf] {
      let script = FigureScript(
        figure: Self.matrix(Self.penguins), format: format, size: .init(width: 400, height: 300))
      #expect(!script.text.unicodeScalars.contains { $0.value >= firstNoteMark }, "\(format) has no notes")
    }
  }

  @Test(arguments: [2, 3, 10, 20])
  func cellsKeepASensibleSize(count: Int) async throws {
    let names = (0..<count).map { "a rather long name of class number \($0)" }
    let figure = Self.matrix(names)
    let view = PanelView(figure.content, theme: .light)
    let margins = Margins(title: figure.title, view: view, size: figure.naturalSize)
    #expect(!margins.isCrowded, "gnuplot can place the texts")
    let axes = margins.axes
    #expect(axes.width > 200 && axes.height > 160, "\(axes)")
    #expect((0.5...2).contains(axes.width / axes.height), "\(axes)")
    #expect(margins.isRotated, "the names don't run into each other")
  }

  @Test func namesWithRoomStandUpright() {
    for names in [["no", "yes"], Self.penguins] {
      let figure = Self.matrix(names)
      let margins = Margins(
        title: "", view: PanelView(figure.content, theme: .light), size: figure.naturalSize)
      #expect(margins.isRotated == (names.count == 3))
    }
  }

  @Test func fiftyClassesHaveSharpCells() {
    let names = (0..<50).map { "class \($0)" }
    let figure = Self.matrix(names, annotate: false)
    let size = figure.naturalSize
    #expect((0.8...1.25).contains(size.width / size.height), "\(size)")
    let script = FigureScript(figure: figure, format: .svg, size: size).text
    #expect(script.contains("boxxyerror") && !script.contains("with image"))
  }

  @Test func picturesOfManyCellsAreNotBlurred() async throws {
    var figure = Figure()
    figure.heatMap(x: 0...1, y: 0...1, values: (0..<80).map { row in (0..<80).map { Double(row * $0) } })
    #expect(text(try await figure.rendered(as: .svg)).contains("<image style=\"image-rendering:pixelated\" "))
  }
}
