import ArgumentParser
import Myelin

/// What all commands that make samples have in common.
struct SampleOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples there are; 100 unless it is said otherwise above.", valueName: "count"))
  var samples: Int?
  @Option(parsing: .unconditional, help: "The seed, 0 to 4294967295; other samples in every run by default.")
  var seed: Int?
  @OptionGroup var files: OutputOptions

  /// How many samples there are, for generators that make 100 unless told otherwise.
  var count: Int { samples ?? 100 }

  /// Makes the samples and writes them; see ``write(_:title:axes:equalScales:)``.
  func write(
    _ generator: some SampleGenerator, title: String, axes: (horizontal: Int, vertical: Int)? = nil,
    equalScales: Bool = false
  ) async throws {
    try await write(
      usageErrors { try generator.makeSamples(seed: seed) }, title: title, axes: axes, equalScales: equalScales)
  }

  /// Draws the samples where that is asked for, and writes them as a table.
  ///
  /// - Parameters:
  ///   - axes: Which features the figure shows. By default the first two of classes, and the first with the first
  ///     target of numbers.
  ///   - equalScales: Whether all features have the same unit, which is then as long on both axes.
  func write(
    _ samples: GeneratedSamples, title: String, axes: (horizontal: Int, vertical: Int)? = nil, equalScales: Bool = false
  ) async throws {
    try await files.draw(SampleFigure.figure(of: samples, title: title, axes: axes, equalScales: equalScales))
    let (names, texts): ([String], (Int) -> [String]) =
      switch samples.targets {
      case .classes(let classes): (["label"], { ["\(classes[$0])"] })
      case .numbers(let numbers, let count):
        (
          count == 1 ? ["y"] : (0..<count).map { "y\($0)" },
          { numbers[$0 * count..<($0 + 1) * count].map(CSVWriter.text) }
        )
      }
    let width = samples.featureCount
    try files.write(header: (0..<width).map { "x\($0)" } + names, rows: samples.count) { row in
      samples.features[row * width..<(row + 1) * width].map(CSVWriter.text) + texts(row)
    }
  }
}
