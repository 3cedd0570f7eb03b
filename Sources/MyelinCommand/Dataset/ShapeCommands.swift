import ArgumentParser
import Myelin

/// `myelin dataset spirals`: interleaving spirals.
struct SpiralsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spirals", abstract: "Makes interleaving spirals, each a class.")

  @Option(parsing: .unconditional, help: "How many spirals there are.")
  var arms = 2
  @Option(parsing: .unconditional, help: "How many times each winds around the origin.")
  var turns = 1.5
  @OptionGroup var spread: NoiseOption
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      Spirals(samples: common.count, arms: arms, turns: turns, shuffle: order.shuffle, noise: spread.noise),
      title: "Spirals", equalScales: true)
  }
}

/// `myelin dataset xor`: points whose class is 1 where exactly one coordinate is positive.
struct ExclusiveOrCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xor",
    abstract: "Makes normal points whose class is 1 where an odd number of features is positive.")

  @Option(parsing: .unconditional, help: "How many features a sample has; 2 or more.")
  var features = 2
  @Option(
    parsing: .unconditional,
    help: "The standard deviation of what is added to the features when the classes are settled.")
  var noise: Double?
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      ExclusiveOr(samples: common.count, features: features, noise: noise), title: "Exclusive or", equalScales: true)
  }
}

/// `myelin dataset gate`: the truth table of a logic gate.
struct LogicGateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Makes the truth table of a logic gate: and, or, nand, nor, xor, xnor.",
    discussion: """
      Writes every row of the table once, and begins anew until there are as many samples as asked for.

      For example: myelin dataset gate nand --samples 100 --noise 0.1
      """)

  @Argument(help: "Which gate.", transform: { try choice("gate", $0) })
  var gate: LogicGate.Function
  @Option(parsing: .unconditional, help: "How many inputs the gate has, 1 to 20.")
  var inputs = 2
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the inputs.")
  var noise: Double?
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = false
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      LogicGate(gate, inputs: inputs, samples: common.samples, shuffle: shuffle, noise: noise),
      title: gate.rawValue.uppercased(), equalScales: true)
  }
}

/// `myelin dataset playground`: TensorFlow Playground's data sets.
struct PlaygroundCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground",
    abstract: "Makes one of TensorFlow Playground's data sets: circle, xor, gauss, spiral, plane, multi-gauss.",
    discussion: """
      The first four have two classes (1 is Playground's blue one) and 500 samples unless told otherwise, the last two a \
      number and 1200 samples. The formulas are Playground's, the random numbers are not those of a browser.
      """)

  @Argument(help: "Which data set.", transform: { try choice("data set", $0) })
  var problem: Playground.Problem
  @Option(parsing: .unconditional, help: "How noisy the data are, 0 to 0.5: Playground's slider divided by 100.")
  var noise = 0.0
  @OptionGroup var order: OrderOption
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      Playground(problem, samples: common.samples, noise: noise, shuffle: order.shuffle),
      title: "Playground: \(problem.rawValue)", axes: (0, 1), equalScales: true)
  }
}
