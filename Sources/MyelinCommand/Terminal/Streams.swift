import Glibc

/// A stream of the process that text is written to without buffering.
struct TextStream {
  let descriptor: Int32

  /// Whether a person reads it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of the text.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        written += count
      }
    }
  }
}

/// What the process prints its results to.
let standardOutput = TextStream(descriptor: STDOUT_FILENO)
/// What the process prints messages and progress to.
let standardError = TextStream(descriptor: STDERR_FILENO)
