/// What a legend shows beside a name.
enum Swatch: Sendable, Hashable {
  case marker(Marker, size: Double, color: UInt32)
  case line(LineStyle, width: Double, color: UInt32)
  case area(color: UInt32, alpha: Double)
}

/// A panel with everything decided that its content leaves open: ranges, ticks and legend, as files and terminals
/// both need them.
struct PanelView {
  let content: PanelContent
  let theme: Theme
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  /// Names of the places 0, 1, 2 … on the axes of a file, the long ones cut.
  let xNames: [String]
  let yNames: [String]
  let legend: [(label: String, swatch: Swatch)]
  /// The place of each bar series among those of its category.
  let barSeries: Int

  init(_ content: PanelContent, theme: Theme) {
    self.content = content
    self.theme = theme
    barSeries = content.layers.count { if case .bars = $0 { true } else { false } }
    x = Self.range(content, horizontal: true)
    y = Self.range(content, horizontal: false)
    xNames = shortNames(content.xNames)
    yNames = shortNames(content.yNames)
    legend = content.legend == .none ? [] : Self.legend(content, theme: theme)
  }

  /// Planes first, so that points drawn before them stay visible; else the order of drawing.
  var layers: [Layer] {
    content.layers.filter(Self.isPlane) + content.layers.filter { !Self.isPlane($0) }
  }

  /// Whether the first row of a table makes the vertical axis point down.
  var isTable: Bool {
    content.layers.contains { if case .heatMap(let map) = $0 { map.isTable } else { false } }
  }

  /// The colours that the bar beside the axes explains: a heat map's, or those of points.
  var colorScale: ColorScale? {
    let heatMaps = content.layers.compactMap { if case .heatMap(let map) = $0 { map.scale } else { nil } }
    let points = content.layers.compactMap { layer -> ColorScale? in
      guard case .coloredPoints(let points) = layer, case .numbers(_, let scale) = points.meaning else { return nil }
      return scale
    }
    return (points + heatMaps).last
  }

  var hasPlane: Bool { content.layers.contains(where: Self.isPlane) }

  /// How often the vertical range is as long as the horizontal one, where both are to have equal units; `nil`
  /// elsewhere.
  var equalAspectRatio: Double? {
    guard content.equalAspect, !content.xLogarithmic, !content.yLogarithmic else { return nil }
    return (y.upperBound - y.lowerBound) / (x.upperBound - x.lowerBound)
  }

  /// The ticks of the horizontal axis.
  func xTicks(_ room: TickRoom) -> [Tick] {
    content.xIsTime && !content.xLogarithmic
      ? calendarTicks(in: x, room: room)
      : ticks(in: x, logarithmic: content.xLogarithmic, wholeNumbers: isTable, room: room)
  }

  /// The ticks of the vertical axis.
  func yTicks(_ room: TickRoom) -> [Tick] {
    ticks(in: y, logarithmic: content.yLogarithmic, wholeNumbers: isTable, room: room)
  }

  /// The most lines that a name in the legend has.
  var legendLines: Int { legend.map { $0.label.count(where: \.isNewline) + 1 }.max() ?? 1 }

  /// Whether the point can be drawn at all: finite, and positive where an axis is logarithmic.
  func isDrawable(_ x: Double, _ y: Double) -> Bool {
    x.isFinite && y.isFinite && (!content.xLogarithmic || x > 0) && (!content.yLogarithmic || y > 0)
  }

  /// `value` moved into the vertical range, where gnuplot would clip an area badly.
  func clampedY(_ value: Double) -> Double { min(max(value, y.lowerBound), y.upperBound) }

  /// `value` moved into the horizontal range.
  func clampedX(_ value: Double) -> Double { min(max(value, x.lowerBound), x.upperBound) }

  /// The horizontal ends of the bar of series `series` in category `category`.
  func barEnds(series: Int, category: Int) -> (low: Double, high: Double) {
    let width = 0.76 / Double(max(barSeries, 1))
    let low = Double(category) - 0.38 + Double(series) * width
    let gap = barSeries > 1 ? width * 0.06 : 0
    return (low + gap, low + width - gap)
  }

  /// The areas that a bar or histogram layer fills; `series` is the bar layer's place among the bar layers.
  func rectangles(_ layer: Layer, series: Int) -> [(x0: Double, x1: Double, y0: Double, y1: Double)] {
    let base = content.yLogarithmic ? y.lowerBound : 0
    switch layer {
    case .bars(let values, _, _):
      return values.enumerated().compactMap { index, value in
        guard value.isFinite, !content.yLogarithmic || value > 0 else { return nil }
        let ends = barEnds(series: series, category: index)
        return (ends.low, ends.high, clampedY(min(base, value)), clampedY(max(base, value)))
      }
    case .histogram(let edges, let counts, _, _):
      return counts.indices.compactMap { index in
        guard counts[index] > 0, isDrawable(edges[index], 1), isDrawable(edges[index + 1], 1) else { return nil }
        return (
          clampedX(edges[index]), clampedX(edges[index + 1]), clampedY(base), clampedY(Double(counts[index]))
        )
      }
    default:
      return []
    }
  }

  private static func isPlane(_ layer: Layer) -> Bool {
    switch layer {
    case .heatMap, .regions: true
    default: false
    }
  }

  private static func range(_ content: PanelContent, horizontal: Bool) -> ClosedRange<Double> {
    let logarithmic = horizontal ? content.xLogarithmic : content.yLogarithmic
    if let range = horizontal ? content.xRange : content.yRange {
      if logarithmic, range.lowerBound <= 0 {
        fatalError("a logarithmic axis cannot show the range \(range); both ends must be positive")
      }
      return logarithmic
        ? Extent([range.lowerBound, range.upperBound]).padded(by: 0, logarithmic: true) : usable(range)
    }
    var extent = Extent()
    var plane = Extent()
    var pinned: Double?
    var isOnlyLines = true
    func add(_ values: some Sequence<Double>) {
      for value in values where !logarithmic || value > 0 { extent.add(value) }
    }
    for layer in content.layers {
      switch layer {
      case .points(let x, let y, _, _, _, _):
        isOnlyLines = false
        add(horizontal ? x : y)
      case .coloredPoints(let points):
        isOnlyLines = false
        add(horizontal ? points.x : points.y)
      case .line(let x, let y, _, _, _, _):
        add(horizontal ? x : y)
      case .region(let x, let lower, let upper, _, _):
        add(horizontal ? x : lower + upper)
      case .bars(let values, _, _):
        isOnlyLines = false
        if horizontal {
          add([-0.5, Double(values.count) - 0.5])
        } else {
          add(values + [0])
          pinned = 0
        }
      case .histogram(let edges, let counts, _, _):
        add(horizontal ? edges : counts.map { Double($0) } + (counts.isEmpty ? [] : [0]))
        if !horizontal { pinned = 0 }
      case .heatMap(let map):
        let range = horizontal ? map.x : map.y
        [range.lowerBound, range.upperBound].forEach { plane.add($0) }
      case .regions(let regions):
        let range = horizontal ? regions.x : regions.y
        [range.lowerBound, range.upperBound].forEach { plane.add($0) }
      }
    }
    // A plane ends where its axes end; without one, marks keep off the axes.
    if !plane.isEmpty, !logarithmic { return plane.limits }
    if !plane.isEmpty { add([plane.low, plane.high]) }
    let hasBars = content.layers.contains { if case .bars = $0 { true } else { false } }
    let fraction = horizontal && hasBars ? 0 : horizontal && isOnlyLines ? 0.02 : 0.06
    return extent.padded(by: fraction, logarithmic: logarithmic, pinned: pinned)
  }

  private static func legend(_ content: PanelContent, theme: Theme) -> [(label: String, swatch: Swatch)] {
    content.layers.flatMap { layer -> [(label: String, swatch: Swatch)] in
      switch layer {
      case .points(_, _, let color, let marker, let size, let label):
        [(label, .marker(marker, size: size, color: color.resolved(in: theme)))]
      case .coloredPoints(let points):
        points.classNames.map {
          ($0.name, .marker(.series($0.index), size: points.size, color: theme.color($0.index)))
        }
      case .line(_, _, let color, let style, let width, let label):
        [(label, .line(style, width: width, color: color.resolved(in: theme)))]
      case .region(_, _, _, let color, let label):
        [(label, .area(color: color.resolved(in: theme), alpha: 0.25))]
      case .bars(_, let color, let label):
        [(label, .area(color: color.resolved(in: theme), alpha: 1))]
      case .histogram(_, _, let color, let label):
        [(label, .area(color: color.resolved(in: theme), alpha: content.histogramAlpha))]
      case .regions(let regions):
        regions.names.enumerated().map {
          ($1, .area(color: mix(theme.background, theme.color($0), 0.35), alpha: 1))
        }
      case .heatMap:
        []
      }
    }.filter { !$0.label.isEmpty }
  }
}
