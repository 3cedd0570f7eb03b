/// The gnuplot script that draws a figure in a file format.
struct FigureScript {
  let figure: Figure
  let format: FigureFormat
  let size: Figure.Size

  /// The text of the script.
  var text: String { script.text }

  /// The whole script.
  var script: Script {
    var script = Script()
    script.line("set encoding utf8")
    script.line(terminal)
    script.line("set multiplot")
    let isSingle = figure.panels.count == 1
    // A figure of one panel shows the figure's title above the axes, where the panel's would stand.
    let titleLines = isSingle || figure.title.isEmpty ? 0 : figure.title.count(where: \.isNewline) + 1
    let top = 1 - Double(titleLines) * 24 / size.height
    let width = 1 / Double(figure.columns)
    let height = top / Double(figure.rows)
    for (index, panel) in figure.panels.enumerated() {
      var panel = panel
      if isSingle, !figure.title.isEmpty {
        panel.title = panel.title.isEmpty ? figure.title : figure.title + "\n" + panel.title
      }
      if index == 0, titleLines > 0 {
        let text = "set label 1 \(quoted(figure.title)) at screen 0.5, screen \(1 - 16 / size.height) center"
        script.line("\(text) font \(font(14, bold: true)) textcolor rgb \(hex(figure.theme.text))")
      }
      let row = index / figure.columns
      let frame = Frame(
        x: Double(index % figure.columns) * width, y: top - Double(row + 1) * height, width: width, height: height)
      PanelScript(
        panel: panel, view: PanelView(panel.content, theme: figure.theme), frame: frame,
        points: Figure.Size(width: max(size.width * width, 72), height: max(size.height * height, 72)),
        font: font, format: format
      ).write(to: &script)
      script.line("unset label 1")
    }
    script.line("unset multiplot")
    // PNG and PDF are written when the terminal is left.
    script.line("unset output")
    return script
  }

  private var terminal: String {
    let background = "background rgb \(hex(figure.theme.background))"
    let common = "noenhanced font \(font(11, bold: false))"
    // The factors make texts, lines and points as large in all formats.
    switch format {
    case .svg:
      return "set terminal svg size \(size.width),\(size.height) dynamic \(common) \(background)"
    case .png:
      let scale = "fontscale 1.5 linewidth 2 pointscale 2"
      let pixels = "\(Int((size.width * 2).rounded())),\(Int((size.height * 2).rounded()))"
      return "set terminal pngcairo size \(pixels) \(common) \(scale) \(background)"
    case .pdf:
      let inches = "\(size.width / 72)in,\(size.height / 72)in"
      return "set terminal pdfcairo size \(inches) \(common) fontscale 0.75 linewidth 2 \(background)"
    }
  }

  /// A font of the figure, as gnuplot writes it.
  private func font(_ size: Int, bold: Bool) -> String {
    let name = format == .svg ? svgFontName : "Noto Sans CJK KR"
    return "\"\(name)\(bold ? ":Bold" : ""),\(size)\""
  }
}

/// The part of a figure that a panel fills, as fractions, from the lower left corner.
struct Frame {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
}

/// A script under construction.
struct Script {
  private(set) var text = ""
  /// What stands for the mark of each note.
  private(set) var notes: [String] = []
  private var blocks = 0

  mutating func line(_ line: String) {
    text += line
    text += "\n"
  }

  /// A mark to put into a text of an SVG, where the note is then shown under the pointer; see
  /// ``finishedSVG(_:title:notes:)``.
  ///
  /// It is of those characters that Unicode gives to nobody, and takes little room.
  mutating func note(_ note: String) -> String {
    // More names than an axis has room for go without.
    guard notes.count < 4000, let mark = Unicode.Scalar(firstNoteMark + UInt32(notes.count)) else { return "" }
    notes.append(note)
    return String(Character(mark))
  }

  /// Writes data inline and returns the name under which a plot finds them.
  mutating func data(_ rows: [String]) -> String {
    let name = "$d\(blocks)"
    blocks += 1
    line("\(name) << EOD")
    for row in rows { line(row) }
    line("EOD")
    return name
  }
}
