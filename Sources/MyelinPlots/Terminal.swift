extension Figure {
  func terminal(width: Int, height: Int, color: Bool, searchPath: String?) async throws -> String {
    guard (20 * columns...1000).contains(width), (8...1000).contains(height) else {
      fatalError(
        "a figure of \(width) × \(height) characters; it needs 8 … 1000 lines and 20 … 1000 columns for each panel")
    }
    var lines: [String] = []
    if !title.isEmpty { lines += centered(title, in: width) }
    let rowHeight = max(height - lines.count, 8)
    let panelWidth = width / columns
    for row in 0..<rows {
      var pictures: [[String]] = []
      for panel in panels[(row * columns)..<min((row + 1) * columns, panels.count)] {
        let view = PanelView(panel.content, theme: theme)
        pictures.append(
          try await TerminalPanel(panel: panel, view: view, width: panelWidth, height: rowHeight, isColored: color)
            .lines(searchPath: searchPath))
      }
      for index in 0..<(pictures.map(\.count).max() ?? 0) {
        lines.append(
          pictures.map { index < $0.count ? $0[index] : String(repeating: " ", count: panelWidth) }.joined())
      }
    }
    return lines.map { trimmed($0) + "\n" }.joined()
  }

  private func trimmed(_ line: String) -> Substring {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// A panel drawn with characters. gnuplot draws the axes and places every character; titles, labels and the legend
/// stand around them, because gnuplot takes a wide character for a narrow one.
private struct TerminalPanel {
  let panel: Panel
  let view: PanelView
  let width: Int
  let height: Int
  let isColored: Bool

  /// The picture's lines, each `width` columns wide.
  func lines(searchPath: String?) async throws -> [String] {
    var above = panel.title.isEmpty ? [] : centered(panel.title, in: width)
    if !panel.content.yLabel.isEmpty { above += fitted(panel.content.yLabel, in: width, indent: 1) }
    var below = panel.content.xLabel.isEmpty ? [] : centered(panel.content.xLabel, in: width)
    below += legend()
    let bodyHeight = max(height - above.count - below.count, 5)
    return above + (try await body(bodyHeight, searchPath)) + below
  }

  private func body(_ height: Int, _ searchPath: String?) async throws -> [String] {
    var wide = WideCharacters()
    let names = view.content.yNames.map { wide.narrowed(shortened($0, to: width / 3)) }
    var rows = max(height - 2, 3)
    let yTicks = names.isEmpty ? view.yTicks(.characters(rows, isHorizontal: false)) : []
    let left = max((names + yTicks.map(\.text)).map(\.unicodeScalars.count).max() ?? 0, 7) + 2
    // gnuplot draws the axes on the border cells: the canvas lies within them.
    var columns = max(width - left - 3, 4)
    if let ratio = view.equalAspectRatio {
      // A character is about twice as high as wide.
      let (room, lines) = (Double(columns), Double(rows))
      columns = max(Int(min(room, lines * 2 / ratio).rounded()), 4)
      rows = max(Int(min(lines, room * ratio / 2).rounded()), 3)
    }
    var canvas = TerminalCanvas(columns: columns, rows: rows)
    canvas.draw(view, color: isColored)
    var script = Script()
    script.line("set encoding utf8")
    let size = "\(min(left + columns + 3, width)),\(rows + 2)"
    script.line("set terminal dumb size \(size) noenhanced \(isColored ? "ansi256" : "mono")")
    script.line("unset key")
    script.line("set border 3")
    script.line("set tics nomirror scale 0")
    script.line("set lmargin \(left)")
    script.line("set rmargin 2")
    script.line("set tmargin 0")
    script.line("set bmargin 2")
    script.line("set xrange [\(number(view.x.lowerBound)):\(number(view.x.upperBound))]")
    let (low, high) = (number(view.y.lowerBound), number(view.y.upperBound))
    script.line(view.isTable ? "set yrange [\(high):\(low)]" : "set yrange [\(low):\(high)]")
    if view.content.xLogarithmic { script.line("set logscale x") }
    if view.content.yLogarithmic { script.line("set logscale y") }
    script.line("set x2range [-1:\(columns - 1)]")
    script.line("set y2range [-1:\(rows - 1)]")
    let room = max(columns / max(view.content.xNames.count, 1) - 1, 1)
    let xNames = view.content.xNames.map { wide.narrowed(shortened($0, to: room)) }
    let xTicks = xNames.isEmpty ? view.xTicks(.characters(columns, isHorizontal: true)) : []
    script.line(named("x", xNames) ?? numbered("x", xTicks, &wide))
    script.line(named("y", names) ?? numbered("y", yTicks, &wide))
    var cells: [String] = []
    for row in 0..<rows {
      for column in 0..<columns {
        guard let cell = canvas.cells[row * columns + column], cell.glyph != " " else { continue }
        cells.append("\(column) \(row) \(wide.placeholder(for: cell.glyph)) \(cell.color ?? 0)")
      }
    }
    if cells.isEmpty { cells.append("0 0 \(wide.placeholder(for: " ")) 0") }
    let data = script.data(cells)
    script.line(
      "plot \(data) using 1:2:3:4 axes x2y2 with labels\(isColored ? " tc rgb variable" : "") notitle")
    let picture = try await Gnuplot(searchPath: searchPath).run(script.text)
    return finished(String(decoding: picture, as: UTF8.self), wide)
  }

  // The placeholders of characters are no percent signs, so no tick is read as a format.
  private func named(_ axis: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    return "set \(axis)tics (\(names.enumerated().map { "\"\($1)\" \($0)" }.joined(separator: ", ")))"
  }

  private func numbered(_ axis: String, _ ticks: [Tick], _ wide: inout WideCharacters) -> String {
    var texts: [String] = []
    for tick in ticks { texts.append("\"\(wide.narrowed(tick.text))\" \(tick.number)") }
    return "set \(axis)tics (\(texts.joined(separator: ", ")))"
  }

  /// gnuplot's picture as lines, with its ASCII axes as box drawing and placeholders as what they stand for.
  private func finished(_ picture: String, _ wide: WideCharacters) -> [String] {
    var lines = picture.replacingLineEnds().filter { $0 != "\u{0C}" }
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while let last = lines.last, !last.contains(where: { !"\u{1B}[0123456789;m ".contains($0) }) { lines.removeLast() }
    return lines.map { line in
      var scalars = Array(line.unicodeScalars)
      for index in scalars.indices {
        let before: Unicode.Scalar = index > 0 ? scalars[index - 1] : " "
        let after: Unicode.Scalar = index + 1 < scalars.count ? scalars[index + 1] : " "
        switch scalars[index] {
        case "|": scalars[index] = "│"
        case "-": scalars[index] = "─"
        case "+": scalars[index] = after == "-" ? "└" : before == "─" ? "╴" : "│"
        default: break
        }
      }
      var text = String.UnicodeScalarView()
      var columns = 0
      var isEscape = false
      for scalar in scalars {
        if scalar == "\u{1B}" { isEscape = true }
        if !isEscape { columns += 1 }
        if isEscape, scalar == "m" { isEscape = false }
        text.append(contentsOf: wide.restored(scalar).unicodeScalars)
      }
      var colored = String(text)
      // gnuplot numbers greys from 241, not 232: from the middle on they are no colours at all.
      for code in 256...264 where isColored {
        colored = colored.replacing("38;5;\(code)m", with: "38;5;\(code - 9)m")
      }
      let reset = line.contains("\u{1B}") ? "\u{1B}[0m" : ""
      return colored + reset + String(repeating: " ", count: max(width - columns, 0))
    }
  }

  private func legend() -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    var (lineIndex, areaIndex) = (0, 0)
    for entry in view.legend {
      let swatch = terminalSwatch(entry.swatch, line: lineIndex, area: areaIndex, isColored: isColored)
      let color: UInt32
      switch entry.swatch {
      case .marker(_, _, let value): color = value
      case .line(_, _, let value):
        color = value
        lineIndex += 1
      case .area(let value, _):
        color = value
        areaIndex += 1
      }
      let label = shortened(entry.label, to: width - 10)
      let needed = displayWidth(swatch) + 1 + displayWidth(label) + 3
      if used > 0, used + needed > width - 2 {
        lines.append(line + String(repeating: " ", count: max(width - used, 0)))
        (line, used) = ("", 0)
      }
      if used == 0 { (line, used) = ("   ", 3) }
      let start = isColored ? "\u{1B}[38;2;\(color >> 16);\((color >> 8) & 0xFF);\(color & 0xFF)m" : ""
      line += start + swatch + (isColored ? "\u{1B}[0m" : "") + " " + label + "   "
      used += needed
    }
    if used > 0 { lines.append(line + String(repeating: " ", count: max(width - used, 0))) }
    return lines + colorBar()
  }

  /// What explains the colours: both ends of the numbers, and the colours between them.
  private func colorBar() -> [String] {
    guard let scale = view.colorScale, scale.isShown else { return [] }
    let (low, high) = (scale.limits.lowerBound, scale.limits.upperBound)
    let label = scale.label.isEmpty ? "" : "  " + shortened(scale.label, to: width / 3)
    let (before, after) = ("   \(cellText(low)) ", " \(cellText(high))\(label)")
    let used = displayWidth(before) + 8 + displayWidth(after)
    guard used < width else { return [] }
    return [before + terminalBar(scale, isColored: isColored) + after + String(repeating: " ", count: width - used)]
  }
}

/// Stand-ins, one for each column that a character fills, so that gnuplot, which counts scalars, places Korean, emoji
/// and combined characters rightly, and reads nothing in a text as syntax.
///
/// They are scalars from U+0400 on: gnuplot takes all from U+3000 on, the private area too, for two columns wide, and
/// writes none of these itself.
private struct WideCharacters {
  private var originals: [String] = []
  private var known: [Unicode.Scalar: Unicode.Scalar] = [:]

  /// `text` with every character replaced.
  mutating func narrowed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for character in text {
      let columns = displayWidth(character)
      guard columns > 0 else { continue }
      result.append(stand(for: String(character)))
      for _ in 1..<columns { result.append(stand(for: "")) }
    }
    return String(result)
  }

  /// The stand-in of a single scalar of one column.
  mutating func placeholder(for scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let known = known[scalar] { return known }
    let placeholder = stand(for: String(Character(scalar)))
    known[scalar] = placeholder
    return placeholder
  }

  /// What a scalar stands for; itself when it stands for nothing else.
  func restored(_ scalar: Unicode.Scalar) -> String {
    let index = Int(scalar.value) - 0x400
    return originals.indices.contains(index) ? originals[index] : String(Character(scalar))
  }

  private mutating func stand(for original: String) -> Unicode.Scalar {
    // There is room for 6400; a picture with more different characters is no picture.
    guard originals.count < 6400, let scalar = Unicode.Scalar(UInt32(0x400 + originals.count)) else { return "?" }
    originals.append(original)
    return scalar
  }
}

/// The lines of `text`, each centred in `columns`.
private func centered(_ text: String, in columns: Int) -> [String] {
  text.replacingLineEnds().split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
    fitted(
      String(line), in: columns, indent: max((columns - displayWidth(shortened(String(line), to: columns))) / 2, 0))
  }
}

private func fitted(_ text: String, in columns: Int, indent: Int) -> [String] {
  let text = shortened(text, to: columns - indent)
  return [
    String(repeating: " ", count: indent) + text
      + String(repeating: " ", count: max(columns - indent - displayWidth(text), 0))
  ]
}
