import Glibc

/// A line on the standard error that says how far long work is, where a person sees it.
struct ProgressLine {
  private let stream = TextStream(name: "standard error", descriptor: STDERR_FILENO)
  private let isShown: Bool

  init(isShown: Bool) { self.isShown = isShown && isatty(STDERR_FILENO) == 1 }

  /// Shows a step in place of the one before. Nobody is to be told if that fails.
  func show(_ step: String, fraction: Double) {
    guard isShown else { return }
    let percent = Int((min(max(fraction, 0), 1) * 100).rounded())
    let gap = String(repeating: " ", count: 3 - String(percent).count)
    try? stream.write("\r\u{1B}[K\(gap)\(percent) %  \(step.withoutControlCharacters)")
  }

  /// Takes the line away.
  func clear() {
    if isShown { try? stream.write("\r\u{1B}[K") }
  }
}
