import Glibc

/// A stream of the process that text is written to without buffering.
struct TextStream {
  let name: String
  let descriptor: Int32

  /// Whether a person reads it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of the text; throws if that fails, for results on a full disk must not pass for complete ones.
  func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          throw CommandError("\(name): cannot be written: \(String(cString: strerror(errno)))")
        }
        written += count
      }
    }
  }
}

/// What the process prints its results to.
let standardOutput = TextStream(name: "standard output", descriptor: STDOUT_FILENO)

/// Prints a line of the command's to the standard error. Nobody can be told if that fails.
func complain(_ message: String) {
  let line = "myelin: \(oneLine(message))".withoutControlCharacters
  try? TextStream(name: "standard error", descriptor: STDERR_FILENO).write(line + "\n")
}

/// The text in one line.
private func oneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
