import Foundation
import Testing

@testable import MyelinPlots

/// What panels show: ranges, legends, themes and the edges of what can be drawn.
struct PanelTests {
  @Test func emptyFigures() async throws {
    var none = Figure(title: "empty")
    none.points(x: [Double](), y: [Double](), label: "no points")
    none.line(x: [Double](), y: [Double]())
    none.filledRegion(x: [Double](), lower: [Double](), upper: [Double]())
    none.histogram(values: [Double]())
    none.heatMap(x: 0...1, y: 0...1, values: [[Double]]())
    var nan = Figure(title: "nan")
    nan.points(x: [Double.nan, .infinity], y: [1.0, -Double.infinity])
    nan.line(x: [1.0, 2], y: [Double.nan, .nan])
    nan.bars(names: ["a", "b"], values: [Double.nan, .infinity])
    nan.histogram(values: [Double.nan])
    var noBars = Figure()
    noBars.bars(names: [], values: [Double]())
    var logarithmic = Figure()
    logarithmic.yLogarithmic = true
    logarithmic.xLogarithmic = true
    logarithmic.line([-1.0, 0, -3], label: "not positive")
    for figure in [Figure(), none, nan, noBars, logarithmic] {
      #expect(text(try await figure.rendered(as: .svg)).contains("</svg>"))
      #expect(try await figure.terminal(color: true).contains("└"))
    }
  }

  @Test(arguments: [0.0, 5, -3, 1e300, 1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e10])
  func constantRanges(value: Double) async throws {
    var figure = Figure()
    figure.line(x: [value, value], y: [value, value])
    figure.points(x: [value], y: [value])
    figure.histogram(values: [value, value, value])
    figure.heatMap(values: [[value, value]], annotate: true)
    #expect(text(try await figure.rendered(as: .svg)).contains("</svg>"))
    _ = try await figure.terminal(color: false)
    figure.xLogarithmic = value > 0
    figure.yLogarithmic = value > 0
    #expect(text(try await figure.rendered(as: .svg)).contains("</svg>"))
  }

  @Test func hugeAndTinyRanges() async throws {
    var figure = Figure()
    figure.line(
      x: [-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude], y: [Double.leastNonzeroMagnitude, 1e308])
    figure.line(x: [1, 1 + 1e-15], y: [1e15, 1e15 + 1])
    #expect(text(try await figure.rendered(as: .svg)).contains("</svg>"))
    _ = try await figure.terminal()
    var narrow = Figure()
    narrow.line(x: [1e10, 1e10 + 1e-6], y: [1, 1 + 4e-16])
    #expect(text(try await narrow.rendered(as: .svg)).contains("</svg>"))
  }

  @Test func missingNumbersBreakTheLine() {
    var figure = Figure()
    figure.line(x: [1.0, 2, 3], y: [1.0, Double.nan, 3])
    let script = FigureScript(figure: figure, format: .svg, size: figure.naturalSize).text
    #expect(script.contains("1.0 1.0\n\n3.0 3.0\n"))
  }

  @Test func themes() async throws {
    var figure = OutputTests.figure()
    figure.theme = .dark
    let svg = text(try await figure.rendered(as: .svg))
    #expect(svg.contains("#16191d"))
    #expect(svg.contains("rgb(236,239,243)"), "light text")
    #expect(luminance(Theme.dark.background) < 0.02)
    for theme in [Theme.light, .dark] {
      for color in theme.series {
        let pair = [luminance(color), luminance(theme.background)].sorted()
        #expect((pair[1] + 0.05) / (pair[0] + 0.05) > 1.6, "series stand out from the background")
      }
    }
  }

  @Test(arguments: [Theme.light, .dark])
  func coloursStayApartForColourBlindReaders(theme: Theme) {
    for (kind, matrix) in ColorVision.matrices {
      let seen = theme.series.map { ColorVision.lab($0, matrix) }
      for first in seen.indices {
        for second in seen.indices where second > first {
          let distance = zip(seen[first], seen[second]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
          #expect(distance > 15, "colours \(first) and \(second), \(kind)")
        }
      }
    }
  }

  @Test func linesDifferInColourOrStyle() {
    var content = Panel()
    for _ in 0..<24 { content.line([1.0, 2]) }
    let looks = content.content.layers.compactMap { layer -> String? in
      guard case .line(_, _, let color, let style, _, _) = layer else { return nil }
      return "\(color.resolved(in: .light)) \(style)"
    }
    #expect(Set(looks).count == 24)
  }

  @Test func numbersBeyondTheAxesAreDrawnAtTheirEnd() {
    var figure = Figure()
    figure.line(x: [0, Double.greatestFiniteMagnitude], y: [-Double.greatestFiniteMagnitude, 1])
    let script = FigureScript(figure: figure, format: .svg, size: figure.naturalSize).text
    #expect(script.contains("0.0 -1e+300\n1e+300 1.0\n"))
  }

  @Test func sizeGrowsWithTheTexts() {
    var figure = Figure()
    figure.line([1.0, 2])
    let plain = figure.naturalSize
    figure.yLabel = String(repeating: "long ", count: 20)
    #expect(figure.naturalSize.height > 7 * 100)
    figure.yLabel = ""
    figure.line([1.0, 2], label: String(repeating: "long ", count: 20))
    #expect(figure.naturalSize.width > 7 * 100)
    figure = Figure()
    figure.line([1.0, 2], label: "one\ntwo\nthree")
    #expect(figure.naturalSize.height == plain.height + 36)
    let script = FigureScript(figure: figure, format: .svg, size: figure.naturalSize).text
    #expect(script.contains("spacing 3.75"), "a row of the legend for each line")
  }

  @Test func classesDifferInColourAndShape() {
    let pairs = (0..<64).map { "\(Theme.light.color($0)) \(Marker.series($0))" }
    #expect(Set(pairs).count == 64)
  }

  @Test func ranges() {
    var content = PanelContent()
    content.layers = [
      .points(x: [0, 10], y: [5, 5], color: .series(0), marker: .circle, size: 1, label: "")
    ]
    let view = PanelView(content, theme: .light)
    #expect(view.x.lowerBound < 0 && view.x.upperBound > 10)
    #expect(view.y.lowerBound < 5 && view.y.upperBound > 5)
    content.layers = [.bars(values: [1, 2], color: .series(0), label: "")]
    #expect(PanelView(content, theme: .light).y.lowerBound == 0, "bars stand on the axis")
    content.xRange = 3...3
    #expect(PanelView(content, theme: .light).x.contains(3))
  }

  @Test func histogramCountsEveryNumber() {
    var random = Generator(state: 5)
    let values = (0..<1000).map { _ in random.normal() }
    let automatic = Histogram(values + [.nan, .infinity], bins: nil)
    #expect(automatic.counts.reduce(0, +) == 1000)
    #expect((20...60).contains(automatic.counts.count), "Freedman–Diaconis")
    #expect(automatic.edges.count == automatic.counts.count + 1)
    #expect(Histogram([1, 1, 1, 1, 1, 1, 1, 9], bins: nil).counts.count == 4, "Sturges where quartiles coincide")
    #expect(Histogram([0, 1, 2, 3], bins: 4).counts == [1, 1, 1, 1])
    #expect(Histogram(values + [1e9], bins: nil).counts.count == 200)
  }

  @Test func severalPanels() async throws {
    let figure = Figure(title: "모두", columns: 2) {
      for index in 1...3 {
        Panel(title: "panel \(index)") { $0.line([1.0, 2], label: "line \(index)") }
      }
      if figure3 { Panel(title: "last") }
    }
    #expect(figure.panels.count == 4)
    let drawn = drawnTexts(text(try await figure.rendered(as: .svg)))
    for expected in ["모두", "panel 1", "panel 2", "panel 3", "last", "line 1", "line 3"] {
      #expect(drawn.contains(expected), "\(expected)")
    }
    let terminal = try await figure.terminal(width: 100, height: 16, color: false)
    #expect(terminal.contains("panel 3") && terminal.contains("line 2"))
    #expect(Figure.grid([[Panel(), Panel()], [Panel(), Panel()]]).rows == 2)
  }

  private var figure3: Bool { true }

  @Test func panelsAreChangedThroughTheFigure() {
    var figure = Figure(columns: 2, panels: [Panel(), Panel()])
    figure[1].line([1.0])
    figure[1].xLabel = "x"
    #expect(figure.panels[1].content.layers.count == 1)
    #expect(figure.panels[0].content.layers.isEmpty)
    let copy = figure
    figure[1].xLabel = "y"
    #expect(copy[1].xLabel == "x", "figures are values")
  }

  @Test(arguments: [LegendPosition.below, .right, .topLeft, .topRight, .bottomLeft, .bottomRight, .none])
  func legends(position: LegendPosition) async throws {
    var figure = OutputTests.figure()
    figure.legend = position
    let drawn = drawnTexts(text(try await figure.rendered(as: .svg)))
    #expect(drawn.contains("l") == (position != .none))
  }

  @Test(arguments: [LegendPosition.below, .right, .topRight])
  func crowdedPanelsKeepTheirTexts(position: LegendPosition) async throws {
    let long = String(repeating: "아주 긴 이름 ", count: 12) + "끝"
    var figure = Figure(title: "kept title")
    figure.heatMap(values: [[1.0, 2], [3, 4]], rowNames: [long + "a", "b"], columnNames: [long + "c", "d"])
    for index in 0..<3 { figure.line([1.0, 2], label: "\(index) \(long)") }
    figure.xLabel = "kept label"
    figure.legend = position
    for size in [Figure.Size(width: 460, height: 340), .init(width: 240, height: 160)] {
      let drawn = drawnTexts(text(try await figure.rendered(as: .svg, size: size)))
      for expected in ["kept title", "kept label", long + "a", long + "c", "0 \(long)"] {
        #expect(drawn.contains(expected), "\(expected) \(size)")
      }
    }
  }

  @Test func terminalPicture() async throws {
    var figure = Figure(title: "제목")
    figure.points(x: [0.0, 1, 2], y: [0.0, 1, 4], classes: [0, 1, 1], names: ["고양이", "개"])
    let plain = try await figure.terminal(width: 60, height: 16, color: false)
    #expect(!plain.contains("\u{1B}"))
    #expect(plain.contains("제목") && plain.contains("● 고양이") && plain.contains("▲ 개"))
    #expect(plain.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= 60 })
    #expect(plain.split(separator: "\n", omittingEmptySubsequences: false).count <= 17)
    let colored = try await figure.terminal(width: 60, height: 16, color: true)
    #expect(colored.contains("\u{1B}["))
  }

  @Test func terminalBrailleDots() {
    var canvas = TerminalCanvas(columns: 2, rows: 1)
    canvas.dot(0, 0, color: nil)
    canvas.dot(1, 3, color: nil)
    #expect(canvas.cells[0]?.glyph == "⡈")
    var step = 0
    canvas.line(from: (-1e300, 1), to: (1e300, 1), style: .solid, step: &step, color: nil)
    #expect(step < 10, "only the visible part is walked")
  }

  @Test func logarithmicPlanes() async throws {
    var figure = Figure()
    figure.xLogarithmic = true
    figure.decisionRegions(x: 0.1...10, y: 0...1, resolution: 10) { x, _ in x > 1 ? 1 : -1 }
    figure.heatMap(x: 0...10, y: 0...1, values: [[1.0, Double.nan, 3]])
    #expect(text(try await figure.rendered(as: .svg)).contains("</svg>"))
  }
}
