import ArgumentParser
import Myelin

/// `myelin dataset classification`: scikit-learn's `make_classification` as a CSV file.
struct ClassificationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classification",
    abstract: "Makes a random classification problem, equal to scikit-learn's make_classification.",
    discussion: """
      Prints a CSV table with the columns x0, x1, … and label; the numbers read back to the same float64.

      For example: myelin dataset classification --features 2 --redundant 0 --seed 0 --output points.csv
      """)

  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 20
  @Option(parsing: .unconditional, help: "How many features tell the classes apart.")
  var informative = 2
  @Option(parsing: .unconditional, help: "How many features are combinations of informative ones.")
  var redundant = 2
  @Option(parsing: .unconditional, help: "How many features repeat others.")
  var repeated = 0
  @Option(parsing: .unconditional, help: "How many classes there are.")
  var classes = 2
  @Option(parsing: .unconditional, help: "How many clusters a class has.")
  var clustersPerClass = 2
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of each class, or of all but the last; equal by default.", valueName: "a,b,c"))
  var weights: NumberList?
  @Option(parsing: .unconditional, help: "The share of samples whose class is drawn anew.")
  var flipY = 0.01
  @Option(parsing: .unconditional, help: "How far the classes lie apart.")
  var classSeparation = 1.0
  @Flag(inversion: .prefixedNo, help: "Put the clusters on the corners of a hypercube, not of a random polytope.")
  var hypercube = true
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is added to the features: a number, one for each feature, or random.", valueName: "a|a,b,c|random"))
  var shift = FeatureArgument(value: 0)
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What the shifted features are multiplied by, likewise.", valueName: "a|a,b,c|random"))
  var scale = FeatureArgument(value: 1)
  @Flag(inversion: .prefixedNo, help: "Put samples and features in random order.")
  var shuffle = true
  @OptionGroup var common: SampleOptions

  func run() async throws {
    let data = try usageErrors {
      try classificationSamples(
        samples: common.count, features: features, informative: informative, redundant: redundant, repeated: repeated,
        classes: classes, clustersPerClass: clustersPerClass, weights: weights?.numbers, flipY: flipY,
        classSeparation: classSeparation, hypercube: hypercube, shift: shift.value, scale: scale.value,
        shuffle: shuffle, seed: common.seed)
    }
    let samples = GeneratedSamples(
      features: data.features, featureCount: data.featureCount, targets: .classes(data.labels))
    try await common.write(samples, title: "Classification")
  }
}

/// A value for each feature, as an argument.
struct FeatureArgument: ExpressibleByArgument, Sendable {
  let value: FeatureValues

  init(value: FeatureValues) { self.value = value }

  init?(argument: String) {
    if argument == "random" || argument == "None" {
      value = .random
    } else if let list = NumberList(argument: argument) {
      value = list.numbers.count == 1 ? .constant(list.numbers[0]) : .perFeature(list.numbers)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    if case .constant(let number) = value { "\(number)" } else { "random" }
  }
}
