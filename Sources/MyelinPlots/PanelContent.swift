/// Where a legend is drawn.
public enum LegendPosition: Sendable, Hashable {
  /// Below the axes, where it covers no data; nothing when no layer has a label.
  case automatic
  /// Below the axes.
  case below
  /// To the right of the axes.
  case right
  /// Inside the axes in the upper left corner.
  case topLeft
  /// Inside the axes in the upper right corner.
  case topRight
  /// Inside the axes in the lower left corner.
  case bottomLeft
  /// Inside the axes in the lower right corner.
  case bottomRight
  /// Nowhere.
  case none
}

/// What a panel shows: its layers and the settings of its axes.
///
/// A panel and a figure of one panel forward to their content; it is seldom named itself.
public struct PanelContent: Sendable {
  /// The text under the horizontal axis.
  public var xLabel = ""
  /// The text beside the vertical axis.
  public var yLabel = ""
  /// The horizontal range; `nil` fits the data.
  public var xRange: ClosedRange<Double>?
  /// The vertical range; `nil` fits the data.
  public var yRange: ClosedRange<Double>?
  /// Whether the horizontal axis is logarithmic; numbers that are not positive are then left out.
  public var xLogarithmic = false
  /// Whether the vertical axis is logarithmic; numbers that are not positive are then left out.
  public var yLogarithmic = false
  /// Whether one unit is as long on both axes, so that circles are round, in files and in terminals. The axes become
  /// shorter for it; ``Figure/naturalSize`` leaves them as much room as their shape needs. Not on logarithmic axes.
  public var equalAspect = false
  /// Whether the horizontal axis shows moments: seconds since 1970-01-01T00:00:00 UTC, as calendar dates.
  public var xIsTime = false
  /// Where the legend is drawn.
  public var legend = LegendPosition.automatic

  var layers: [Layer] = []
  /// Names of the places 0, 1, 2 … on the axes (of bars, or a table's columns and rows).
  var xNames: [String] = []
  var yNames: [String] = []
  /// How many layers took a colour of their own, so that the next takes another.
  var automaticSeries = 0

  /// An empty panel.
  public init() {}

  /// Histograms let each other through where there are several.
  var histogramAlpha: Double {
    layers.count { if case .histogram = $0 { true } else { false } } > 1 ? 0.6 : 1
  }

  mutating func nextColor() -> (color: PlotColor, index: Int) {
    defer { automaticSeries += 1 }
    return (.series(automaticSeries), automaticSeries)
  }
}

/// Something that can be drawn on: a ``Panel``, or a ``Figure`` of one panel.
public protocol Plot {
  /// What is drawn.
  var content: PanelContent { get set }
}

extension Plot {
  /// The text under the horizontal axis.
  public var xLabel: String {
    get { content.xLabel }
    set { content.xLabel = newValue }
  }

  /// The text beside the vertical axis.
  public var yLabel: String {
    get { content.yLabel }
    set { content.yLabel = newValue }
  }

  /// The horizontal range; `nil` fits the data.
  public var xRange: ClosedRange<Double>? {
    get { content.xRange }
    set { content.xRange = newValue }
  }

  /// The vertical range; `nil` fits the data.
  public var yRange: ClosedRange<Double>? {
    get { content.yRange }
    set { content.yRange = newValue }
  }

  /// Whether the horizontal axis is logarithmic; numbers that are not positive are then left out.
  public var xLogarithmic: Bool {
    get { content.xLogarithmic }
    set { content.xLogarithmic = newValue }
  }

  /// Whether the vertical axis is logarithmic; numbers that are not positive are then left out.
  public var yLogarithmic: Bool {
    get { content.yLogarithmic }
    set { content.yLogarithmic = newValue }
  }

  /// Whether one unit is as long on both axes, so that circles are round, in files and in terminals. The axes become
  /// shorter for it; ``Figure/naturalSize`` leaves them as much room as their shape needs. Not on logarithmic axes.
  public var equalAspect: Bool {
    get { content.equalAspect }
    set { content.equalAspect = newValue }
  }

  /// Whether the horizontal axis shows moments: seconds since 1970-01-01T00:00:00 UTC, as calendar dates.
  public var xIsTime: Bool {
    get { content.xIsTime }
    set { content.xIsTime = newValue }
  }

  /// Where the legend is drawn.
  public var legend: LegendPosition {
    get { content.legend }
    set { content.legend = newValue }
  }
}
