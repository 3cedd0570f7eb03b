/// Room around a panel's axes for its texts, estimated in points.
///
/// gnuplot fits margins to the texts, better than an estimate does. But when nothing is left for the axes it draws
/// neither them nor the title, so a panel whose texts need too much room gets margins by the estimate, cut short.
struct Margins {
  private var left = 20.0
  private var right = 16.0
  private var top = 16.0
  private var bottom = 14.0
  private let size: Figure.Size
  private var legendHeight = 0.0
  /// How far the text aslant under the first name reaches to the left of the axes.
  private var overhang = 0.0
  /// Whether the legend, wanted beside or inside the axes, is too wide for that.
  private(set) var legendIsTooWide = false
  /// Whether the names under the axis stand aslant, being too long to stand beside each other.
  private(set) var isRotated = false

  init(title: String, view: PanelView, size: Figure.Size) {
    self.size = size
    let content = view.content
    func lines(_ text: String) -> Double { text.isEmpty ? 0 : Double(text.count(where: \.isNewline) + 1) }
    top += lines(title) * 19
    left += lines(content.yLabel) * 16
    left += view.yNames.isEmpty ? 34 : Self.width(view.yNames)
    bottom += lines(content.xLabel) * 16
    if let scale = view.colorScale, scale.isShown { right += 60 + lines(scale.label) * 16 }
    addLegend(view)
    isRotated = Self.isRotated(view.xNames, width: size.width - left - right)
    bottom += isRotated ? Self.width(view.xNames) * 0.6 : 16
    if isRotated {
      let step = (size.width - left - right) / Double(view.xNames.count)
      overhang = view.xNames.enumerated().map { Self.width([$1]) * 0.9 - (Double($0) + 0.5) * step }.max() ?? 0
    }
  }

  private mutating func addLegend(_ view: PanelView) {
    let content = view.content
    let entry = Self.width(view.legend.map(\.label)) + 48
    if view.legend.isEmpty { return }
    let row = 17.0 * Double(view.legendLines)
    legendIsTooWide = entry > size.width * (content.legend == .right ? 0.5 : 0.75)
    switch legendIsTooWide ? .below : content.legend {
    case .right:
      let perColumn = max((size.height * 0.6 / row).rounded(.down), 1)
      right += entry * (Double(view.legend.count) / perColumn).rounded(.up)
    case .automatic, .below:
      let perRow = max((size.width * 0.8 / entry).rounded(.down), 1)
      legendHeight = (Double(view.legend.count) / perRow).rounded(.up) * row
      bottom += legendHeight
    case .topLeft, .topRight, .bottomLeft, .bottomRight, .none:
      break
    }
  }

  /// Whether the texts need so much room that gnuplot would give up.
  var isCrowded: Bool { left + right > size.width * 0.62 || top + bottom > size.height * 0.62 }

  /// The size of what is left for the axes.
  var axes: Figure.Size {
    Figure.Size(
      width: max(size.width - max(left, overhang) - right, 72), height: max(size.height - top - bottom, 72))
  }

  /// Where the title and the text under the axis stand in a crowded panel, where gnuplot would leave them out.
  func places(in frame: Frame) -> (title: String, xLabel: String) {
    let middle = "screen \(frame.x + frame.width / 2)"
    let title = 1 - min(14 / size.height, 0.1)
    let xLabel = min((legendHeight + 12) / size.height, 0.3)
    return (
      "\(middle), screen \(frame.y + frame.height * title) center",
      "\(middle), screen \(frame.y + frame.height * xLabel) center"
    )
  }

  /// The commands that set the margins of a panel.
  func commands(in frame: Frame) -> [String] {
    let automatic = ["lmargin", "rmargin", "tmargin", "bmargin"].map { "set \($0)" }
    func share(_ points: Double, of whole: Double, atMost limit: Double) -> Double { min(points / whole, limit) }
    let (width, height) = (size.width, size.height)
    if !isCrowded {
      // gnuplot leaves no room on the left for texts aslant.
      guard overhang > left else { return automatic }
      return automatic + ["set lmargin at screen \(frame.x + frame.width * share(overhang, of: width, atMost: 0.6))"]
    }
    return [
      "set lmargin at screen \(frame.x + frame.width * share(left, of: width, atMost: 0.4))",
      "set rmargin at screen \(frame.x + frame.width * (1 - share(right, of: width, atMost: 0.35)))",
      "set tmargin at screen \(frame.y + frame.height * (1 - share(top, of: height, atMost: 0.25)))",
      "set bmargin at screen \(frame.y + frame.height * share(bottom, of: height, atMost: 0.45))",
    ]
  }

  /// Whether names under an axis of this width are too long to stand beside each other.
  static func isRotated(_ names: [String], width: Double) -> Bool {
    guard !names.isEmpty else { return false }
    return Self.width(names) > width / Double(names.count)
  }

  /// The width of the longest text.
  private static func width(_ texts: [String]) -> Double {
    6 * Double(texts.flatMap { $0.split(whereSeparator: \.isNewline) }.map { displayWidth(String($0)) }.max() ?? 0)
  }
}
