extension Figure {
  /// The figure as an element `<svg>` for a page of HTML.
  ///
  /// The page decides fonts and colours: texts take the font of the element around, and the theme's colours are CSS
  /// variables, of which ``Theme/styleDeclarations`` sets all. So one figure fits a light and a dark page:
  ///
  /// ```swift
  /// let style = ":root{\(Theme.light.styleDeclarations)}"
  ///   + "@media (prefers-color-scheme:dark){:root{\(Theme.dark.styleDeclarations)}}"
  /// let page = "<style>\(style)</style>" + (try await figure.inlineSVG(id: "losses"))
  /// ```
  ///
  /// - Parameters:
  ///   - id: A word that no other figure of the page has; the element's parts are named by it.
  ///   - label: What the figure shows, for those who listen to the page; its title if empty.
  ///   - size: The size in points; `nil` takes ``naturalSize``. The page may scale the element.
  ///   - followsPage: Whether the theme's colours are variables. A heat map's cells keep theirs in any case.
  /// - Throws: ``PlotError``, or `CancellationError` when the task was cancelled.
  public func inlineSVG(
    id: String, label: String = "", size: Size? = nil, followsPage: Bool = true
  ) async throws -> String {
    guard id.utf8.allSatisfy({ (0x61...0x7a).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2d }) else {
      fatalError("Figure.inlineSVG: '\(id)' as an id; use letters, digits and hyphens")
    }
    let bytes = try await rendered(as: .svg, size: size, searchPath: nil)
    let attribute = label.isEmpty ? "" : " aria-label=\"\(xmlEscaped(label).replacing("\"", with: "&quot;"))\""
    return InlineSVG(id: id, label: attribute, colors: followsPage ? theme.variables : [:]).text(bytes)
  }
}

extension Theme {
  /// The declarations that set the variables of figures within a page to this theme's colours; see
  /// ``Figure/inlineSVG(id:label:size:followsPage:)``.
  public var styleDeclarations: String {
    named.map { "\($0.name):#\(Self.digits($0.color));" }.joined()
  }

  /// The name of the variable of each colour.
  var variables: [UInt32: String] {
    Dictionary(named.map { ($0.color, $0.name) }) { first, _ in first }
  }

  private var named: [(name: String, color: UInt32)] {
    [
      ("--figure-background", background), ("--figure-text", text), ("--figure-secondary", secondaryText),
      ("--figure-axis", axis), ("--figure-grid", grid),
    ] + series.enumerated().map { ("--figure-\($0)", $1) }
  }

  private static func digits(_ color: UInt32) -> String {
    let text = String(color & 0xFFFFFF, radix: 16)
    return String(repeating: "0", count: 6 - text.count) + text
  }
}

/// Makes an element of a page from a whole SVG file of gnuplot's.
struct InlineSVG {
  let id: String
  /// The attribute that says what the figure shows; nothing if it says so itself.
  let label: String
  /// The variables that stand for colours.
  let colors: [UInt32: String]

  func text(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let start = text.firstRange(of: "<svg") else { return "" }
    var body = String(text[start.lowerBound...])
    var definitions: Substring = ""
    if let open = body.firstRange(of: "<defs>"), let close = body.firstRange(of: "</defs>") {
      let rest = body[close.upperBound...]
      if rest.contains("#gpPt") { definitions = body[open.lowerBound..<close.upperBound] }
      let copy = String(body[..<open.lowerBound]) + rest
      definitions = Substring(String(definitions))
      body = copy
    }
    var parts: [String] = []
    for piece in body.split(separator: "<") {
      guard let end = piece.firstIndex(of: ">") else { continue }
      let tag = String(piece[..<end])
      // The dot in the background's colour that makes gnuplot draw axes; the note on the program.
      if tag.contains("gpDot") || tag.hasSuffix("desc") { continue }
      if tag == "/g", let last = parts.last, last.hasPrefix("<g ") || last == "<g>" {
        // gnuplot writes many groups of nothing.
        parts.removeLast()
        continue
      }
      if parts.isEmpty {
        parts.append("<svg role=\"img\"\(label)\(Self.defaults.joined())\(tag.dropFirst(3).replacing("\n", with: ""))>")
        parts.append(changedDefinitions(definitions))
      } else {
        parts.append("<\(changed(tag))>")
      }
      let content = piece[piece.index(after: end)...]
      if !content.allSatisfy(\.isWhitespace) { parts.append(String(content)) }
    }
    return parts.joined()
  }

  /// What nearly every group of gnuplot's says again.
  private static let defaults = [
    " fill=\"none\"", " color=\"black\"", " stroke=\"currentColor\"", " stroke-width=\"1.00\"",
    " stroke-linecap=\"butt\"", " stroke-linejoin=\"miter\"",
  ]

  private func changedDefinitions(_ definitions: Substring) -> String {
    var result = ""
    for piece in definitions.split(separator: "<") {
      guard let end = piece.firstIndex(of: ">") else { continue }
      let tag = piece[..<end]
      // Filters for boxes around texts, which figures don't have.
      if tag.hasPrefix("filter") || tag.hasPrefix("/filter") || tag.hasPrefix("fe") { continue }
      result += "<" + tag.replacing("gpPt", with: "\(id)-p").replacing("gpDot", with: "\(id)-dot") + ">"
    }
    return result
  }

  /// A tag with the page's font and colours.
  private func changed(_ tag: String) -> String {
    guard tag.contains("=") else { return tag }
    var tag = tag
    if tag.hasPrefix("g fill=\"none\"") {
      for word in Self.defaults { tag = tag.replacing(word, with: "", maxReplacements: 1) }
    } else if tag.hasPrefix("rect x=\"0\" y=\"0\"") {
      tag = tag.replacing("rect", with: "rect stroke=\"none\"", maxReplacements: 1)
    }
    if let font = tag.firstRange(of: "font-family=\""), let end = tag[font.upperBound...].firstIndex(of: "\"") {
      tag.removeSubrange(font.lowerBound...end)
    }
    // Two figures of a page must not name their parts alike.
    tag = tag.replacing("gpPt", with: "\(id)-p")
    if let name = tag.firstRange(of: " id=\"gnuplot_"), let end = tag[name.upperBound...].firstIndex(of: "\"") {
      tag.removeSubrange(name.lowerBound...end)
    }
    return colors.isEmpty ? tag : withVariables(tag)
  }

  /// The tag with variables in place of the colours `#0072b2` and `rgb(0, 114, 178)`.
  private func withVariables(_ tag: String) -> String {
    var result = ""
    var rest = tag[...]
    while let mark = rest.firstIndex(where: { $0 == "#" || $0 == "r" }) {
      result += rest[..<mark]
      rest = rest[mark...]
      if rest.hasPrefix("rgb("), let end = rest.firstIndex(of: ")") {
        let parts = rest[rest.index(mark, offsetBy: 4)..<end].split(separator: ",").map { part in
          UInt32(part.filter { $0 != " " })
        }
        let after = rest.index(after: end)
        if parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2],
          let name = colors[red << 16 | green << 8 | blue]
        {
          result += "var(\(name))"
        } else {
          result += rest[..<after]
        }
        rest = rest[after...]
      } else if rest.first == "#", let color = UInt32(rest.dropFirst().prefix(6), radix: 16),
        let name = colors[color], rest.count >= 7
      {
        result += "var(\(name))"
        rest = rest.dropFirst(7)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}
