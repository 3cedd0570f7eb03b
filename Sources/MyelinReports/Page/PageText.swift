import Foundation

/// Text for a page of HTML: whatever it holds is shown, and none of it is markup.
enum PageText {
  /// The text with all characters that mean something to HTML escaped, and those that draw nothing or change the direction of
  /// what follows made visible.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\r": result += "⏎"
      case "\t": result += "⇥"
      default:
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// A name or value from the table: isolated, so that one written from right to left does not turn what stands around, and cut
  /// to a length.
  static func value(_ text: String, limit: Int = 80) -> String {
    "<bdi>\(escaped(shortened(text, limit)))</bdi>"
  }

  /// The text, its middle left out if it is longer than a limit.
  static func shortened(_ text: String, _ limit: Int) -> String {
    // A million combining marks are one character.
    var text = text
    if text.unicodeScalars.count > limit * 4 {
      text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit * 4))) + "…"
    }
    guard text.count > limit else { return text }
    return text.prefix(limit * 2 / 3) + "…" + text.suffix(limit - limit * 2 / 3 - 1)
  }

  /// A name within a figure or its description: one short line.
  static func figureName(_ text: String, limit: Int = 24) -> String {
    let visible = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.properties.isWhitespace ? " " : turnsDirection(scalar) ? "\u{FFFD}" : scalar
        }))
    return shortened(visible, limit)
  }

  /// Whether a character changes the direction of what follows.
  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  /// A count with separators of thousands.
  static func count(_ count: Int) -> String { grouped(String(count)) }

  /// A number with five significant digits.
  static func number(_ value: Double?, digits: Int = 5) -> String {
    guard let value else { return "–" }
    let magnitude = abs(value)
    if value == value.rounded(), magnitude < 1e9 { return grouped(String(Int(value))) }
    guard magnitude >= 1e-4, magnitude < 1e9 else {
      return String(format: "%.\(digits - 1)e", value).replacing(/\.?0*e/, with: "e")
        .replacing(/e([+-])0*(\d)/) { match in "e\(match.1 == "-" ? "−" : "")\(match.2)" }.replacing(/^-/, with: "−")
    }
    let places = max(0, digits - 1 - Int(log10(magnitude).rounded(.down)))
    let text = String(format: "%.\(places)f", value)
    return grouped(text.contains(".") ? text.replacing(/\.?0+$/, with: "") : text)
  }

  /// A measure between −1 and 1 with two digits, more where else it would seem to be 1.
  static func measure(_ value: Double?) -> String {
    guard let value else { return "–" }
    var text = String(format: "%.2f", value)
    // What rounding leaves of 1 is 1.
    for digits in 3...6 where abs(value) < 1 - 1e-9 && abs(Double(text) ?? 0) == 1 {
      text = String(format: "%.\(digits)f", value)
    }
    if abs(value) < 1 - 1e-9, abs(Double(text) ?? 0) == 1 { return value < 0 ? "> −1" : "< 1" }
    return text == "-0.00" ? "0.00" : text.replacing("-", with: "−")
  }

  /// A share as a percentage.
  static func percent(_ share: Double) -> String {
    let value = share * 100
    if share > 0, value < 0.1 { return "&lt; 0.1 %" }
    if share < 1, value > 99.9 { return "&gt; 99.9 %" }
    return value < 10 || value > 99
      ? "\(String(format: "%.1f", value).replacing(/\.0$/, with: "")) %" : "\(Int(value.rounded())) %"
  }

  /// A count, and as a share of all.
  static func part(_ count: Int, of all: Int) -> String {
    guard count > 0, all > 0 else { return PageText.count(count) }
    return "\(PageText.count(count)) <small>(\(percent(Double(count) / Double(all))))</small>"
  }

  /// A number of bytes.
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    var (value, unit) = (Double(count) / 1000, 0)
    while value >= 999.5, unit < 3 { (value, unit) = (value / 1000, unit + 1) }
    return
      "\(number((value * (value < 10 ? 10 : 1)).rounded() / (value < 10 ? 10 : 1))) \(["kB", "MB", "GB", "TB"][unit])"
  }

  /// Digits with separators of thousands and a real minus sign.
  private static func grouped(_ text: String) -> String {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    guard var digits = parts.first.map(String.init) else { return text }
    if digits.count > 4 {
      var index = digits.count - 3
      while index > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
        index -= 3
      }
    }
    return (isNegative ? "−" : "") + digits + (parts.count > 1 ? "." + parts[1] : "")
  }
}
