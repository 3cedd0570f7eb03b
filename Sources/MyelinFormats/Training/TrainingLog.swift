import FoundationEssentials
import MyelinFiles
import MyelinNN

extension Callback {
  /// Writes a table with a line for every epoch: epoch (from 1), learning rate, loss, metrics, and those of the validation
  /// data. Every line is in the file as soon as its epoch has ended.
  ///
  /// A resumed run goes on behind the lines that were there when its checkpoint was written. Numbers are written so that they
  /// can be read back with the same bits.
  ///
  /// - Parameters:
  ///   - path: The file; an old one is replaced.
  ///   - separator: What stands between the numbers.
  public static func csvLog(to path: String, separator: Character = ",") -> Callback {
    Callback { TrainingLog(path, CSVLines(separator: separator)) }
  }

  /// Writes a JSON object per line, for every epoch, and for steps now and then if asked for:
  ///
  /// ```json
  /// {"event":"step","epoch":1,"step":100,"learningRate":0.001,"batchLoss":0.41,"loss":0.52}
  /// {"event":"epoch","epoch":1,"step":469,"learningRate":0.001,"loss":0.34,"accuracy":0.9,"validation_loss":0.21}
  /// ```
  ///
  /// Numbers that JSON doesn't know are written as `"nan"`, `"inf"` and `"-inf"`. A resumed run goes on behind the lines that
  /// were there when its checkpoint was written; if the file is gone, with those of the epochs that the checkpoint knows.
  ///
  /// - Parameters:
  ///   - path: The file; an old one is replaced.
  ///   - interval: How often a step is written; epochs always are.
  public static func jsonLog(to path: String, every interval: Interval = .epochs(1)) -> Callback {
    let interval = interval.checked(in: "jsonLog")
    return Callback { TrainingLog(path, JSONLines(), steps: interval) }
  }
}

/// How lines of a log are written.
private protocol LogFormat {
  /// What stands above the lines, which have these names.
  func header(_ names: [String]) -> String
  func line(_ event: String, _ values: [(name: String, value: Double)]) -> String
}

private struct CSVLines: LogFormat {
  let separator: Character

  func header(_ names: [String]) -> String { names.map(quoted).joined(separator: String(separator)) + "\n" }

  func line(_ event: String, _ values: [(name: String, value: Double)]) -> String {
    values.map { text($0.value) }.joined(separator: String(separator)) + "\n"
  }

  private func quoted(_ name: String) -> String {
    let isPlain = !name.contains { $0 == separator || $0 == "\"" || $0.isNewline }
    return isPlain ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}

private struct JSONLines: LogFormat {
  func header(_ names: [String]) -> String { "" }

  func line(_ event: String, _ values: [(name: String, value: Double)]) -> String {
    let fields = values.map { name, value in
      quoted(name) + ":" + (value.isFinite ? text(value) : quoted(text(value)))
    }
    return "{\"event\":\(quoted(event))," + fields.joined(separator: ",") + "}\n"
  }

  private func quoted(_ text: String) -> String {
    // What the user calls a metric may hold anything.
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}

/// The shortest text with the same bits; whole numbers without a fraction.
private func text(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  return Int(exactly: value).map { value.sign == .minus && $0 == 0 ? "-0.0" : String($0) } ?? "\(value)"
}

/// Adds lines to a file as epochs end.
private final class TrainingLog: TrainingObserver {
  private let path: String
  private let format: any LogFormat
  private let steps: Interval
  private var file: GrowingFile?
  /// The learning rate at the end of every epoch so far; NaN for those that this log hasn't seen.
  private var rates: [Double] = []
  /// How many bytes are in the file, and their checksum.
  private var length = 0
  private var checksum = CRC32()

  init(_ path: String, _ format: any LogFormat, steps: Interval = .epochs(1)) {
    (self.path, self.format, self.steps) = (path, format, steps)
  }

  /// The name holds the kind of file, so that each gets its own memory back.
  var name: String { "TrainingLog of \(type(of: format))" }

  func trainingBegan(_ state: TrainingState) throws {
    let epochs = state.history.epochs
    // A run that was begun without a log may go on with one.
    rates = epochs.indices.map { rates.indices.contains($0) ? rates[$0] : .nan }
    // What an interrupted run has written after its checkpoint will be written again.
    var text = ""
    if let known = writtenText() {
      text = known
    } else {
      if let first = epochs.first { text = format.header(values(0, first, state).map(\.name)) }
      for index in epochs.indices { text += line(index, state) }
    }
    (length, checksum) = (0, CRC32())
    note(text)
    file = try GrowingFile(path, beginningWith: text)
  }

  /// What was in the file when the checkpoint was written, if it is still there.
  private func writtenText() -> String? {
    guard length > 0, let bytes = try? AtomicFile.read(path), bytes.count >= length else { return nil }
    let text = Array(bytes.prefix(length))
    var sum = CRC32()
    sum.update(text)
    return sum.value == checksum.value ? String(decoding: text, as: UTF8.self) : nil
  }

  private func append(_ text: String) throws {
    try file?.append(text)
    note(text)
  }

  private func note(_ text: String) {
    let bytes = Array(text.utf8)
    length += bytes.count
    checksum.update(bytes)
  }

  func batchEnded(_ state: TrainingState) throws {
    guard steps.isDue(afterStep: state.step) else { return }
    try append(
      format.line(
        "step",
        [
          ("epoch", Double(state.epoch + 1)), ("step", Double(state.step)), ("learningRate", state.currentLearningRate),
          ("batchLoss", state.batchLoss), ("loss", state.loss),
        ]))
  }

  func epochEnded(_ state: TrainingState) throws {
    let index = state.history.epochs.count - 1
    rates.append(state.currentLearningRate)
    let header = index == 0 ? format.header(values(0, state.history.epochs[0], state).map(\.name)) : ""
    try append(header + line(index, state))
  }

  func trainingEnded(_ state: TrainingState) throws { try file?.close() }

  private func line(_ index: Int, _ state: TrainingState) -> String {
    format.line("epoch", values(index, state.history.epochs[index], state))
  }

  private func values(
    _ index: Int, _ epoch: History.Epoch, _ state: TrainingState
  ) -> [(name: String, value: Double)] {
    var values: [(name: String, value: Double)] = [("epoch", Double(index + 1))]
    values.append(("step", Double((index + 1) * state.batches)))
    values.append(("learningRate", rates[index]))
    values.append(("loss", epoch.loss))
    for (name, value) in epoch.metrics.sorted(by: { $0.key < $1.key }) { values.append((name, value)) }
    epoch.validationLoss.map { values.append(("validation_loss", $0)) }
    for (name, value) in (epoch.validationMetrics ?? [:]).sorted(by: { $0.key < $1.key }) {
      values.append(("validation_\(name)", value))
    }
    return values
  }

  var memory: ObserverMemory {
    get {
      ObserverMemory(
        numbers: ["length": Double(length), "checksum": Double(checksum.value)],
        tensors: ["learningRates": Tensor(shape: [rates.count], rates, type: .float64)])
    }
    set {
      rates = newValue.tensors["learningRates"]?.scalars ?? []
      guard let length = newValue.numbers["length"].flatMap(Int.init(exactly:)),
        let value = newValue.numbers["checksum"].flatMap(UInt32.init(exactly:))
      else { return }
      (self.length, checksum) = (length, CRC32(value: value))
    }
  }
}
