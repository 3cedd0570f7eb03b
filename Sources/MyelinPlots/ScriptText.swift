import Glibc

// How texts and numbers are written in a script. gnuplot replaces `…` by a command's output even inside double quotes
// and expands @name outside them, so no byte of a text that could mean anything reaches it as itself.

/// `text` as a gnuplot string that is drawn exactly as the text is.
///
/// Only letters, digits, spaces and what lies beyond ASCII stand for themselves; all else becomes an octal escape,
/// which gnuplot decodes after it has looked for commands, quotes and comments.
func quoted(_ text: String) -> String {
  var result = "\""
  var followsEscape = false
  for scalar in text.replacingLineEnds().unicodeScalars {
    let wasEscape = followsEscape
    followsEscape = false
    switch scalar {
    case "a"..."z", "A"..."Z", " ":
      result.unicodeScalars.append(scalar)
    case "0"..."9" where !wasEscape:
      result.unicodeScalars.append(scalar)
    case "\n":
      result += "\\n"
    case "\t":
      result += "    "
    default:
      let scalar = visible(scalar)
      if scalar.isASCII {
        // gnuplot reads digits on and on, so one that follows an escape must be an escape as well.
        followsEscape = true
        let digits = String(scalar.value, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}

/// `text` as a gnuplot string for a tick, where gnuplot reads % as the start of a number's format.
func quotedTick(_ text: String) -> String {
  // Octal 045 is the percent sign.
  quoted(text).split(separator: "\\045", omittingEmptySubsequences: false).joined(separator: "\\045\\045")
}

/// `value` with all its digits, as gnuplot reads it.
func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "NaN" }

/// `color` as gnuplot's "#RRGGBB", or "#AARRGGBB" where `alpha` lets the background through.
func hex(_ color: UInt32, alpha: Double = 1) -> String {
  func digits(_ value: UInt32, _ count: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(count - text.count, 0)) + text
  }
  // gnuplot counts transparency, not opacity.
  let transparency = UInt32(((1 - alpha) * 255).rounded())
  return "\"#" + (transparency > 0 ? digits(transparency, 2) : "") + digits(color & 0xFFFFFF, 6) + "\""
}

/// How many columns of a terminal `text` fills: Korean and other wide characters fill two.
func displayWidth(_ text: String) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns of a terminal a character fills.
func displayWidth(_ character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  if first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
  switch first.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default:
    return first.properties.generalCategory == .nonspacingMark ? 0 : 1
  }
}

/// 10 to the power `exponent` as text: "10⁻³".
func powerOfTen(_ exponent: Int) -> String {
  let digits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
  return "10" + String(String(exponent).compactMap { digits[$0] })
}

/// A number as it stands in a cell of a table: whole numbers whole, others with three digits.
func cellText(_ value: Double) -> String { shortText(value).replacing("-", with: "−") }

private func shortText(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
  let magnitude = abs(value)
  guard magnitude >= 0.001, magnitude < 1e6 else { return scientific(value) }
  let digits = magnitude < 1 ? 3 : magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0
  var factor = 1.0
  for _ in 0..<digits { factor *= 10 }
  let scaled = (value * factor).rounded() / factor
  return scaled == scaled.rounded() ? String(Int(scaled)) : "\(scaled)"
}

private func scientific(_ value: Double) -> String {
  var exponent = Int(log10(abs(value)).rounded(.down))
  var mantissa = (value / pow(10, Double(exponent)) * 10).rounded() / 10
  if abs(mantissa) >= 10 {
    mantissa /= 10
    exponent += 1
  }
  return "\(mantissa)e\(exponent)"
}

extension String {
  /// The text with carriage returns and their pairs as plain line feeds.
  func replacingLineEnds() -> String {
    String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
  }
}
