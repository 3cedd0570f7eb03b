extension Figure {
  /// The size that gives every panel room enough: for its names and its cells too, within reason.
  public var naturalSize: Size {
    let isSingle = panels.count == 1
    let smallest = isSingle ? Size(width: 460, height: 340) : Size(width: 330, height: 270)
    let sizes = panels.map { $0.naturalSize(title: isSingle ? title : "", atLeast: smallest) }
    let width = sizes.map(\.width).max() ?? smallest.width
    let height = sizes.map(\.height).max() ?? smallest.height
    let heading = isSingle || title.isEmpty ? 0.0 : 30
    return Size(
      width: min(max(width * Double(columns), isSingle ? 0 : min(textWidth(title) + 40, 1600)), 7200),
      height: min(height * Double(rows) + heading, 7200))
  }
}

extension Panel {
  /// The size in which the title, the names along the axes and the cells don't run into each other.
  fileprivate func naturalSize(title figureTitle: String, atLeast smallest: Figure.Size) -> Figure.Size {
    let titles = (figureTitle + "\n" + title).split(whereSeparator: \.isNewline).map { textWidth(String($0)) }
    var width = max(smallest.width, min((titles.max() ?? 0) + 60, 1200))
    var height = smallest.height
    let (xNames, yNames) = (content.xNames, content.yNames)
    if !yNames.isEmpty { height = max(height, Double(yNames.count) * 22 + 150) }
    if !xNames.isEmpty {
      let beside = (yNames.map(textWidth).max() ?? 40) + 120
      width = max(width, min(Double(xNames.count) * cellWidth + beside, 3600))
      // Names that stand aslant reach down.
      if Margins.isRotated(xNames, width: width) { height += min((xNames.map(textWidth).max() ?? 0) * 0.6, 300) }
    }
    return Figure.Size(width: width, height: min(height, 3600))
  }

  /// The width that the texts in the cells of a table need.
  private var cellWidth: Double {
    var texts: [String] = []
    for case .heatMap(let map) in content.layers where map.annotate {
      texts += map.rows.joined().filter(\.isFinite).map { cellText($0) }
    }
    return max(34, (texts.map(textWidth).max() ?? 0) + 14)
  }
}

/// The width of a text of ordinary size in points, estimated.
private func textWidth(_ text: String) -> Double { 7 * Double(displayWidth(text)) }
