import ArgumentParser
import Myelin

/// What the commands of generators have in common.
struct GeneratorOptions: ParsableArguments {
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

  /// Makes the samples, writes them as a table, and draws them where that is asked for.
  func write(_ generator: some SampleGenerator, title: String) async throws {
    var random = NumPyRandomState()
    if let seed {
      do {
        random = try NumPyRandomState(validating: seed)
      } catch {
        throw ValidationError("\(error)")
      }
    }
    let samples: GeneratedSamples
    do {
      samples = try generator.makeSamples(using: &random)
    } catch {
      throw ValidationError("\(error)")
    }
    try writeTable(samples)
    if let figure { try await Self.figure(of: samples, title: title).write(to: figure) }
  }

  private func writeTable(_ samples: GeneratedSamples) throws {
    let width = samples.featureCount
    var header = (0..<width).map { "x\($0)" }
    let targets: [[String]]
    switch samples.targets {
    case .classes(let classes):
      header.append("label")
      targets = classes.map { ["\($0)"] }
    case .numbers(let numbers, let count):
      header += count == 1 ? ["y"] : (0..<count).map { "y\($0)" }
      targets = (0..<samples.count).map { row in numbers[row * count..<(row + 1) * count].map(CSVWriter.text) }
    }
    let writer =
      try output.map { try CSVWriter(path: $0, header: header) } ?? CSVWriter(standardOutputWithHeader: header)
    for row in 0..<samples.count {
      try writer.write(samples.features[row * width..<(row + 1) * width].map(CSVWriter.text) + targets[row])
    }
    try writer.finish()
  }

  /// The first two features of every class, or the first target over the first feature.
  private static func figure(of samples: GeneratedSamples, title: String) -> Figure {
    var figure = Figure(title: title)
    func column(_ index: Int) -> [Double] {
      stride(from: index, to: samples.features.count, by: samples.featureCount).map { samples.features[$0] }
    }
    let first = column(0)
    figure.xLabel = "x0"
    switch samples.targets {
    case .numbers(let numbers, let count):
      figure.points(x: first, y: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] }, label: "samples")
      figure.yLabel = count == 1 ? "y" : "y0"
    case .classes(let classes):
      let second = samples.featureCount > 1 ? column(1) : first.map { _ in 0 }
      figure.yLabel = samples.featureCount > 1 ? "x1" : ""
      for label in Set(classes).sorted() {
        let rows = classes.indices.filter { classes[$0] == label }
        figure.points(x: rows.map { first[$0] }, y: rows.map { second[$0] }, label: "class \(label)")
      }
    }
    return figure
  }
}

/// `myelin dataset moons`: scikit-learn's `make_moons`.
struct MoonsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moons", abstract: "Makes two interleaving half circles, equal to scikit-learn's make_moons.")

  @Option(parsing: .unconditional, help: "How many samples there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the features.")
  var noise: Double?
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = true
  @OptionGroup var options: GeneratorOptions

  func run() async throws {
    try await options.write(Moons(samples: samples, shuffle: shuffle, noise: noise), title: "Moons")
  }
}

/// `myelin dataset circles`: scikit-learn's `make_circles`.
struct CirclesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circles", abstract: "Makes a circle within another, equal to scikit-learn's make_circles.")

  @Option(parsing: .unconditional, help: "How many samples there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the features.")
  var noise: Double?
  @Option(parsing: .unconditional, help: "The radius of the inner circle; the outer one's is 1.")
  var factor = 0.8
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = true
  @OptionGroup var options: GeneratorOptions

  func run() async throws {
    try await options.write(
      Circles(samples: samples, shuffle: shuffle, noise: noise, factor: factor), title: "Circles")
  }
}

/// `myelin dataset blobs`: scikit-learn's `make_blobs`.
struct BlobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blobs", abstract: "Makes normally distributed clusters, equal to scikit-learn's make_blobs.")

  @Option(parsing: .unconditional, help: "How many samples there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 2
  @Option(parsing: .unconditional, help: "How many clusters there are.")
  var centers = 3
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The standard deviation of all clusters, or of each.", valueName: "a|a,b,c"))
  var deviations: NumberList?
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = true
  @OptionGroup var options: GeneratorOptions

  func run() async throws {
    let blobs = Blobs(
      samples: .total(samples), features: features, centers: .random(count: centers),
      deviations: deviations?.numbers ?? [1], shuffle: shuffle)
    try await options.write(blobs, title: "Blobs")
  }
}

/// `myelin dataset gaussian-quantiles`: scikit-learn's `make_gaussian_quantiles`.
struct GaussianQuantilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaussian-quantiles",
    abstract: "Makes shells of one normal distribution, equal to scikit-learn's make_gaussian_quantiles.")

  @Option(parsing: .unconditional, help: "How many samples there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 2
  @Option(parsing: .unconditional, help: "How many classes there are.")
  var classes = 3
  @Option(parsing: .unconditional, help: "The variance of every feature.")
  var variance = 1.0
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = true
  @OptionGroup var options: GeneratorOptions

  func run() async throws {
    let generator = GaussianQuantiles(
      variance: variance, samples: samples, features: features, classes: classes, shuffle: shuffle)
    try await options.write(generator, title: "Gaussian quantiles")
  }
}
