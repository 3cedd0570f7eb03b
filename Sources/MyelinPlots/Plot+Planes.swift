// What fills the whole plane: heat maps and decision regions.

extension Plot {
  /// Draws a table of numbers as colours, the first row at the top.
  ///
  /// - Parameters:
  ///   - values: Rows of equally many numbers; a cell that is not finite stays empty.
  ///   - rowNames: Names beside the rows; their numbers when empty. One of more than 24 columns of a terminal is cut
  ///     with an ellipsis; an SVG shows it whole under the pointer.
  ///   - columnNames: Names under the columns, likewise; their numbers when empty.
  ///   - colorMap: The colours.
  ///   - limits: The numbers at both ends of the colours; `nil` takes the smallest and largest.
  ///   - colorBar: Whether a bar beside the table explains the colours.
  ///   - annotate: Whether each cell shows its number, as in a confusion matrix.
  public mutating func heatMap<Row: Sequence>(
    values: [Row], rowNames: [String] = [], columnNames: [String] = [], colorMap: ColorMap = .viridis,
    limits: ClosedRange<Double>? = nil, colorBar: Bool = true, annotate: Bool = false
  ) where Row.Element: BinaryFloatingPoint {
    let rows = Self.table(values)
    let columns = rows.first?.count ?? 0
    guard rowNames.isEmpty || rowNames.count == rows.count else {
      fatalError("heatMap: \(rows.count) rows but \(rowNames.count) names")
    }
    guard columnNames.isEmpty || columnNames.count == columns else {
      fatalError("heatMap: \(columns) columns but \(columnNames.count) names")
    }
    content.xNames = columnNames
    content.yNames = rowNames
    content.layers.append(
      .heatMap(
        HeatMap(
          rows: rows, columns: columns, x: -0.5...(Double(max(columns, 1)) - 0.5),
          y: -0.5...(Double(max(rows.count, 1)) - 0.5), isTable: true, colorMap: colorMap,
          limits: limits.map(usable) ?? Extent(rows.joined()).limits, colorBar: colorBar, annotate: annotate)))
  }

  /// Draws a function of the plane as colours.
  ///
  /// - Parameters:
  ///   - x: The horizontal range that the cells fill.
  ///   - y: The vertical range that the cells fill.
  ///   - values: Rows of equally many numbers, the first at the bottom; one that is not finite stays empty.
  ///   - colorMap: The colours.
  ///   - limits: The numbers at both ends of the colours; `nil` takes the smallest and largest.
  ///   - colorBar: Whether a bar beside the plane explains the colours.
  public mutating func heatMap<Row: Sequence>(
    x: ClosedRange<Double>, y: ClosedRange<Double>, values: [Row], colorMap: ColorMap = .viridis,
    limits: ClosedRange<Double>? = nil, colorBar: Bool = true
  ) where Row.Element: BinaryFloatingPoint {
    let rows = Self.table(values)
    content.layers.append(
      .heatMap(
        HeatMap(
          rows: rows, columns: rows.first?.count ?? 0, x: usable(x), y: usable(y), isTable: false,
          colorMap: colorMap, limits: limits.map(usable) ?? Extent(rows.joined()).limits, colorBar: colorBar,
          annotate: false)))
  }

  /// Colours the plane by the class that a function gives to each place.
  ///
  /// - Parameters:
  ///   - x: The horizontal range.
  ///   - y: The vertical range.
  ///   - resolution: How many places are asked along each axis.
  ///   - names: The classes' names in the legend; none when empty, as when points of the classes explain the colours.
  ///   - classIndex: The class 0, 1, 2 … of the place (x, y); a negative number leaves it without colour.
  public mutating func decisionRegions(
    x: ClosedRange<Double>, y: ClosedRange<Double>, resolution: Int = 160, names: [String] = [],
    classIndex: (_ x: Double, _ y: Double) throws -> Int
  ) rethrows {
    try decisionRegions(x: x, y: y, resolution: resolution, names: names) { places in
      try places.map { try classIndex($0.x, $0.y) }
    }
  }

  /// Colours the plane by the classes that a function gives to all places at once, as a network does with a batch.
  ///
  /// - Parameters:
  ///   - x: The horizontal range.
  ///   - y: The vertical range.
  ///   - resolution: How many places are asked along each axis.
  ///   - names: The classes' names in the legend; none when empty.
  ///   - classIndices: The class 0, 1, 2 … of each place in order; a negative number leaves it without colour.
  public mutating func decisionRegions(
    x: ClosedRange<Double>, y: ClosedRange<Double>, resolution: Int = 160, names: [String] = [],
    classIndices: (_ places: [(x: Double, y: Double)]) throws -> [Int]
  ) rethrows {
    guard resolution >= 2 else { fatalError("decisionRegions: resolution \(resolution); at least 2 is needed") }
    let x = usable(x)
    let y = usable(y)
    var places: [(x: Double, y: Double)] = []
    places.reserveCapacity(resolution * resolution)
    for row in 0..<resolution {
      for column in 0..<resolution {
        // The centres of the cells, so that the coloured cells fill the range exactly.
        places.append(
          (
            x.lowerBound + (Double(column) + 0.5) / Double(resolution) * (x.upperBound - x.lowerBound),
            y.lowerBound + (Double(row) + 0.5) / Double(resolution) * (y.upperBound - y.lowerBound)
          ))
      }
    }
    let classes = try classIndices(places)
    guard classes.count == places.count else {
      fatalError("decisionRegions: \(places.count) places but \(classes.count) classes")
    }
    content.layers.append(
      .regions(
        DecisionRegions(classes: classes, columns: resolution, rows: resolution, x: x, y: y, names: names)))
    content.automaticSeries = max(content.automaticSeries, names.count, (classes.max() ?? -1) + 1)
  }

  private static func table<Row: Sequence>(_ values: [Row]) -> [[Double]]
  where Row.Element: BinaryFloatingPoint {
    let rows = values.map { row in row.map { Double($0) } }
    guard rows.allSatisfy({ $0.count == rows.first?.count }) else {
      fatalError("heatMap: the rows are not equally long")
    }
    return rows
  }
}
