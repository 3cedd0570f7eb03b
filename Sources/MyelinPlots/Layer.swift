/// How a line is drawn.
public enum LineStyle: Sendable, Hashable, CaseIterable {
  /// Without gaps.
  case solid
  /// In dashes.
  case dashed
  /// In dots.
  case dotted

  /// The style for series `index`: another each time that a theme's eight colours begin again.
  static func series(_ index: Int) -> LineStyle { allCases[index / 8 % allCases.count] }
}

/// The shape of a point.
public enum Marker: Sendable, Hashable, CaseIterable {
  /// A filled circle.
  case circle
  /// A filled triangle that points up.
  case triangle
  /// A filled square.
  case square
  /// A filled diamond.
  case diamond
  /// A filled triangle that points down.
  case invertedTriangle
  /// A filled pentagon.
  case pentagon
  /// A cross of two diagonals.
  case cross
  /// A plus sign.
  case plus

  /// The shape for class or series `index`. It moves on by one more each time the colours begin again, so that sixty
  /// classes and more still differ in shape or colour.
  static func series(_ index: Int) -> Marker {
    let place = index + index / 8
    return allCases[((place % allCases.count) + allCases.count) % allCases.count]
  }

  /// gnuplot's number of the shape.
  var gnuplotType: Int {
    switch self {
    case .circle: 7
    case .triangle: 9
    case .square: 5
    case .diamond: 13
    case .invertedTriangle: 11
    case .pentagon: 15
    case .cross: 2
    case .plus: 1
    }
  }

  /// A factor that makes all shapes look equally large in all formats: gnuplot's shapes for SVG are others.
  func scale(in format: FigureFormat) -> Double {
    let isSVG = format == .svg
    return switch self {
    case .circle: isSVG ? 0.89 : 1
    case .triangle, .invertedTriangle: isSVG ? 0.93 : 1.17
    case .square: isSVG ? 0.79 : 0.85
    case .diamond: isSVG ? 0.79 : 1.2
    case .pentagon: isSVG ? 0.77 : 1.09
    case .cross: isSVG ? 0.85 : 1.02
    case .plus: isSVG ? 0.95 : 1.15
    }
  }

  /// The character for the shape in a terminal.
  var glyph: Unicode.Scalar {
    switch self {
    case .circle: "●"
    case .triangle: "▲"
    case .square: "■"
    case .diamond: "◆"
    case .invertedTriangle: "▼"
    case .pentagon: "⬟"
    case .cross: "×"
    case .plus: "+"
    }
  }
}

/// One thing drawn in a panel.
enum Layer: Sendable {
  /// Points of one series.
  case points(x: [Double], y: [Double], color: PlotColor, marker: Marker, size: Double, label: String)
  /// Points of several classes, or whose colours tell a number.
  case coloredPoints(ColoredPoints)
  /// A line; it breaks where a number is not finite.
  case line(x: [Double], y: [Double], color: PlotColor, style: LineStyle, width: Double, label: String)
  /// The area between two lines.
  case region(x: [Double], lower: [Double], upper: [Double], color: PlotColor, label: String)
  /// One bar in each category.
  case bars(values: [Double], color: PlotColor, label: String)
  /// Counts between neighbouring edges.
  case histogram(edges: [Double], counts: [Int], color: PlotColor, label: String)
  /// A table of numbers as colours.
  case heatMap(HeatMap)
  /// The plane coloured by class.
  case regions(DecisionRegions)
}

/// A table of numbers as colours.
struct HeatMap: Sendable {
  /// Rows of cells; `isTable` says that the first is drawn at the top.
  var rows: [[Double]]
  var columns: Int
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  var isTable: Bool
  var colorMap: ColorMap
  var limits: ClosedRange<Double>
  var colorBar: Bool
  var annotate: Bool

  /// The centre of cell (row, column) and half its size.
  func cell(_ row: Int, _ column: Int) -> (x: Double, y: Double, halfWidth: Double, halfHeight: Double) {
    let width = (x.upperBound - x.lowerBound) / Double(max(columns, 1))
    let height = (y.upperBound - y.lowerBound) / Double(max(rows.count, 1))
    return (
      x.lowerBound + (Double(column) + 0.5) * width, y.lowerBound + (Double(row) + 0.5) * height, width / 2, height / 2
    )
  }

  /// The colours and their bar.
  var scale: ColorScale { ColorScale(colorMap: colorMap, limits: limits, label: "", isShown: colorBar) }

  /// The colour of a number in this map.
  func color(_ value: Double) -> UInt32 { scale.color(value) }
}

/// The plane coloured by class, sampled on a grid whose first row is the lowest.
struct DecisionRegions: Sendable {
  var classes: [Int]
  var columns: Int
  var rows: Int
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  var names: [String]
}
