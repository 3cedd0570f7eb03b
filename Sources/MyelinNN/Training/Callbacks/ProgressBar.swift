#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Shows epochs on the standard error: on a terminal one line that is drawn over, elsewhere a line now and then.
final class ProgressBar: TrainingObserver {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private lazy var lastDrawn = clock.now
  private lazy var began = clock.now
  private var lastShown = -1

  func trainingBegan(_ state: TrainingState) throws {
    began = clock.now
    lastDrawn = began
  }

  func batchEnded(_ state: TrainingState) throws {
    // Ten times a second is enough for the eye, and costs nothing.
    guard isTerminal, clock.now - lastDrawn > .milliseconds(100) else { return }
    draw(state, numbers: "loss \(short(state.loss))")
  }

  func epochEnded(_ state: TrainingState) throws {
    let isLast = state.stops || state.epoch == state.epochs - 1
    let isDue =
      isTerminal
      ? clock.now - lastDrawn > .milliseconds(100)
      : state.epochs <= 20 || (state.epoch + 1) * 10 / state.epochs > state.epoch * 10 / state.epochs
    if isLast || isDue { showLastEpoch(state) }
  }

  func trainingEnded(_ state: TrainingState) throws {
    // A callback behind this one may have ended the training in an epoch that wasn't shown.
    showLastEpoch(state)
    if isTerminal { write("\n") }
  }

  /// The numbers of the last epoch that is done, unless they have been shown.
  private func showLastEpoch(_ state: TrainingState) {
    guard let epoch = state.history.epochs.last, lastShown < state.history.epochs.count - 1 else { return }
    lastShown = state.history.epochs.count - 1
    if isTerminal {
      draw(state, numbers: numbers(of: epoch, short: true))
    } else {
      write("epoch \(lastShown + 1)/\(state.epochs)  \(numbers(of: epoch, short: false))\n")
    }
  }

  /// Losses and metrics; for the one line of a terminal, those of the validation data stand behind a stroke.
  private func numbers(of epoch: History.Epoch, short isShort: Bool) -> String {
    func list(_ loss: Double, _ metrics: [String: Double], _ prefix: String) -> String {
      let all = [("loss", loss)] + metrics.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      return all.map { name, value in "\(prefix)\(name) \(short(value))" }.joined(separator: "  ")
    }
    let training = list(epoch.loss, epoch.metrics, "")
    guard let loss = epoch.validationLoss else { return training }
    let metrics = epoch.validationMetrics ?? [:]
    if !isShort { return training + "  " + list(loss, metrics, "validation ") }
    let values = [loss] + metrics.sorted { $0.key < $1.key }.map(\.value)
    return training + "  validation " + values.map(short).joined(separator: ", ")
  }

  private func draw(_ state: TrainingState, numbers: String) {
    lastDrawn = clock.now
    // How long a stream is shows at its first end.
    let part = state.batches == 0 ? 0 : min(Double(state.batch) / Double(state.batches), 1)
    let done = (Double(state.epoch) + part) / Double(max(state.epochs, 1))
    let batch = state.batches == 0 ? "batch \(state.batch) " : ""
    let begin = "epoch \(state.epoch + 1)/\(state.epochs) \(batch)"
    let end = " \((clock.now - began).components.seconds) s  \(numbers)"
    // The bar takes what the numbers leave.
    let width = min(max(terminalWidth - 1 - begin.count - end.count, 4), 24)
    let filled = Int((min(done, 1) * Double(width)).rounded())
    let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: width - filled)
    write("\r\u{1B}[2K" + String((begin + bar + end).prefix(terminalWidth - 1)))
  }

  private var terminalWidth: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // A closed standard error must not end the training.
      #if canImport(Glibc)
        _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        _ = Musl.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      #elseif canImport(Darwin)
        _ = Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      #endif
    }
  }

  /// Four significant digits.
  private func short(_ value: Double) -> String {
    let exponent = log10(value.magnitude).rounded(.down)
    // Beyond these powers of ten (zero, infinities and NaN among them) there is nothing to round.
    guard exponent.magnitude < 300 else { return "\(value)" }
    let digits = pow(10, (3 - exponent).magnitude)
    return exponent <= 3 ? "\((value * digits).rounded() / digits)" : "\((value / digits).rounded() * digits)"
  }
}
