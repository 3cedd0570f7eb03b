import ArgumentParser
import CAllocationPeak
import Foundation

@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Gives a reader damaged files, and stops where it does worse than to throw.",
    discussion: """
      The input that is being read is always in the file OUTPUT/READER.input, so that it is there if the reader traps, runs \
      for more than \(secondsPerInput) seconds of the processor's, or AddressSanitizer stops it.
      """)

  private static let secondsPerInput = 20

  @Argument(
    help: "\(Reader.all.map(\.name).joined(separator: ", ")), or all.")
  var reader: String
  @Option(help: "How many inputs.")
  var inputs = 1_000_000
  @Option(help: "What the damage depends on.")
  var seed: UInt64 = 1
  @Option(help: "The folder with a folder of sound files for each reader.")
  var corpus = "Corpus"
  @Option(help: "Where inputs are kept.")
  var output = ".build/inputs"
  @Option(help: "Reads this file alone, instead.")
  var input: String?

  func run() throws {
    let readers = Reader.all.filter { reader == "all" || $0.name == reader }
    guard !readers.isEmpty else { throw ValidationError("there is no reader '\(reader)'") }
    let isCounting = allocation_peak_install()
    if !isCounting { print("Without --sanitize=address memory isn't watched.") }
    for reader in readers { try run(reader) }
  }

  /// Ends the process when it has worked for so long, and, should it only wait, when fifteen times as much has gone by.
  private static func allow(seconds: Int) {
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    alarm(UInt32(15 * seconds))
  }

  private func run(_ reader: Reader) throws {
    if let input {
      try reader.read([UInt8](Data(contentsOf: URL(filePath: input))))
      return
    }
    let folder = URL(filePath: corpus).appending(path: reader.folder ?? reader.name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let files = try reader.made() + names.sorted().map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) }
    guard !files.isEmpty else { throw ValidationError("there are no sound files in \(folder.path)") }
    for file in files { _ = try? reader.read(file) }
    let current = try CurrentInput(output + "/" + reader.name + ".input")
    var mutator = Mutator(corpus: files, tokens: reader.tokens, seed: seed)
    var refused = 0
    var longest = 0.0
    var largest = 0.0
    var multiple = 0.0
    let start = Date()
    for count in 1...inputs {
      // Half of the files have right checksums, so that readers come to what is behind them.
      let bytes = count.isMultiple(of: 2) ? reader.mended(mutator.next()) : mutator.next()
      current.write(bytes)
      Self.allow(seconds: Self.secondsPerInput)
      allocation_peak_reset()
      let began = clock()
      do { try reader.read(bytes) } catch { refused += 1 }
      longest = max(longest, Double(clock() - began) / Double(CLOCKS_PER_SEC))
      let peak = allocation_peak()
      let allowed = reader.allowance(bytes.count)
      largest = max(largest, Double(peak) / Double(allowed))
      // Buffers of fixed size count for little in longer files.
      multiple = max(multiple, Double(peak - 1 << 20) / Double(max(bytes.count, 1)))
      guard peak <= allowed else {
        print("\(reader.name): input \(count) of \(bytes.count) bytes allocates \(peak) bytes: see \(current.path)")
        throw ExitCode.failure
      }
      guard count.isMultiple(of: 100_000) else { continue }
      print("\(reader.name): \(count) inputs, \(refused) refused")
      fflush(nil)
    }
    Self.allow(seconds: 0)
    print(
      "\(reader.name): \(inputs) inputs in \(Int(Date().timeIntervalSince(start))) s, \(refused) refused;",
      "longest \(longest) s, memory at most \(multiple.rounded()) bytes for each of an input's and \((largest * 100).rounded()) % of what is allowed"
    )
  }
}

/// A file in which the present input is, whatever happens to the process.
final class CurrentInput {
  let path: String
  private let memory: UnsafeMutableRawPointer
  private let descriptor: Int32
  private static let greatestCount = 1 << 20

  init(_ path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0, ftruncate(descriptor, Self.greatestCount) == 0,
      let memory = mmap(nil, Self.greatestCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw CocoaError(.fileWriteUnknown) }
    self.memory = memory
  }

  func write(_ bytes: [UInt8]) {
    precondition(bytes.count <= Self.greatestCount)
    // First the length: to write behind the end of the file would be a fault.
    ftruncate(descriptor, bytes.count)
    memory.copyMemory(from: bytes, byteCount: bytes.count)
  }
}
