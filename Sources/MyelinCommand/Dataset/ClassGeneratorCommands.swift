import ArgumentParser
import Myelin

/// `myelin dataset moons`: scikit-learn's `make_moons`.
struct MoonsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moons", abstract: "Makes two interleaving half circles, equal to scikit-learn's make_moons.")

  @OptionGroup var spread: NoiseOption
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      Moons(samples: common.count, shuffle: order.shuffle, noise: spread.noise), title: "Moons",
      equalScales: true)
  }
}

/// `myelin dataset circles`: scikit-learn's `make_circles`.
struct CirclesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circles", abstract: "Makes a circle within another, equal to scikit-learn's make_circles.")

  @OptionGroup var spread: NoiseOption
  @Option(parsing: .unconditional, help: "The radius of the inner circle; the outer one's is 1.")
  var factor = 0.8
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      Circles(samples: common.count, shuffle: order.shuffle, noise: spread.noise, factor: factor), title: "Circles",
      equalScales: true)
  }
}

/// `myelin dataset blobs`: scikit-learn's `make_blobs`.
struct BlobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blobs", abstract: "Makes normally distributed clusters, equal to scikit-learn's make_blobs.")

  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 2
  @Option(parsing: .unconditional, help: "How many clusters there are.")
  var centers = 3
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The standard deviation of all clusters, or of each.", valueName: "a|a,b,c"))
  var deviations: NumberList?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Between which numbers the centres lie (default: -10,10).", valueName: "from,to"))
  var box: NumberList?
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    let box = box?.numbers ?? [-10, 10]
    guard box.count == 2 else {
      throw ValidationError("--box must be two numbers, such as -10,10, but is \(box.count)")
    }
    let blobs = Blobs(
      samples: .total(common.count), features: features, centers: .random(count: centers),
      deviations: deviations?.numbers ?? [1], box: (box[0], box[1]), shuffle: order.shuffle)
    try await common.write(blobs, title: "Blobs", equalScales: true)
  }
}

/// `myelin dataset gaussian-quantiles`: scikit-learn's `make_gaussian_quantiles`.
struct GaussianQuantilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaussian-quantiles",
    abstract: "Makes shells of one normal distribution, equal to scikit-learn's make_gaussian_quantiles.")

  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 2
  @Option(parsing: .unconditional, help: "How many classes there are.")
  var classes = 3
  @Option(parsing: .unconditional, help: "The variance of every feature.")
  var variance = 1.0
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    let generator = GaussianQuantiles(
      variance: variance, samples: common.count, features: features, classes: classes, shuffle: order.shuffle)
    try await common.write(generator, title: "Gaussian quantiles", equalScales: true)
  }
}

/// `myelin dataset hastie`: scikit-learn's `make_hastie_10_2`.
struct HastieCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hastie",
    abstract: "Makes ten normal features and two classes, equal to scikit-learn's make_hastie_10_2.",
    discussion: "Makes 12000 samples unless told otherwise. Class 0 is scikit-learn's -1.")

  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(Hastie(samples: common.samples ?? 12_000), title: "Hastie 10.2", equalScales: true)
  }
}
