import Foundation
import Testing

@testable import MyelinPlots

/// One figure of each kind. With MYELIN_GALLERY set to a directory they are written there, to be looked at.
struct GalleryTests {
  static func scatter(theme: Theme = .light) -> Figure {
    var random = Generator(state: 1)
    var (xs, ys, classes): ([Double], [Double], [Int]) = ([], [], [])
    for index in 0..<240 {
      let label = index % 2
      let angle = Double.random(in: 0...Double.pi, using: &random)
      xs.append((label == 0 ? cos(angle) : 1 - cos(angle)) + 0.13 * random.normal())
      ys.append((label == 0 ? sin(angle) : 0.5 - sin(angle)) + 0.13 * random.normal())
      classes.append(label)
    }
    var figure = Figure(title: "Two moons", theme: theme)
    figure.decisionRegions(x: -1.5...2.5, y: -1.2...1.7) { x, y in y > 0.25 + 0.6 * sin((x - 0.5) * -2.6) ? 0 : 1 }
    figure.points(x: xs, y: ys, classes: classes, names: ["−1", "+1"])
    figure.xLabel = "x₀"
    figure.yLabel = "x₁"
    return figure
  }

  static func curves(theme: Theme = .light) -> Figure {
    let epochs = (1...60).map { Double($0) }
    let train = epochs.map { 2.3 * exp(-$0 / 12) + 0.02 + 0.01 * sin($0 * 3) }
    let valid = epochs.map { 2.3 * exp(-$0 / 11) + 0.12 + 0.002 * $0 + 0.02 * sin($0 * 2) }
    return Figure(title: "Training", theme: theme, columns: 2) {
      Panel(title: "Loss") {
        $0.line(x: epochs, y: train, label: "Training")
        $0.filledRegion(
          x: epochs, lower: valid.map { $0 * 0.8 }, upper: valid.map { $0 * 1.2 }, label: "", color: .series(1))
        $0.line(x: epochs, y: valid, label: "Validation", color: .series(1), style: .dashed)
        $0.xLabel = "Epoch"
        $0.yLogarithmic = true
      }
      Panel(title: "Accuracy") {
        $0.line(train.map { 1 - $0 / 2.6 }, label: "Training")
        $0.line(valid.map { 1 - $0 / 2.6 }, label: "Validation", style: .dashed)
        $0.xLabel = "Epoch"
        $0.yRange = 0...1
        $0.legend = .bottomRight
      }
    }
  }

  static func confusion(theme: Theme = .light) -> Figure {
    var figure = Figure(title: "혼동 행렬", theme: theme)
    let names = ["고양이", "강아지", "토끼", "거북이"]
    figure.heatMap(
      values: [[48.0, 3, 1, 0], [4, 41, 5, 2], [0, 6, 39, 5], [1, 0, 2, 47]], rowNames: names, columnNames: names,
      colorMap: .blues, annotate: true)
    figure.xLabel = "예측"
    figure.yLabel = "정답"
    return figure
  }

  static func bars(theme: Theme = .light) -> Figure {
    var figure = Figure(title: "Throughput by kernel", theme: theme)
    let names = ["Linear", "Conv 3×3", "Attention", "LayerNorm"]
    figure.bars(names: names, values: [52.0, 38, 21, 9], label: "Float32")
    figure.bars(names: names, values: [71.0, 55, 30, 12], label: "BFloat16")
    figure.bars(names: names, values: [60.0, 44, -4, 10.5], label: "Mixed")
    figure.yLabel = "GFLOP/s"
    return figure
  }

  static func histogram(theme: Theme = .light) -> Figure {
    var random = Generator(state: 3)
    var figure = Figure(title: "Weights before and after", theme: theme)
    figure.histogram(values: (0..<2000).map { _ in random.normal() * 0.5 - 0.4 }, label: "before")
    figure.histogram(values: (0..<2000).map { _ in random.normal() * 0.3 + 0.7 }, label: "after")
    figure.xLabel = "weight"
    figure.yLabel = "count"
    return figure
  }

  static func grid(theme: Theme = .light) -> Figure {
    var plane = Panel(title: "Plane")
    let values = (0..<60).map { row in (0..<80).map { sin(Double($0) / 9) * cos(Double(row) / 7) } }
    plane.heatMap(x: -2...2, y: -1...1, values: values)
    var circle = Panel(title: "원 (equal aspect)")
    let angles = (0...100).map { Double($0) / 50 * .pi }
    circle.line(x: angles.map { cos($0) }, y: angles.map { sin($0) }, label: "둥근 원", style: .dotted)
    circle.line(x: angles.map { 0.5 * cos($0) }, y: angles.map { 0.5 * sin($0) }, label: "작은 원의 이름")
    circle.equalAspect = true
    var many = Panel(title: "Eight classes")
    for index in 0..<10 {
      let xs = (0..<8).map { Double($0) }
      many.points(x: xs, y: xs.map { $0 * 0.3 + Double(index) }, label: "class \(index)")
    }
    many.legend = .right
    var log = Panel(title: "Both logarithmic")
    let powers = (0..<40).map { pow(10, Double($0) / 8 - 2) }
    log.line(x: powers, y: powers.map { 1 / $0 }, label: "1/x")
    log.xLogarithmic = true
    log.yLogarithmic = true
    return Figure.grid([[plane, circle], [many, log]], title: "Four panels", theme: theme)
  }

  static let all: [(String, @Sendable (Theme) -> Figure)] = [
    ("scatter", { scatter(theme: $0) }), ("curves", { curves(theme: $0) }), ("confusion", { confusion(theme: $0) }),
    ("bars", { bars(theme: $0) }), ("histogram", { histogram(theme: $0) }), ("grid", { grid(theme: $0) }),
  ]

  @Test(arguments: all.map(\.0))
  func everyFigureInEveryFormat(name: String) async throws {
    let directory = try TemporaryDirectory()
    let folder = ProcessInfo.processInfo.environment["MYELIN_GALLERY"] ?? directory.path
    let make = try #require(Self.all.first { $0.0 == name }?.1)
    for format in ["svg", "png", "pdf"] {
      let path = "\(folder)/\(name).\(format)"
      try await make(.light).write(to: path)
      #expect(try bytes(path).count > 1000)
    }
    try await make(.dark).write(to: "\(folder)/\(name)-dark.png")
    let terminal = try await make(.light).terminal(width: 90, height: 24, color: false)
    try terminal.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    let colored = try await make(.light).terminal(width: 90, height: 24, color: true)
    try colored.write(toFile: "\(folder)/\(name).ansi", atomically: true, encoding: .utf8)
  }
}
