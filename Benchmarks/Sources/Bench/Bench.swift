import ArgumentParser
import Foundation
import Myelin

/// Measures Myelin and its peers on the same work, in one run, in turns.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure Myelin and its peers on the same work, in one run, in turns.",
    discussion: "A run of everything writes Benchmarks/RESULTS.md and Benchmarks/width.svg.")

  @Option(help: "The work to do, by name or the name's beginning (tiny, width, perceptron …), separated by commas.")
  var only: String?

  @Option(
    help: "The libraries to measure, separated by commas: myelin, torch, tensorflow, jax, sklearn, pandas, polars.")
  var contestants: String?

  @Flag(help: "Take three short turns instead of nine longer ones: to see that all works, not to compare.")
  var quick = false

  @Option(help: "How many turns everybody takes.")
  var rounds: Int?

  @Option(help: "Write all measurements into this file, as JSON.")
  var json: String?

  @Option(help: "Write the report into this file, and its figure beside it.")
  var results: String?

  @Option(help: "How many threads each library may use.")
  var threads = min(2, ProcessInfo.processInfo.activeProcessorCount)

  @Flag(help: "List the work and who does it, and measure nothing.")
  var list = false

  func validate() throws {
    guard (1...ProcessInfo.processInfo.activeProcessorCount).contains(threads) else {
      throw ValidationError("this machine has \(ProcessInfo.processInfo.activeProcessorCount) cores, not \(threads)")
    }
  }

  // On the main thread, which lives as long as the process: workers end with the thread that started them.
  @MainActor
  func run() async throws {
    let (works, libraries) = (try chosenWorks(), try chosenLibraries())
    if list {
      for work in works {
        print("\(work.name): \(work.title)\n  \(work.contestants.map(\.name).joined(separator: ", "))")
      }
      return
    }
    // Else a worker that has ended would end this process when it is spoken to.
    signal(SIGPIPE, SIG_IGN)
    let progress = Progress()
    let rounds = Rounds(
      threads: threads, count: rounds ?? (quick ? 3 : 9), turn: quick ? 0.1 : 0.3, progress: progress.show)
    var results = Results(machine: Machine(threads: threads))
    for work in works {
      guard !work.needsFashion || FileManager.default.fileExists(atPath: Work.fashionFolder) else {
        progress.show("\(work.name): left out: 'apt-get install dataset-fashion-mnist' brings its data\n")
        continue
      }
      if work.needsTable, !FileManager.default.fileExists(atPath: Work.tablePath) {
        progress.show("\(work.name): pandas writes the file")
        guard makeTable() else {
          progress.show("\(work.name): left out: 'make bench-peers' installs pandas, which writes its file\n")
          continue
        }
      }
      progress.show("\(work.name): the machine itself")
      results.machine.measure()
      let result = rounds.run(work, contestants: work.contestants.filter { libraries.contains($0.library) })
      guard !result.scores.isEmpty else { continue }
      results.works.append(result)
      results.versions = rounds.versions
      progress.clear()
      print("\n\(work.title)\n\(result.table(on: results.machine).aligned)")
      if let disagreement = result.disagreement, disagreement > 0.01 {
        print("The losses of the tenth step differ by \(disagreement): not all do the same work!")
      }
      fflush(nil)
    }
    print("\nThe machine's limits: \(results.machine.limits)\n\n\(results.summary.aligned)")
    if let growth = results.widthGrowth { print("\nWhat a doubling of the width costs:\n\(growth.aligned)") }
    try await write(results)
  }

  private func write(_ results: Results) async throws {
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.dateEncodingStrategy = .iso8601
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      try AtomicFile.write(String(decoding: try encoder.encode(results), as: UTF8.self) + "\n", to: json)
    }
    let isComplete = only == nil && contestants == nil && !quick
    guard let path = self.results ?? (isComplete ? "\(Library.home.path)/RESULTS.md" : nil) else { return }
    if let figure = results.widthFigure {
      try await figure.write(to: URL(filePath: path).deletingLastPathComponent().appending(path: "width.svg").path)
    }
    try AtomicFile.write(results.markdown(figure: results.widthFigure == nil ? nil : "width.svg"), to: path)
  }

  /// Lets pandas write the CSV file; false if that fails.
  private func makeTable() -> Bool {
    let command = Library.python("make_table.py")
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = [command[1], Work.tablePath]
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// The works that `--only` chooses.
  private func chosenWorks() throws -> [Work] {
    let all = Work.all
    guard let only else { return all }
    return try only.split(separator: ",").flatMap { name in
      // A work's own name chooses it alone: `tiny` isn't `tiny-eager`.
      let exact = all.filter { $0.name == name }
      let found = exact.isEmpty ? all.filter { $0.name.hasPrefix(name) } : exact
      guard !found.isEmpty else { throw ValidationError("there is no work named '\(name)'; --list shows them") }
      return found
    }
  }

  /// The libraries that `--contestants` chooses and that are installed.
  private func chosenLibraries() throws -> [Library] {
    let named = try contestants?.split(separator: ",").map { name in
      guard let library = Library(rawValue: String(name)) else {
        throw ValidationError("there is no library named '\(name)'")
      }
      return library
    }
    return (named ?? Library.allCases).filter { library in
      if !library.isInstalled, !list {
        print("\(library.rawValue) is left out: 'make bench-peers' installs it")
      }
      return library.isInstalled
    }
  }
}

/// What is being done now, in the last line of a terminal.
private struct Progress {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// Shows a text in place of the last one; one that ends its line stays.
  func show(_ text: String) {
    let line = isTerminal ? "\r\u{1B}[K\(text)" : text.hasSuffix("\n") ? text : text + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  func clear() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
