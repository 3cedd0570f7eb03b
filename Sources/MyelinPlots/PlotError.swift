/// What can fail outside the program when a figure is drawn or written.
public enum PlotError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No `gnuplot` was found on the search path.
  case gnuplotMissing
  /// gnuplot refused; `message` is the first line of what it said.
  case gnuplotFailed(message: String)
  /// The file's name ends in no format that figures can be written in.
  case unsupportedFormat(path: String)
  /// The file could not be written.
  case cannotWrite(path: String, reason: String)

  /// One line that says what went wrong and what to do.
  public var description: String {
    switch self {
    case .gnuplotMissing:
      "gnuplot is not installed (sudo apt-get install gnuplot-nox)"
    case .gnuplotFailed(let message):
      "gnuplot failed: \(oneLine(message))"
    case .unsupportedFormat(let path):
      "cannot tell the format of '\(oneLine(path))': the name must end in .svg, .png or .pdf"
    case .cannotWrite(let path, let reason):
      "cannot write '\(oneLine(path))': \(oneLine(reason))"
    }
  }
}

/// `text` with line breaks and other control characters made visible, so that a message stays on one line.
func oneLine(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { result.append(visible(scalar)) }
  return String(result)
}

/// The scalar itself, or a picture of it where it is a control character that no format can draw.
func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
  case 0x7F: "\u{2421}"
  // C1 controls draw nothing, the others are forbidden in XML.
  case 0x80...0x9F, 0xFFFE, 0xFFFF, 0x2028, 0x2029: "\u{FFFD}"
  default: scalar
  }
}
