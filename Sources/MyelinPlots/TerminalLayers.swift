import Glibc

extension TerminalCanvas {
  /// Draws the layers of a panel.
  mutating func draw(_ view: PanelView, color isColored: Bool) {
    let painter = TerminalPainter(view: view, isColored: isColored)
    var (bars, lines) = (0, 0)
    for layer in view.layers {
      painter.paint(layer, bars: &bars, lines: &lines, on: &self)
    }
  }
}

/// Draws layers with characters.
private struct TerminalPainter {
  let view: PanelView
  let isColored: Bool

  func paint(_ layer: Layer, bars: inout Int, lines: inout Int, on canvas: inout TerminalCanvas) {
    switch layer {
    case .points(let x, let y, let color, let marker, _, _):
      for (x, y) in zip(x, y) where view.isDrawable(x, y) {
        let place = place(x, y, canvas)
        canvas.set(
          marker.glyph, column: Int(floor(place.x)), row: Int(floor(place.y)), color: ink(color))
      }
    case .coloredPoints(let points):
      coloredPoints(points, &canvas)
    case .line(let x, let y, let color, let style, _, _):
      let style = Self.style(style, index: lines, isColored: isColored)
      lines += 1
      var former: (x: Double, y: Double)?
      var step = 0
      for (x, y) in zip(x, y) {
        guard view.isDrawable(x, y) else {
          former = nil
          continue
        }
        let place = place(x, y, canvas)
        let dot = (x: place.x * 2, y: place.y * 4)
        canvas.line(from: former ?? dot, to: dot, style: style, step: &step, color: ink(color))
        former = dot
      }
    case .region(let x, let lower, let upper, let color, _):
      region(x, lower, upper, ink(color), &canvas)
    case .bars(_, let color, _):
      fill(layer, series: bars, color, &canvas)
      bars += 1
    case .histogram(_, _, let color, _):
      fill(layer, series: 0, color, &canvas)
    case .heatMap(let map):
      heatMap(map, &canvas)
    case .regions(let regions):
      decisionRegions(regions, &canvas)
    }
  }

  private func coloredPoints(_ points: ColoredPoints, _ canvas: inout TerminalCanvas) {
    for index in points.mixedOrder where view.isDrawable(points.x[index], points.y[index]) {
      guard let color = points.color(index, theme: view.theme) else { continue }
      var glyph = points.marker(index).glyph
      if !isColored, case .numbers(let values, let scale) = points.meaning {
        glyph = Self.shades[1 + Int((min(max(fraction(values[index], scale.limits, false), 0), 1) * 3).rounded())]
      }
      let place = place(points.x[index], points.y[index], canvas)
      canvas.set(
        glyph, column: Int(floor(place.x)), row: Int(floor(place.y)), color: isColored ? color : nil)
    }
  }

  /// What stands for small to large numbers where there are no colours.
  static let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]

  /// Without colours the lines of a panel differ in their gaps.
  static func style(_ style: LineStyle, index: Int, isColored: Bool) -> LineStyle {
    guard !isColored, style == .solid else { return style }
    return LineStyle.allCases[index % LineStyle.allCases.count]
  }

  private func ink(_ color: PlotColor) -> UInt32? { isColored ? color.resolved(in: view.theme) : nil }

  /// Where a point of the panel lies in cells.
  private func place(_ x: Double, _ y: Double, _ canvas: TerminalCanvas) -> (x: Double, y: Double) {
    let horizontal = fraction(x, view.x, view.content.xLogarithmic)
    var vertical = fraction(y, view.y, view.content.yLogarithmic)
    if view.isTable { vertical = 1 - vertical }
    // A point on the upper border belongs to the last cell.
    let last = 1 - 1e-9
    return (
      (horizontal == 1 ? last : horizontal) * Double(canvas.columns),
      (vertical == 1 ? last : vertical) * Double(canvas.rows)
    )
  }

  private func fraction(_ value: Double, _ range: ClosedRange<Double>, _ isLogarithmic: Bool) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let fraction = isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
    // Far outside is far enough: a difference of huge numbers may be infinite.
    return fraction.isNaN ? 0 : min(max(fraction, -1e6), 1e6)
  }

  /// The place in the panel of a cell's centre.
  private func center(_ column: Int, _ row: Int, _ canvas: TerminalCanvas) -> (x: Double, y: Double) {
    func value(_ fraction: Double, _ range: ClosedRange<Double>, _ isLogarithmic: Bool) -> Double {
      let (low, high) = (range.lowerBound, range.upperBound)
      return isLogarithmic ? low * pow(high / low, fraction) : low + fraction * (high - low)
    }
    let vertical = (Double(row) + 0.5) / Double(canvas.rows)
    return (
      value((Double(column) + 0.5) / Double(canvas.columns), view.x, view.content.xLogarithmic),
      value(view.isTable ? 1 - vertical : vertical, view.y, view.content.yLogarithmic)
    )
  }

  private func region(
    _ x: [Double], _ lower: [Double], _ upper: [Double], _ color: UInt32?, _ canvas: inout TerminalCanvas
  ) {
    for index in x.indices.dropLast() {
      guard view.isDrawable(x[index], 1), view.isDrawable(x[index + 1], 1) else { continue }
      for column in 0..<canvas.columns {
        let here = center(column, 0, canvas).x
        let (start, end) = (min(x[index], x[index + 1]), max(x[index], x[index + 1]))
        guard here >= start, here <= end, end > start else { continue }
        let fraction = (here - x[index]) / (x[index + 1] - x[index])
        let low = lower[index] + fraction * (lower[index + 1] - lower[index])
        let high = upper[index] + fraction * (upper[index + 1] - upper[index])
        for row in 0..<canvas.rows {
          let height = center(column, row, canvas).y
          if height >= min(low, high), height <= max(low, high) {
            canvas.set("░", column: column, row: row, color: color)
          }
        }
      }
    }
  }

  private func fill(_ layer: Layer, series: Int, _ color: PlotColor, _ canvas: inout TerminalCanvas) {
    let eighths: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    let index = if case .series(let index) = color { index } else { 0 }
    let full = isColored ? "█" : Self.fills[index % Self.fills.count]
    for area in view.rectangles(layer, series: series) {
      let (start, end) = (place(area.x0, area.y0, canvas), place(area.x1, area.y1, canvas))
      let first = Int(start.x.rounded())
      let last = max(Int(end.x.rounded()), first + 1)
      for column in first..<last {
        for row in 0..<canvas.rows where Double(row) + 0.5 >= start.y && Double(row) + 1 <= end.y {
          canvas.set(full, column: column, row: row, color: ink(color))
        }
        // The top of a bar fills a part of its cell.
        let rest = Int((end.y - floor(end.y)) * 8)
        if rest > 0, full == "█", end.y > start.y {
          canvas.set(eighths[rest - 1], column: column, row: Int(end.y), color: ink(color))
        } else if rest >= 4, end.y > start.y {
          canvas.set(full, column: column, row: Int(end.y), color: ink(color))
        }
      }
    }
  }

  /// What tells series of bars apart where there are no colours.
  static let fills: [Unicode.Scalar] = ["█", "▒", "░", "▓"]

  private func heatMap(_ map: HeatMap, _ canvas: inout TerminalCanvas) {
    guard map.columns > 0 else { return }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let place = center(column, row, canvas)
        let horizontal = fraction(place.x, map.x, false) * Double(map.columns)
        let vertical = fraction(place.y, map.y, false) * Double(map.rows.count)
        guard horizontal >= 0, vertical >= 0, Int(horizontal) < map.columns, Int(vertical) < map.rows.count
        else { continue }
        let value = map.rows[Int(vertical)][Int(horizontal)]
        guard value.isFinite else { continue }
        let level = min(max(fraction(value, map.limits, false), 0), 1)
        let shade = isColored ? "█" : Self.shades[Int((level * 4).rounded())]
        canvas.set(shade, column: column, row: row, color: isColored ? map.color(value) : nil)
      }
    }
    guard map.annotate else { return }
    for (row, values) in map.rows.enumerated() {
      for (column, value) in values.enumerated() where value.isFinite {
        let cell = map.cell(row, column)
        let place = place(cell.x, cell.y, canvas)
        // A blank on both sides keeps the number off the shade.
        let text = " \(cellText(value)) "
        let start = Int(place.x - Double(text.unicodeScalars.count) / 2 + 0.5)
        for (offset, scalar) in text.unicodeScalars.enumerated() {
          canvas.set(scalar, column: start + offset, row: Int(place.y), color: nil)
        }
      }
    }
  }

  private func decisionRegions(_ regions: DecisionRegions, _ canvas: inout TerminalCanvas) {
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let place = center(column, row, canvas)
        let horizontal = Int(floor(fraction(place.x, regions.x, false) * Double(regions.columns)))
        let vertical = Int(floor(fraction(place.y, regions.y, false) * Double(regions.rows)))
        guard (0..<regions.columns).contains(horizontal), (0..<regions.rows).contains(vertical) else { continue }
        let label = regions.classes[vertical * regions.columns + horizontal]
        guard label >= 0 else { continue }
        let glyph = isColored ? "░" : Self.grounds[label % Self.grounds.count]
        canvas.set(glyph, column: column, row: row, color: isColored ? view.theme.color(label) : nil)
      }
    }
  }

  /// What tells decision regions apart where there are no colours.
  static let grounds: [Unicode.Scalar] = [" ", "·", "░", "▒", "▓"]
}

/// The characters that stand for a legend's swatch; `index` counts the lines, `series` the areas of the legend.
func terminalSwatch(_ swatch: Swatch, line: Int, area: Int, isColored: Bool) -> String {
  switch swatch {
  case .marker(let marker, _, _):
    return String(Character(marker.glyph))
  case .line(let style, _, _):
    return switch TerminalPainter.style(style, index: line, isColored: isColored) {
    case .solid: "──"
    case .dashed: "╌╌"
    case .dotted: "··"
    }
  case .area(_, let alpha):
    if alpha < 0.5 { return "░░" }
    let fill: Unicode.Scalar = isColored ? "█" : TerminalPainter.fills[area % TerminalPainter.fills.count]
    return String(repeating: Character(fill), count: 2)
  }
}

/// Eight characters from the first to the last colour of a scale.
func terminalBar(_ scale: ColorScale, isColored: Bool) -> String {
  var bar = ""
  for step in 0..<8 {
    let color = scale.colorMap.color(at: (Double(step) + 0.5) / 8)
    bar +=
      isColored
      ? "\u{1B}[38;2;\(color >> 16);\((color >> 8) & 0xFF);\(color & 0xFF)m█"
      : String(Character(TerminalPainter.shades[1 + step / 2]))
  }
  return bar + (isColored ? "\u{1B}[0m" : "")
}
