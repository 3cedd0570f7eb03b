/// The part of a script that draws one panel.
struct PanelScript {
  let panel: Panel
  let view: PanelView
  let frame: Frame
  /// The panel's size in points.
  let points: Figure.Size
  let font: (_ size: Int, _ bold: Bool) -> String
  let format: FigureFormat

  private var content: PanelContent { view.content }
  private var theme: Theme { view.theme }

  /// Writes the panel's settings, data and plot command.
  func write(to script: inout Script) {
    let ratio = view.equalAspectRatio == nil ? "noratio" : "ratio -1"
    script.line("set origin \(frame.x),\(frame.y)")
    script.line("set size \(ratio) \(frame.width),\(frame.height)")
    let margins = Margins(title: panel.title, view: view, size: points)
    let color = "textcolor rgb \(hex(theme.text))"
    let title = quoted(panel.title)
    let xLabel = quoted(content.xLabel)
    if margins.isCrowded {
      let places = margins.places(in: frame)
      script.line("unset title")
      script.line("unset xlabel")
      script.line("set label \(title) at \(places.title) font \(font(13, true)) \(color)")
      script.line("set label \(xLabel) at \(places.xLabel) \(color)")
    } else {
      script.line("set title \(title) font \(font(13, true)) \(color) offset 0,-0.3")
      script.line("set xlabel \(xLabel) offset 0,0.65 \(color)")
    }
    script.line("set ylabel \(quoted(content.yLabel)) \(color)")
    margins.commands(in: frame).forEach { script.line($0) }
    writeAxes(margins, to: &script)
    writeKey(isTooWide: margins.legendIsTooWide, to: &script)
    writeColors(height: margins.axes.height, to: &script)
    var clauses: [String] = []
    var bars = 0
    let layers = LayerScript(view: view, cellFont: cellFont, format: format)
    for layer in view.layers {
      clauses += layers.clauses(layer, bars: &bars, script: &script)
    }
    clauses += view.legend.map { "keyentry \(sample($0.swatch)) title \(quoted($0.label))" }
    // Something must be plotted for the axes to appear: a dot in the background's colour in the corner.
    let corner = script.data(["\(number(view.x.lowerBound)) \(number(view.y.lowerBound))"])
    clauses.append("\(corner) using 1:2 with dots lc rgb \(hex(theme.background)) notitle")
    if view.colorScale?.isShown == true {
      // gnuplot draws the bar only where something takes its colours, which points have by themselves.
      clauses.append("\(script.data(["NaN NaN 0"])) using 1:2:3 with dots lc palette notitle")
    }
    script.line("plot \(clauses.joined(separator: ", "))")
    script.line("unset label")
  }

  private func writeAxes(_ margins: Margins, to script: inout Script) {
    let size = margins.axes
    let y = view.y
    script.line("set xrange [\(number(view.x.lowerBound)):\(number(view.x.upperBound))]")
    script.line(
      view.isTable
        ? "set yrange [\(number(y.upperBound)):\(number(y.lowerBound))]"
        : "set yrange [\(number(y.lowerBound)):\(number(y.upperBound))]")
    script.line("unset logscale")
    if content.xLogarithmic { script.line("set logscale x") }
    if content.yLogarithmic { script.line("set logscale y") }
    let axis = "lc rgb \(hex(theme.axis)) lw 1"
    script.line(view.isTable ? "unset border" : "set border 3 \(axis)")
    script.line(
      view.hasPlane ? "unset grid" : "set grid xtics ytics lt 1 lc rgb \(hex(theme.grid)) lw 1")
    let hasBars = view.barSeries > 0
    if hasBars { script.line("set grid noxtics") }
    script.line(hasBars && y.lowerBound < 0 ? "set xzeroaxis lt 1 \(axis)" : "unset xzeroaxis")
    let tics = "nomirror out textcolor rgb \(hex(theme.secondaryText))"
    script.line("set xtics norotate \(tics) scale \(view.isTable || hasBars ? "0" : "0.5") offset 0,0.2")
    script.line("set ytics norotate \(tics) scale \(view.isTable ? "0" : "0.5") offset 0.4,0")
    // With equal units the axes are drawn shorter than there is room.
    let ratio = view.equalAspectRatio
    let width = ratio.map { min(size.width, size.height / $0) } ?? size.width
    let height = ratio.map { min(size.height, size.width * $0) } ?? size.height
    let xTicks = view.xTicks(.points(width, isHorizontal: true))
    writeTicks("x", xTicks, names: content.xNames, short: view.xNames, to: &script)
    if margins.isRotated { script.line("set xtics rotate by 35 right offset 0,0") }
    writeTicks(
      "y", view.yTicks(.points(height, isHorizontal: false)), names: content.yNames, short: view.yNames, to: &script)
  }

  private func writeTicks(
    _ axis: String, _ ticks: [Tick], names: [String] = [], short: [String] = [], to script: inout Script
  ) {
    if names.isEmpty {
      let ticks = ticks.map { "\(quotedTick($0.text)) \($0.number)" }
      script.line("set \(axis)tics (\(ticks.joined(separator: ", ")))")
    } else {
      // gnuplot cuts a tick's text with a percent sign after 63 bytes; such a one is drawn as a label.
      let isCut = { (name: String) in name.utf8.count > 60 && name.contains("%") }
      let texts = zip(names, short).map { name, short in
        // Only an SVG has a place for the whole name.
        name == short || format != .svg ? short : short + script.note(name)
      }
      let ticks = texts.enumerated().map { "\(isCut($1) ? "\"\"" : quotedTick($1)) \($0)" }
      script.line("set \(axis)tics (\(ticks.joined(separator: ", ")))")
      for (index, name) in texts.enumerated() where isCut(name) {
        let place =
          axis == "x" ? "first \(index), graph 0 center offset 0,-1" : "graph 0, first \(index) right offset -1,0"
        script.line("set label \(quoted(name)) at \(place) textcolor rgb \(hex(theme.secondaryText))")
      }
    }
  }

  private func writeKey(isTooWide: Bool, to script: inout Script) {
    guard !view.legend.isEmpty else {
      script.line("unset key")
      return
    }
    let place =
      switch isTooWide ? .below : content.legend {
      case .automatic, .below, .none: "outside bottom center horizontal height 0.6"  // clear of the x label
      case .right: "outside right top vertical"
      case .topLeft: "inside left top vertical opaque fillcolor rgb \(hex(theme.background))"
      case .topRight: "inside right top vertical opaque fillcolor rgb \(hex(theme.background))"
      case .bottomLeft: "inside left bottom vertical opaque fillcolor rgb \(hex(theme.background))"
      case .bottomRight: "inside right bottom vertical opaque fillcolor rgb \(hex(theme.background))"
      }
    let extra = view.legend.map { displayWidth($0.label) - $0.label.count }.max() ?? 0
    // For SVG gnuplot takes a Korean character to be no wider than a Latin one.
    let width = format == .svg ? extra * 2 / 3 : 0
    let spacing = 1.25 * Double(view.legendLines)
    script.line(
      "set key on \(place) Left reverse samplen 1.6 spacing \(spacing) width \(width) "
        + "textcolor rgb \(hex(theme.secondaryText)) nobox")
  }

  private func writeColors(height: Double, to script: inout Script) {
    guard let scale = view.colorScale else {
      script.line("unset colorbox")
      return
    }
    let stops = scale.colorMap.stops.enumerated().map { "\($0) \(hex($1))" }
    script.line("set palette defined (\(stops.joined(separator: ", ")))")
    script.line("set cbrange [\(number(scale.limits.lowerBound)):\(number(scale.limits.upperBound))]")
    guard scale.isShown else {
      script.line("unset colorbox")
      return
    }
    script.line("set colorbox noborder")
    script.line("set cblabel \(quoted(scale.label)) offset 0.8,0 textcolor rgb \(hex(theme.text))")
    script.line("set cbtics scale 0 textcolor rgb \(hex(theme.secondaryText))")
    writeTicks(
      "cb", ticks(in: scale.limits, logarithmic: false, room: .points(height, isHorizontal: false)), to: &script)
  }

  private var cellFont: String { font(11, false) }

  private func sample(_ swatch: Swatch) -> String {
    switch swatch {
    case .marker(let marker, let size, let color):
      LayerScript.points(marker, size: size * 0.75, color: hex(color), format: format)
    case .line(let style, let width, let color):
      LayerScript.lines(style, width: width, color: color)
    case .area(let color, let alpha):
      "with boxes fs solid noborder lc rgb \(hex(color, alpha: alpha))"
    }
  }
}
