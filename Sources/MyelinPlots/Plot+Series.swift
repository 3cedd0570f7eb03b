// Points, lines, areas, bars and histograms. Sequences of any floating-point type are taken, so that both a network's
// Float and an analysis's Double come in without conversion at the caller.

extension Plot {
  /// Draws points in one colour; many are drawn smaller and let each other through.
  ///
  /// - Parameters:
  ///   - x: Their horizontal places.
  ///   - y: Their vertical places, as many; points that are not finite are left out.
  ///   - label: Their name in the legend; none when empty.
  ///   - color: Their colour; `nil` takes the theme's next.
  ///   - marker: Their shape; `nil` takes one that goes with the colour.
  ///   - size: A factor for their size.
  public mutating func points<X: Sequence, Y: Sequence>(
    x: X, y: Y, label: String = "", color: PlotColor? = nil, marker: Marker? = nil, size: Double = 1
  ) where X.Element: BinaryFloatingPoint, Y.Element: BinaryFloatingPoint {
    let (xs, ys) = matched(x, y, "points")
    let next = color.map { ($0, 0) } ?? content.nextColor()
    content.layers.append(
      .points(x: xs, y: ys, color: next.0, marker: marker ?? .series(next.1), size: size, label: label))
  }

  /// Draws a line through points in their order; it breaks where a number is not finite.
  ///
  /// - Parameters:
  ///   - x: The points' horizontal places.
  ///   - y: Their vertical places, as many.
  ///   - label: The line's name in the legend; none when empty.
  ///   - color: Its colour; `nil` takes the theme's next.
  ///   - style: Solid, dashed or dotted; `nil` is solid, and another where the theme's colours begin again.
  ///   - width: Its width in points.
  public mutating func line<X: Sequence, Y: Sequence>(
    x: X, y: Y, label: String = "", color: PlotColor? = nil, style: LineStyle? = nil, width: Double = 2
  ) where X.Element: BinaryFloatingPoint, Y.Element: BinaryFloatingPoint {
    let (xs, ys) = matched(x, y, "line")
    let next = color.map { ($0, 0) } ?? content.nextColor()
    content.layers.append(
      .line(x: xs, y: ys, color: next.0, style: style ?? .series(next.1), width: width, label: label))
  }

  /// Draws a line through numbers one after another, the first at 1, such as losses by epoch.
  ///
  /// - Parameters:
  ///   - values: The numbers; the line breaks at one that is not finite.
  ///   - label: The line's name in the legend; none when empty.
  ///   - color: Its colour; `nil` takes the theme's next.
  ///   - style: Solid, dashed or dotted; `nil` is solid, and another where the theme's colours begin again.
  ///   - width: Its width in points.
  public mutating func line<Y: Sequence>(
    _ values: Y, label: String = "", color: PlotColor? = nil, style: LineStyle? = nil, width: Double = 2
  ) where Y.Element: BinaryFloatingPoint {
    let ys = values.map { Double($0) }
    line(x: ys.indices.map { Double($0 + 1) }, y: ys, label: label, color: color, style: style, width: width)
  }

  /// Fills the area between two lines, such as a spread about a mean.
  ///
  /// - Parameters:
  ///   - x: The horizontal places.
  ///   - lower: The lower line, as many numbers.
  ///   - upper: The upper line, as many numbers.
  ///   - label: The area's name in the legend; none when empty.
  ///   - color: Its colour; `nil` takes the theme's next.
  public mutating func filledRegion<X: Sequence, Lower: Sequence, Upper: Sequence>(
    x: X, lower: Lower, upper: Upper, label: String = "", color: PlotColor? = nil
  )
  where
    X.Element: BinaryFloatingPoint, Lower.Element: BinaryFloatingPoint, Upper.Element: BinaryFloatingPoint
  {
    let (xs, lowers) = matched(x, lower, "filledRegion")
    let uppers = upper.map { Extent.bounded(Double($0)) }
    guard uppers.count == xs.count else {
      fatalError("filledRegion: \(xs.count) numbers in x but \(uppers.count) in upper")
    }
    let color = color ?? content.nextColor().color
    content.layers.append(.region(x: xs, lower: lowers, upper: uppers, color: color, label: label))
  }

  /// Draws one bar for each name. Called again with the same names it groups the new series beside the former.
  ///
  /// - Parameters:
  ///   - names: The names under the bars. One of more than 24 columns of a terminal is cut with an ellipsis; an SVG
  ///     shows it whole under the pointer.
  ///   - values: The bars' heights, as many; one that is not finite is left out.
  ///   - label: The series' name in the legend; none when empty.
  ///   - color: Its colour; `nil` takes the theme's next.
  public mutating func bars<Values: Sequence>(
    names: [String], values: Values, label: String = "", color: PlotColor? = nil
  ) where Values.Element: BinaryFloatingPoint {
    let values = values.map { Double($0) }
    guard names.count == values.count else {
      fatalError("bars: \(names.count) names but \(values.count) values")
    }
    let hasBars = content.layers.contains { if case .bars = $0 { true } else { false } }
    guard !hasBars || content.xNames == names else {
      fatalError("bars: every series of a panel must have the same names")
    }
    content.xNames = names
    let color = color ?? content.nextColor().color
    content.layers.append(.bars(values: values, color: color, label: label))
  }

  /// Draws how often numbers fall into intervals of equal width.
  ///
  /// - Parameters:
  ///   - values: The numbers; those that are not finite are left out.
  ///   - bins: How many intervals; `nil` chooses by the rule of Freedman and Diaconis, or Sturges's where that fails.
  ///   - label: The name in the legend; none when empty.
  ///   - color: The colour; `nil` takes the theme's next.
  public mutating func histogram<Values: Sequence>(
    values: Values, bins: Int? = nil, label: String = "", color: PlotColor? = nil
  ) where Values.Element: BinaryFloatingPoint {
    if let bins, bins < 1 { fatalError("histogram: \(bins) bins; at least 1 is needed") }
    let counted = Histogram(values.map { Double($0) }, bins: bins)
    let color = color ?? content.nextColor().color
    content.layers.append(.histogram(edges: counted.edges, counts: counted.counts, color: color, label: label))
  }

  /// Draws counts that are already known.
  ///
  /// - Parameters:
  ///   - edges: The ends of the intervals in ascending order, one more than counts.
  ///   - counts: How many numbers fall into each interval.
  ///   - label: The name in the legend; none when empty.
  ///   - color: The colour; `nil` takes the theme's next.
  public mutating func histogram(edges: [Double], counts: [Int], label: String = "", color: PlotColor? = nil) {
    guard edges.count == counts.count + 1 || edges.isEmpty && counts.isEmpty else {
      fatalError("histogram: \(edges.count) edges for \(counts.count) counts; one more edge than counts is needed")
    }
    let color = color ?? content.nextColor().color
    content.layers.append(
      .histogram(edges: edges.map(Extent.bounded), counts: counts, color: color, label: label))
  }

  func matched<X: Sequence, Y: Sequence>(_ x: X, _ y: Y, _ what: String) -> ([Double], [Double])
  where X.Element: BinaryFloatingPoint, Y.Element: BinaryFloatingPoint {
    let xs = x.map { Extent.bounded(Double($0)) }
    let ys = y.map { Extent.bounded(Double($0)) }
    guard xs.count == ys.count else {
      fatalError("\(what): \(xs.count) numbers for the horizontal axis but \(ys.count) for the vertical one")
    }
    return (xs, ys)
  }
}
