// Points whose colours tell their class or a number.

extension Plot {
  /// Draws points coloured and shaped by class.
  ///
  /// The points are drawn in a mixed order, the same in every run, so that no class hides another. Many points let each
  /// other through: up to 100 are opaque, up to 400 are at 80 %, up to 3000 at 60 %, more at 50 %. Beyond 400 they are
  /// smaller too, and again beyond 3000.
  ///
  /// - Parameters:
  ///   - x: Their horizontal places.
  ///   - y: Their vertical places, as many; points that are not finite are left out.
  ///   - classes: The class of each point, 0, 1, 2 …; class k has the theme's colour k in every layer.
  ///   - names: The classes' names in the legend; a class without a name is called by its number.
  ///   - size: A factor for their size.
  public mutating func points<X: Sequence, Y: Sequence, Classes: Sequence>(
    x: X, y: Y, classes: Classes, names: [String] = [], size: Double = 1
  ) where X.Element: BinaryFloatingPoint, Y.Element: BinaryFloatingPoint, Classes.Element: BinaryInteger {
    let (xs, ys) = matched(x, y, "points")
    let classes = classes.map { Int($0) }
    guard classes.count == xs.count else {
      fatalError("points: \(xs.count) points but \(classes.count) classes")
    }
    guard classes.allSatisfy({ $0 >= 0 }) else { fatalError("points: a class is negative") }
    content.layers.append(
      .coloredPoints(ColoredPoints(x: xs, y: ys, meaning: .classes(classes, names: names), size: size)))
    content.automaticSeries = max(content.automaticSeries, (classes.max() ?? -1) + 1)
  }

  /// Draws points whose colours tell a number, with a bar that explains the colours.
  ///
  /// Order, size and opacity are those of ``points(x:y:classes:names:size:)``.
  ///
  /// - Parameters:
  ///   - x: Their horizontal places.
  ///   - y: Their vertical places, as many.
  ///   - values: The number of each point; points of which anything is not finite are left out.
  ///   - label: The text beside the colour bar; none when empty.
  ///   - colorMap: The colours.
  ///   - limits: The numbers at both ends of the colours; `nil` takes the smallest and largest.
  ///   - colorBar: Whether there is a bar. Where the panel has a heat map too, the bar is the heat map's.
  ///   - size: A factor for their size.
  public mutating func points<X: Sequence, Y: Sequence, Values: Sequence>(
    x: X, y: Y, values: Values, label: String = "", colorMap: ColorMap = .orangeGrayBlue,
    limits: ClosedRange<Double>? = nil, colorBar: Bool = true, size: Double = 1
  ) where X.Element: BinaryFloatingPoint, Y.Element: BinaryFloatingPoint, Values.Element: BinaryFloatingPoint {
    let (xs, ys) = matched(x, y, "points")
    let values = values.map { Extent.bounded(Double($0)) }
    guard values.count == xs.count else { fatalError("points: \(xs.count) points but \(values.count) values") }
    let scale = ColorScale(
      colorMap: colorMap, limits: limits.map(usable) ?? Extent(values).limits, label: label, isShown: colorBar)
    content.layers.append(
      .coloredPoints(ColoredPoints(x: xs, y: ys, meaning: .numbers(values, scale), size: size)))
  }
}
