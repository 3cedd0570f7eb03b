/// The colours a figure is drawn with: background, text, grid and the order of series colours.
///
/// Both themes use colours of Okabe and Ito, those that stand out from the background, with a violet and a grey. All eight
/// stay apart for colour-blind readers, whichever kind of cone is missing.
public struct Theme: Sendable, Hashable {
  /// The colour behind everything, as 0xRRGGBB.
  public var background: UInt32
  /// The colour of titles and labels.
  public var text: UInt32
  /// The colour of tick labels and legends.
  public var secondaryText: UInt32
  /// The colour of the axes.
  public var axis: UInt32
  /// The colour of the grid.
  public var grid: UInt32
  /// The colours of series and classes in order; begun again when there are more series than colours.
  public var series: [UInt32]

  /// A theme of one's own; `series` must not be empty.
  public init(
    background: UInt32, text: UInt32, secondaryText: UInt32, axis: UInt32, grid: UInt32, series: [UInt32]
  ) {
    guard !series.isEmpty else { fatalError("a theme needs at least one series colour") }
    self.background = background
    self.text = text
    self.secondaryText = secondaryText
    self.axis = axis
    self.grid = grid
    self.series = series
  }

  /// Dark text on white.
  public static let light = Theme(
    background: 0xFFFFFF, text: 0x1F2328, secondaryText: 0x57606A, axis: 0xAFB8C1, grid: 0xE7EAEE,
    series: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x4D4D4D, 0x8030D0])

  /// Light text on a dark grey.
  public static let dark = Theme(
    background: 0x16191D, text: 0xECEFF3, secondaryText: 0xAAB3BD, axis: 0x5A636E, grid: 0x2B3138,
    series: [0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7, 0xF0E442, 0x8F5CF0, 0xD55E00, 0xE8ECF0])

  /// The colour of series `index`.
  func color(_ index: Int) -> UInt32 {
    guard !series.isEmpty else { fatalError("a theme needs at least one series colour") }
    return series[((index % series.count) + series.count) % series.count]
  }
}

/// A colour in a figure, either one of the theme's or a fixed one.
public enum PlotColor: Sendable, Hashable {
  /// The theme's colour of the series (or class) with this index.
  case series(Int)
  /// A fixed colour 0xRRGGBB, the same in every theme.
  case rgb(UInt32)
  /// The theme's text colour.
  case foreground
  /// The theme's colour for tick labels, for what should stand back.
  case secondary

  func resolved(in theme: Theme) -> UInt32 {
    switch self {
    case .series(let index): theme.color(index)
    case .rgb(let value): value & 0xFFFFFF
    case .foreground: theme.text
    case .secondary: theme.secondaryText
    }
  }
}

/// A sequence of colours that stands for growing numbers, even in print and for colour-blind readers.
public enum ColorMap: Sendable, Hashable, CaseIterable {
  /// Dark violet over green to yellow.
  case viridis
  /// Dark blue over grey to yellow.
  case cividis
  /// Nearly white to dark blue, for tables such as confusion matrices.
  case blues
  /// Orange over nearly white to blue, for numbers on both sides of a middle, such as correlations.
  case orangeBlue
  /// Orange over nearly black to blue: ``orangeBlue`` for the dark theme.
  case orangeBlueDark
  /// Orange over grey to blue, for points: every colour stands out from a light and from a dark background.
  case orangeGrayBlue

  var stops: [UInt32] {
    switch self {
    case .viridis:
      [0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725]
    case .cividis:
      [0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838]
    case .blues:
      [0xF3F8FE, 0xDCE9F6, 0xC1DAEE, 0x9CC8E3, 0x6FB0D7, 0x4795C8, 0x2678B6, 0x0F5CA0, 0x084184, 0x08306B]
    case .orangeBlue:
      [0x9A3D00, 0xC65A0F, 0xE08A4A, 0xF0BB90, 0xF6E3D3, 0xF4F5F6, 0xD5E5F2, 0x97C3E2, 0x539CCB, 0x1A76B3, 0x07538A]
    case .orangeBlueDark:
      [0xFFB070, 0xE88A3C, 0xB96420, 0x844819, 0x4A3020, 0x22272D, 0x1E3648, 0x1C5378, 0x2277AC, 0x439FDB, 0x8CCBF5]
    case .orangeGrayBlue:
      [0xC75A00, 0xE08A3C, 0xD9A670, 0xA4A8AD, 0x7FA8CF, 0x4689C2, 0x1766B4]
    }
  }

  /// The colour at `fraction` of the way, 0 … 1.
  func color(at fraction: Double) -> UInt32 {
    let stops = self.stops
    let place = min(max(fraction, 0), 1) * Double(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    return mix(stops[lower], stops[lower + 1], place - Double(lower))
  }
}

/// The colour `amount` of the way from `first` to `second`.
func mix(_ first: UInt32, _ second: UInt32, _ amount: Double) -> UInt32 {
  var result: UInt32 = 0
  for shift: UInt32 in [16, 8, 0] {
    let a = Double((first >> shift) & 0xFF)
    let b = Double((second >> shift) & 0xFF)
    result |= UInt32((a + (b - a) * amount).rounded()) << shift
  }
  return result
}

/// The relative luminance of a colour after WCAG 2, 0 (black) … 1 (white).
func luminance(_ color: UInt32) -> Double {
  func linear(_ shift: UInt32) -> Double {
    // A square is close enough to the sRGB curve to choose between black and white text.
    let value = Double((color >> shift) & 0xFF) / 255
    return value * value
  }
  return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
