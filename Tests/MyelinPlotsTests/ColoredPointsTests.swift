import Foundation
import Testing

@testable import MyelinPlots

/// Points of several classes, points whose colours tell a number, and axes of equal units.
struct ColoredPointsTests {
  private static func script(_ figure: Figure, _ format: FigureFormat = .svg) -> String {
    FigureScript(figure: figure, format: format, size: figure.naturalSize).text
  }

  /// The rows of the first data in a script, as numbers.
  private static func firstData(_ script: String) -> [[Double]] {
    guard let start = script.range(of: "$d0 << EOD\n"), let end = script.range(of: "\nEOD") else { return [] }
    return script[start.upperBound..<end.lowerBound].split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
  }

  private static func sorted(_ count: Int) -> Figure {
    var random = Generator(state: 7)
    var figure = Figure()
    figure.points(
      x: (0..<count).map { _ in random.normal() }, y: (0..<count).map { _ in random.normal() },
      classes: (0..<count).map { $0 * 2 / count })
    return figure
  }

  @Test func noClassHidesAnother() {
    let rows = Self.firstData(Self.script(Self.sorted(12_000)))
    #expect(rows.count == 12_000)
    #expect(Set(rows.map { "\($0[0])" }).count == 12_000, "every point once")
    for part in 0..<10 {
      let ofFirst = rows[(part * 1200)..<((part + 1) * 1200)].count { Int($0[3]) == Marker.series(0).gnuplotType }
      #expect((500...700).contains(ofFirst), "both classes in every part of the order")
    }
    #expect(Self.script(Self.sorted(500)) == Self.script(Self.sorted(500)), "the same in every run")
  }

  @Test(arguments: [(1, 0.7, 1), (100, 0.7, 1), (101, 0.7, 0.8), (400, 0.7, 0.8), (3000, 0.5, 0.6), (3001, 0.3, 0.5)])
  func manyMarksAreSmallAndLetEachOtherThrough(count: Int, size: Double, alpha: Double) {
    let density = MarkDensity(count: count)
    #expect(density.size == size && density.alpha == alpha)
    let row = Self.firstData(Self.script(Self.sorted(count)))[0]
    #expect(Int(row[4]) >> 24 == Int(((1 - alpha) * 255).rounded()))
  }

  @Test func numbersHaveABar() async throws {
    for theme in [Theme.light, .dark] {
      var figure = Figure(title: "numbers", theme: theme)
      figure.points(x: [0.0, 1, 2, 3], y: [0.0, 1, 0, 1], values: [-1.0, 0.5, 1, Double.nan], label: "y `x` 50%")
      let drawn = drawnTexts(text(try await figure.rendered(as: .svg)))
      #expect(drawn.contains("y `x` 50%") && drawn.contains("−0.4"), "\(drawn)")
      #expect(Self.firstData(Self.script(figure)).count == 3, "what is not finite is left out")
      #expect(PanelView(figure.content, theme: theme).legend.isEmpty)
      for color in ColorMap.orangeGrayBlue.stops {
        let pair = [luminance(color), luminance(theme.background)].sorted()
        #expect((pair[1] + 0.05) / (pair[0] + 0.05) > 1.6, "points stand out from the background")
      }
      let plain = try await figure.terminal(width: 60, height: 16, color: false)
      #expect(plain.contains("−1 ░░▒▒▓▓██ 1  y `x` 50%") && plain.contains("█"))
      #expect(try await figure.terminal(width: 60, height: 16, color: true).contains("\u{1B}[38;2;"))
    }
  }

  @Test func barsCanBeLeftOut() async throws {
    var figure = Figure()
    figure.points(x: [0.0, 1], y: [0.0, 1], values: [5.0, 5], label: "gone", colorBar: false)
    #expect(Self.script(figure).contains("unset colorbox"))
    figure.heatMap(x: 0...1, y: 0...1, values: [[1.0, 2]])
    #expect(PanelView(figure.content, theme: .light).colorScale?.limits == 1...2, "the plane's colours need it more")
    var none = Figure()
    none.points(x: [Double](), y: [Double](), values: [Double]())
    none.points(x: [1e300], y: [1.0], values: [Double.infinity])
    #expect(text(try await none.rendered(as: .svg)).contains("</svg>"))
    #expect(try await none.terminal(color: true).contains("└"))
  }

  @Test func pointsNeedAsManyNumbers() async {
    await #expect(processExitsWith: .failure) {
      var figure = Figure()
      figure.points(x: [1.0, 2], y: [1.0, 2], values: [1.0])
    }
  }

  private static func ellipse(_ width: Double, _ height: Double) -> Figure {
    var figure = Figure(title: "round")
    let angles = (0..<100).map { Double($0) / 50 * .pi }
    figure.points(x: angles.map { width * cos($0) }, y: angles.map { height * sin($0) })
    figure.equalAspect = true
    return figure
  }

  @Test(arguments: [(1.0, 1.0), (3, 1), (1, 3), (1000, 1)])
  func equalUnitsAreAsLong(width: Double, height: Double) async throws {
    let figure = Self.ellipse(width, height)
    let size = figure.naturalSize
    #expect((230...460).contains(size.height) && size.width == 460, "\(size)")
    guard width < 1000 else { return }
    let places = markPlaces(text(try await figure.rendered(as: .svg)))
    #expect(places.count == 100)
    let spans = [places.map(\.x), places.map(\.y)].map { ($0.max() ?? 0) - ($0.min() ?? 0) }
    #expect(abs(spans[0] / spans[1] / (width / height) - 1) < 0.02, "\(spans)")
    #expect(max(spans[0], spans[1]) > 240, "the axes fill their room")
  }

  @Test func circlesAreRoundInTerminals() async throws {
    let lines = try await Self.ellipse(1, 1).terminal(width: 90, height: 30, color: false).split(separator: "\n")
    let marked = lines.filter { $0.contains("●") }
    let columns = marked.flatMap { line in line.enumerated().filter { $0.1 == "●" }.map(\.0) }
    let width = (columns.max() ?? 0) - (columns.min() ?? 0) + 1
    #expect(abs(Double(width) / Double(marked.count) - 2) < 0.25, "\(width) columns, \(marked.count) lines")
  }

  @Test func greysAreColoursOfTerminals() async throws {
    for gray: UInt32 in [0xA8A8A8, 0xE0E0E0, 0xFFFFFF] {
      var figure = Figure()
      figure.points(x: [0.0, 1], y: [0.0, 1], color: .rgb(gray))
      let codes = try await figure.terminal(width: 40, height: 10).matches(of: /38;5;(\d+)m/)
      #expect(codes.contains { (Int($0.1) ?? 0) >= 247 } && codes.allSatisfy { (Int($0.1) ?? 999) <= 255 })
    }
  }

  @Test func logarithmicAxesHaveNoUnits() {
    var figure = Self.ellipse(1, 1)
    figure.xLogarithmic = true
    #expect(!Self.script(figure).contains("ratio -1"))
  }
}
