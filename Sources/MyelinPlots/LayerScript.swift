/// The data and plot clauses of one layer.
struct LayerScript {
  let view: PanelView
  let cellFont: String
  let format: FigureFormat

  private var theme: Theme { view.theme }

  /// Writes the layer's data and returns what draws them; `bars` counts the bar layers so far.
  func clauses(_ layer: Layer, bars: inout Int, script: inout Script) -> [String] {
    switch layer {
    case .points(let x, let y, let color, let marker, let size, _):
      let rows = zip(x, y).filter { view.isDrawable($0, $1) }.map { "\($0) \($1)" }
      guard !rows.isEmpty else { return [] }
      let density = MarkDensity(count: rows.count)
      let color = hex(color.resolved(in: theme), alpha: density.alpha)
      let style = Self.points(marker, size: size * density.size, color: color, format: format)
      return ["\(script.data(rows)) using 1:2 \(style) notitle"]
    case .coloredPoints(let points):
      return coloredPoints(points, script: &script)
    case .line(let x, let y, let color, let style, let width, _):
      // gnuplot breaks a line at an empty row.
      let rows = zip(x, y).map { view.isDrawable($0, $1) ? "\($0) \($1)" : "" }
      guard rows.contains(where: { !$0.isEmpty }) else { return [] }
      let lines = Self.lines(style, width: width, color: color.resolved(in: theme))
      return ["\(script.data(rows)) using 1:2 \(lines) notitle"]
    case .region(let x, let lower, let upper, let color, _):
      let rows = x.indices.map { index in
        guard view.isDrawable(x[index], 1), !lower[index].isNaN, !upper[index].isNaN else { return "" }
        return "\(x[index]) \(view.clampedY(lower[index])) \(view.clampedY(upper[index]))"
      }
      guard rows.contains(where: { !$0.isEmpty }) else { return [] }
      let fill = hex(color.resolved(in: theme), alpha: 0.25)
      return ["\(script.data(rows)) using 1:2:3 with filledcurves fs solid noborder fc rgb \(fill) notitle"]
    case .bars(_, let color, _):
      defer { bars += 1 }
      return rectangles(layer, series: bars, color: color, alpha: 1, script: &script)
    case .histogram(_, _, let color, _):
      return rectangles(layer, series: 0, color: color, alpha: view.content.histogramAlpha, script: &script)
    case .heatMap(let map):
      return heatMap(map, script: &script)
    case .regions(let regions):
      return decisionRegions(regions, script: &script)
    }
  }

  static func points(_ marker: Marker, size: Double, color: String, format: FigureFormat) -> String {
    "with points pt \(marker.gnuplotType) ps \(number(marker.scale(in: format) * size)) lw 1.5 lc rgb \(color)"
  }

  private func coloredPoints(_ points: ColoredPoints, script: inout Script) -> [String] {
    let drawn = points.mixedOrder.filter { view.isDrawable(points.x[$0], points.y[$0]) }
    let density = MarkDensity(count: drawn.count)
    // gnuplot counts transparency, not opacity.
    let transparency = UInt32(((1 - density.alpha) * 255).rounded()) << 24
    let rows = drawn.compactMap { index -> String? in
      guard let color = points.color(index, theme: theme) else { return nil }
      let marker = points.marker(index)
      let size = number(marker.scale(in: format) * points.size * density.size)
      return "\(points.x[index]) \(points.y[index]) \(size) \(marker.gnuplotType) \(transparency | color)"
    }
    guard !rows.isEmpty else { return [] }
    return ["\(script.data(rows)) using 1:2:3:4:5 with points ps variable pt variable lw 1.5 lc rgb variable notitle"]
  }

  static func lines(_ style: LineStyle, width: Double, color: UInt32) -> String {
    let dashes =
      switch style {
      case .solid: "1"
      case .dashed: "(7,4)"
      case .dotted: "(1.5,3.5)"
      }
    return "with lines lt 1 dt \(dashes) lw \(number(width)) lc rgb \(hex(color))"
  }

  private func rectangles(
    _ layer: Layer, series: Int, color: PlotColor, alpha: Double, script: inout Script
  ) -> [String] {
    let rows = view.rectangles(layer, series: series).map {
      "\(($0.x0 + $0.x1) / 2) \($0.y1) \($0.x0) \($0.x1) \($0.y0) \($0.y1)"
    }
    guard !rows.isEmpty else { return [] }
    let fill = hex(color.resolved(in: theme), alpha: alpha)
    // A histogram's bars touch; a hairline of the background keeps them apart.
    let border = if case .histogram = layer { "border rgb \(hex(theme.background)) lw 0.5" } else { "noborder" }
    return ["\(script.data(rows)) using 1:2:3:4:5:6 with boxxyerror fs solid \(border) fc rgb \(fill) notitle"]
  }

  private func heatMap(_ map: HeatMap, script: inout Script) -> [String] {
    guard map.columns > 0 else { return [] }
    var rows: [String] = []
    var labels: [String] = []
    let isLogarithmic = view.content.xLogarithmic || view.content.yLogarithmic
    // As cells of their own the confusions of 64 classes stay sharp, and their file small enough.
    let asImage = map.rows.count * map.columns > 4096 && map.rows.count > 1 && map.columns > 1 && !isLogarithmic
    for (row, values) in map.rows.enumerated() {
      for (column, value) in values.enumerated() {
        let cell = map.cell(row, column)
        if asImage {
          rows.append("\(cell.x) \(cell.y) \(number(value))")
          continue
        }
        guard value.isFinite, let edges = edges(cell) else { continue }
        rows.append("\(cell.x) \(cell.y) \(edges) \(value)")
        guard map.annotate else { continue }
        let textColor: UInt32 = luminance(map.color(value)) > 0.4 ? 0x101418 : 0xFFFFFF
        labels.append("\(cell.x) \(cell.y) \(cellText(value)) \(textColor)")
      }
    }
    guard !rows.isEmpty else { return [] }
    if asImage { return ["\(script.data(rows)) using 1:2:3 with image notitle"] }
    // Borders would hide much of many flat cells, as stripes through what is one colour.
    let isFlat = map.rows.count > 30 && map.rows.count > 2 * map.columns
    let width = map.rows.count * map.columns > 400 ? "0.25" : "1"
    let border = isFlat ? "noborder" : "border rgb \(hex(theme.background)) lw \(width)"
    var clauses = [
      "\(script.data(rows)) using 1:2:3:4:5:6:7 with boxxyerror fs solid \(border) fc palette notitle"
    ]
    if !labels.isEmpty {
      clauses.append("\(script.data(labels)) using 1:2:3:4 with labels font \(cellFont) tc rgb variable notitle")
    }
    return clauses
  }

  private func decisionRegions(_ regions: DecisionRegions, script: inout Script) -> [String] {
    let isLogarithmic = view.content.xLogarithmic || view.content.yLogarithmic
    // A grid of cells has the geometry of a heat map.
    let grid = HeatMap(
      rows: Array(repeating: [], count: regions.rows), columns: regions.columns, x: regions.x, y: regions.y,
      isTable: false, colorMap: .viridis, limits: 0...1, colorBar: false, annotate: false)
    var rows: [String] = []
    for (index, label) in regions.classes.enumerated() {
      let cell = grid.cell(index / regions.columns, index % regions.columns)
      let color = mix(theme.background, theme.color(max(label, 0)), 0.25)
      if isLogarithmic {
        guard label >= 0, let edges = edges(cell) else { continue }
        rows.append("\(cell.x) \(cell.y) \(edges) \(color)")
      } else {
        let parts = "\(color >> 16) \((color >> 8) & 0xFF) \(color & 0xFF) \(label < 0 ? 0 : 255)"
        rows.append("\(cell.x) \(cell.y) \(parts)")
      }
    }
    guard !rows.isEmpty else { return [] }
    let data = script.data(rows)
    return isLogarithmic
      ? ["\(data) using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder fc rgb variable notitle"]
      : ["\(data) using 1:2:3:4:5:6 with rgbalpha notitle"]
  }

  /// A cell's edges as gnuplot reads them; `nil` where a logarithmic axis cannot show it.
  private func edges(_ cell: (x: Double, y: Double, halfWidth: Double, halfHeight: Double)) -> String? {
    let (x0, x1) = (cell.x - cell.halfWidth, cell.x + cell.halfWidth)
    let (y0, y1) = (cell.y - cell.halfHeight, cell.y + cell.halfHeight)
    guard view.isDrawable(x1, y1) else { return nil }
    return "\(view.clampedX(x0)) \(view.clampedX(x1)) \(view.clampedY(y0)) \(view.clampedY(y1))"
  }
}
