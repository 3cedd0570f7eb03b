/// A picture of characters: symbols and eight braille dots in each cell.
struct TerminalCanvas {
  /// A character and its colour; `nil` is the terminal's own.
  struct Cell {
    var glyph: Unicode.Scalar
    var color: UInt32?
  }

  let columns: Int
  let rows: Int
  private(set) var cells: [Cell?]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: nil, count: columns * rows)
  }

  /// Sets the character in a cell; row 0 is at the bottom.
  mutating func set(_ glyph: Unicode.Scalar, column: Int, row: Int, color: UInt32?) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    cells[row * columns + column] = Cell(glyph: glyph, color: color)
  }

  /// Sets one braille dot; there are two per column and four per row, counted from the lower left corner.
  mutating func dot(_ x: Int, _ y: Int, color: UInt32?) {
    guard (0..<(columns * 2)).contains(x), (0..<(rows * 4)).contains(y) else { return }
    // Dots are numbered down the left side, then the right; the lowest pair was added last.
    let bits: [UInt32] = [0x40, 0x04, 0x02, 0x01, 0x80, 0x20, 0x10, 0x08]
    let index = (y / 4) * columns + x / 2
    let former = cells[index]?.glyph.value ?? 0
    let dots = (0x2800...0x28FF).contains(former) ? former & 0xFF : 0
    guard let glyph = Unicode.Scalar(0x2800 | dots | bits[(x % 2) * 4 + y % 4]) else { return }
    cells[index] = Cell(glyph: glyph, color: color)
  }

  /// Draws a line between dots, leaving gaps after `style`; `step` counts the dots drawn before.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), style: LineStyle, step: inout Int,
    color: UInt32?
  ) {
    guard let clipped = clip(start, end) else { return }
    let (dx, dy) = (clipped.1.x - clipped.0.x, clipped.1.y - clipped.0.y)
    let count = max(Int(max(abs(dx), abs(dy)).rounded(.up)), 1)
    for index in 0...count {
      let fraction = Double(index) / Double(count)
      let isDrawn =
        switch style {
        case .solid: true
        case .dashed: step % 8 < 5
        case .dotted: step % 4 == 0
        }
      if isDrawn {
        dot(Int(clipped.0.x + dx * fraction), Int(clipped.0.y + dy * fraction), color: color)
      }
      step += 1
    }
  }

  /// The part of a line that lies on the canvas, after Liang and Barsky, so that no line is walked for longer.
  private func clip(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
  ) -> ((x: Double, y: Double), (x: Double, y: Double))? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let (width, height) = (Double(columns * 2) - 0.001, Double(rows * 4) - 0.001)
    var (enter, leave) = (0.0, 1.0)
    for (slope, room) in [(-dx, start.x), (dx, width - start.x), (-dy, start.y), (dy, height - start.y)] {
      if slope == 0 {
        if room < 0 { return nil }
      } else if slope < 0 {
        enter = max(enter, room / slope)
      } else {
        leave = min(leave, room / slope)
      }
    }
    guard enter <= leave else { return nil }
    return (
      (start.x + enter * dx, start.y + enter * dy), (start.x + leave * dx, start.y + leave * dy)
    )
  }
}
