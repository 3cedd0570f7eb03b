import MyelinPlots

/// A page of HTML under construction: markup, with figures to be drawn between.
struct Page {
  private enum Piece {
    case markup(String)
    case figure(Int)
  }

  /// A figure and where it stands.
  private struct Drawing: Sendable {
    let figure: Figure
    /// The same for a dark page, where colours of cells differ.
    let darkFigure: Figure?
    let size: Figure.Size?
    /// What it shows, in words.
    let label: String
  }

  private var pieces: [Piece] = []
  private var drawings: [Drawing] = []

  /// Adds markup.
  mutating func add(_ markup: String) { pieces.append(.markup(markup)) }

  /// Adds a figure.
  ///
  /// - Parameters:
  ///   - label: what it shows, for those who listen to the page.
  ///   - caption: what is written below, as markup; nothing if empty.
  ///   - dark: draws the figure for a dark page, if colours other than the theme's differ.
  mutating func add(
    _ figure: Figure, label: String, size: Figure.Size? = nil, caption: String = "", dark: Figure? = nil
  ) {
    let size = size ?? figure.naturalSize
    add("<figure style=\"max-width:\(Int(size.width))px\">")
    pieces.append(.figure(drawings.count))
    drawings.append(Drawing(figure: figure, darkFigure: dark, size: size, label: label))
    add((caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>") + "</figure>")
  }

  /// The number of figures.
  var figureCount: Int { drawings.count }

  /// The markup with all figures drawn.
  ///
  /// - Parameter progress: called when a figure is drawn, with the number of those that are.
  func drawn(progress: (Int) -> Void) async throws -> String {
    let drawings = drawings
    var figures = [String](repeating: "", count: drawings.count)
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      // gnuplot is a process of its own; a few at once keep all processors busy.
      var next = 0
      func start() {
        guard next < drawings.count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await Self.element(drawings[index], index)) }
      }
      for _ in 0..<4 { start() }
      var done = 0
      while let (index, element) = try await group.next() {
        figures[index] = element
        done += 1
        progress(done)
        start()
      }
    }
    return pieces.map { piece in
      switch piece {
      case .markup(let markup): markup
      case .figure(let index): figures[index]
      }
    }.joined()
  }

  private static func element(_ drawing: Drawing, _ index: Int) async throws -> String {
    let light = try await drawing.figure.inlineSVG(
      id: "f\(index)", label: drawing.label, size: drawing.size, followsPage: drawing.darkFigure == nil)
    guard let dark = drawing.darkFigure else { return light }
    let other = try await dark.inlineSVG(
      id: "d\(index)", label: drawing.label, size: drawing.size, followsPage: false)
    return "<div class=\"in-light\">\(light)</div><div class=\"in-dark\">\(other)</div>"
  }
}
