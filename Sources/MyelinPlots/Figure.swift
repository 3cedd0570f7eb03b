/// One set of axes within a figure.
public struct Panel: Plot, Sendable {
  /// The text above the axes.
  public var title: String
  /// What is drawn.
  public var content = PanelContent()

  /// An empty panel.
  public init(title: String = "") {
    self.title = title
  }

  /// A panel drawn by a closure: `Panel(title: "Loss") { $0.line(losses) }`.
  public init(title: String = "", draw: (inout Panel) throws -> Void) rethrows {
    self.title = title
    try draw(&self)
  }
}

/// A figure of one panel or several, drawn by gnuplot into a file or a terminal.
///
/// ```swift
/// var figure = Figure(title: "Two classes")
/// figure.points(x: xs, y: ys, classes: labels, names: ["inside", "outside"])
/// try await figure.write(to: "classes.svg")
/// ```
///
/// Every text — titles, labels, names — is drawn exactly as it is; nothing in it is a command or markup.
public struct Figure: Plot, Sendable {
  /// The width and height of a figure in points of 1/72 inch.
  public struct Size: Sendable, Hashable {
    /// The width in points.
    public var width: Double
    /// The height in points.
    public var height: Double

    /// A size of at least 72 by 72 and at most 7200 by 7200 points.
    public init(width: Double, height: Double) {
      guard (72...7200).contains(width), (72...7200).contains(height) else {
        fatalError("a figure of \(width) × \(height) points; both sides must be 72 … 7200")
      }
      self.width = width
      self.height = height
    }
  }

  /// The text above all panels.
  public var title: String
  /// The colours.
  public var theme: Theme
  /// The panels, row by row.
  public private(set) var panels: [Panel]
  /// How many panels stand side by side.
  public let columns: Int

  /// A figure of one panel, drawn on through the figure itself.
  public init(title: String = "", theme: Theme = .light) {
    self.init(title: title, theme: theme, columns: 1, panels: [Panel()])
  }

  /// A figure of several panels, row by row.
  public init(title: String = "", theme: Theme = .light, columns: Int, panels: [Panel]) {
    guard columns >= 1 else { fatalError("a figure of \(columns) columns; at least 1 is needed") }
    guard !panels.isEmpty else { fatalError("a figure needs at least one panel") }
    self.title = title
    self.theme = theme
    self.columns = min(columns, panels.count)
    self.panels = panels
  }

  /// A figure of several panels, row by row: `Figure(title: "Training", columns: 2) { lossPanel; accuracyPanel }`.
  public init(
    title: String = "", theme: Theme = .light, columns: Int, @PanelBuilder panels: () throws -> [Panel]
  ) rethrows {
    self.init(title: title, theme: theme, columns: columns, panels: try panels())
  }

  /// A figure of rows of equally many panels.
  public static func grid(_ rows: [[Panel]], title: String = "", theme: Theme = .light) -> Figure {
    guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns }) else {
      fatalError("a grid needs at least one row, and all rows equally long")
    }
    return Figure(title: title, theme: theme, columns: columns, panels: Array(rows.joined()))
  }

  /// What a figure of one panel shows. Drawing on a figure of several is a programmer's error; draw on `figure[index]`.
  public var content: PanelContent {
    get { panels[soleIndex].content }
    set { panels[soleIndex].content = newValue }
  }

  /// The panel with this index, counted row by row.
  public subscript(index: Int) -> Panel {
    get { panels[index] }
    set { panels[index] = newValue }
  }

  /// How many rows of panels there are.
  var rows: Int { (panels.count + columns - 1) / columns }

  private var soleIndex: Int {
    guard panels.count == 1 else {
      fatalError("the figure has \(panels.count) panels; draw on figure[index] instead of the figure")
    }
    return 0
  }
}

/// Collects the panels of a figure from the statements of a closure.
@resultBuilder
public enum PanelBuilder {
  /// One panel.
  public static func buildExpression(_ panel: Panel) -> [Panel] { [panel] }
  /// Several panels at once.
  public static func buildExpression(_ panels: [Panel]) -> [Panel] { panels }
  /// All statements.
  public static func buildBlock(_ parts: [Panel]...) -> [Panel] { Array(parts.joined()) }
  /// A loop.
  public static func buildArray(_ parts: [[Panel]]) -> [Panel] { Array(parts.joined()) }
  /// A condition without `else`.
  public static func buildOptional(_ part: [Panel]?) -> [Panel] { part ?? [] }
  /// The first branch of a condition.
  public static func buildEither(first part: [Panel]) -> [Panel] { part }
  /// The second branch of a condition.
  public static func buildEither(second part: [Panel]) -> [Panel] { part }
}
