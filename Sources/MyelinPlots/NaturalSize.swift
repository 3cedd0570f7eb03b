extension Figure {
  /// The size that gives every panel room enough: for its names and its cells too, within reason.
  public var naturalSize: Size {
    let isSingle = panels.count == 1
    let smallest = isSingle ? Size(width: 460, height: 340) : Size(width: 330, height: 270)
    let sizes = panels.map { $0.naturalSize(title: isSingle ? title : "", atLeast: smallest) }
    let width = sizes.map(\.width).max() ?? smallest.width
    let height = sizes.map(\.height).max() ?? smallest.height
    let heading = isSingle || title.isEmpty ? 0 : 30 + 24 * Double(title.count(where: \.isNewline))
    return Size(
      width: min(max(width * Double(columns), isSingle ? 0 : min(textWidth(title) + 40, 1600)), 7200),
      height: min(height * Double(rows) + heading, 7200))
  }
}

extension Panel {
  /// The size in which the title, the names along the axes and the cells don't run into each other.
  fileprivate func naturalSize(title figureTitle: String, atLeast smallest: Figure.Size) -> Figure.Size {
    let beside = max(textWidth(figureTitle), textWidth(title), textWidth(content.xLabel)) + 60
    // A text in the legend stands beside its sample.
    let view = PanelView(content, theme: .light)
    let legend = view.legend.map { textWidth($0.label) + 80 }.max() ?? 0
    var width = max(smallest.width, min(max(beside, legend), 1200))
    let furtherLines = (figureTitle + title + content.xLabel).count(where: \.isNewline) + view.legendLines - 1
    var height = smallest.height
    if let ratio = view.equalAspectRatio {
      // About as much room as the axes fill: a square has as much height as width.
      let room = width - (view.colorScale?.isShown == true ? 160 : 90)
      height = min(max(room * ratio, 160), room) + (view.legend.isEmpty ? 85 : 105)
    }
    height += 18 * Double(furtherLines)
    height = max(height, min(textWidth(content.yLabel) + 160, 900))
    let (xNames, yNames) = (view.xNames, view.yNames)
    if !yNames.isEmpty { height = max(height, Double(yNames.count) * 22 + 150) }
    if !xNames.isEmpty {
      let names = (yNames.map(textWidth).max() ?? 40) + 120
      // A few cells of a table are still large enough to be a picture.
      let least = view.isTable ? 240.0 : 0
      width = max(width, min(max(Double(xNames.count) * cellWidth(isTable: view.isTable), least) + names, 3600))
      // Names that stand aslant reach down.
      if Margins.isRotated(xNames, width: width - names) {
        height += min((xNames.map(textWidth).max() ?? 0) * 0.6, 300)
      }
    }
    return Figure.Size(width: width, height: min(height, 3600))
  }

  /// The width that the texts in the cells of a table need; without such, that a name aslant needs, as a row needs
  /// height.
  private func cellWidth(isTable: Bool) -> Double {
    var texts: [String] = []
    for case .heatMap(let map) in content.layers where map.annotate {
      texts += map.rows.joined().filter(\.isFinite).map { cellText($0) }
    }
    return max(isTable && texts.isEmpty ? 22 : 34, (texts.map(textWidth).max() ?? 0) + 14)
  }
}

/// The width of a text of ordinary size in points, estimated by its longest line.
private func textWidth(_ text: String) -> Double {
  7 * Double(text.split(whereSeparator: \.isNewline).map { displayWidth(String($0)) }.max() ?? 0)
}
