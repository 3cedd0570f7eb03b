import ArgumentParser
import Myelin

/// What all commands that make samples have in common.
struct SampleOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "How many samples there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "The seed, 0 to 4294967295; other samples in every run by default.")
  var seed: Int?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The file to write; standard output by default.", valueName: "file.csv")
  )
  var output: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A figure of the samples to draw: SVG, PNG or PDF by its ending.", valueName: "file.svg"))
  var figure: String?

  /// Makes the samples and writes them; see ``write(_:title:axes:)``.
  func write(
    _ generator: some SampleGenerator, title: String, axes: (horizontal: Int, vertical: Int)? = nil
  ) async throws {
    try await write(usageErrors { try generator.makeSamples(seed: seed) }, title: title, axes: axes)
  }

  /// Draws the samples where that is asked for, and writes them as a table.
  ///
  /// - Parameter axes: Which features the figure shows. By default the first two of classes, and the first with the first
  ///   target of numbers.
  func write(_ samples: GeneratedSamples, title: String, axes: (horizontal: Int, vertical: Int)? = nil) async throws {
    // The figure first: when it can't be drawn, nothing has been printed.
    if let figure { try await Self.figure(of: samples, title: title, axes: axes).write(to: figure) }
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
    let header = (0..<width).map { "x\($0)" } + names
    let writer =
      try output.map { try CSVWriter(path: $0, header: header) } ?? CSVWriter(standardOutputWithHeader: header)
    for row in 0..<samples.count {
      try writer.write(samples.features[row * width..<(row + 1) * width].map(CSVWriter.text) + texts(row))
    }
    try writer.finish()
  }

  private static func figure(
    of samples: GeneratedSamples, title: String, axes: (horizontal: Int, vertical: Int)?
  ) -> Figure {
    var figure = Figure(title: title)
    func column(_ index: Int) -> [Double] {
      stride(from: index, to: samples.features.count, by: samples.featureCount).map { samples.features[$0] }
    }
    let (horizontal, vertical) = axes ?? (0, 1)
    let x = column(horizontal)
    figure.xLabel = "x\(horizontal)"
    switch samples.targets {
    case .numbers(let numbers, let count) where axes == nil:
      figure.points(x: x, y: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] }, label: "samples")
      figure.yLabel = count == 1 ? "y" : "y0"
    case .numbers:
      figure.points(x: x, y: column(vertical), label: "samples")
      figure.yLabel = "x\(vertical)"
    case .classes(let classes):
      // Classes of a single feature lie on a line.
      let hasVertical = vertical < samples.featureCount
      let names = (0...(classes.max() ?? 0)).map { "class \($0)" }
      figure.points(x: x, y: hasVertical ? column(vertical) : x.map { _ in 0 }, classes: classes, names: names)
      figure.yLabel = hasVertical ? "x\(vertical)" : ""
    }
    return figure
  }
}
