import ArgumentParser
import Myelin

/// `myelin dataset regression`: scikit-learn's `make_regression`.
struct RegressionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regression", abstract: "Makes a linear regression problem, equal to scikit-learn's make_regression.")

  @Option(parsing: .unconditional, help: "How many features a sample has.")
  var features = 100
  @Option(parsing: .unconditional, help: "How many features matter.")
  var informative = 10
  @Option(parsing: .unconditional, help: "How many targets a sample has.")
  var targets = 1
  @Option(parsing: .unconditional, help: "What is added to every target.")
  var bias = 0.0
  @Option(
    parsing: .unconditional,
    help: "About how many singular vectors explain the features; independent features by default.")
  var effectiveRank: Int?
  @Option(parsing: .unconditional, help: "The weight of the other singular vectors, 0 to 1.")
  var tailStrength = 0.5
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the targets.")
  var noise = 0.0
  @Flag(inversion: .prefixedNo, help: "Put samples and features in random order.")
  var shuffle = true
  @OptionGroup var common: SampleOptions

  func run() async throws {
    let problem = LinearRegressionProblem(
      samples: common.count, features: features, informative: informative, targets: targets, bias: bias,
      effectiveRank: effectiveRank, tailStrength: tailStrength, noise: noise, shuffle: shuffle)
    try await common.write(problem, title: "Linear regression")
  }
}

/// `myelin dataset sparse-uncorrelated`: scikit-learn's `make_sparse_uncorrelated`.
struct SparseUncorrelatedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sparse-uncorrelated",
    abstract: "Makes a regression problem in which four features matter, equal to make_sparse_uncorrelated.")

  @Option(parsing: .unconditional, help: "How many features a sample has; 4 or more.")
  var features = 10
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(SparseUncorrelated(samples: common.count, features: features), title: "Sparse uncorrelated")
  }
}

/// `myelin dataset low-rank-matrix`: scikit-learn's `make_low_rank_matrix`.
struct LowRankMatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "low-rank-matrix",
    abstract: "Makes a matrix of nearly low rank, without targets, equal to scikit-learn's make_low_rank_matrix.")

  @Option(parsing: .unconditional, help: "How many columns there are.")
  var features = 100
  @Option(parsing: .unconditional, help: "About how many singular vectors explain the matrix.")
  var effectiveRank = 10
  @Option(parsing: .unconditional, help: "The weight of the other singular vectors, 0 to 1.")
  var tailStrength = 0.5
  @OptionGroup var common: SampleOptions

  func run() async throws {
    let matrix = try usageErrors {
      try LowRankMatrix(
        samples: common.count, features: features, effectiveRank: effectiveRank, tailStrength: tailStrength
      ).matrix(seed: common.seed)
    }
    var figure = Figure(title: "Low-rank matrix")
    figure.heatMap(values: matrix.rows.map(\.scalars))
    figure.xLabel = "feature"
    figure.yLabel = "sample"
    try await common.files.draw(figure)
    let values = matrix.scalars
    try common.files.write(header: (0..<features).map { "x\($0)" }, rows: common.count) { row in
      values[row * features..<(row + 1) * features].map(CSVWriter.text)
    }
  }
}

/// `myelin dataset friedman`: scikit-learn's `make_friedman1`, `make_friedman2` and `make_friedman3`.
struct FriedmanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "friedman",
    abstract: "Makes one of Friedman's three curved regression problems, equal to scikit-learn's make_friedman1 to 3.")

  @Argument(help: "Which problem: 1, 2 or 3.")
  var problem: Int
  @Option(parsing: .unconditional, help: "How many features a sample of the first problem has; 5 or more.")
  var features = 10
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the targets.")
  var noise = 0.0
  @OptionGroup var common: SampleOptions

  func run() async throws {
    guard let problem = Friedman.Problem(rawValue: problem) else {
      throw ValidationError("there is no problem \(problem); name 1, 2 or 3")
    }
    try await common.write(
      Friedman(problem, samples: common.count, features: features, noise: noise),
      title: "Friedman \(problem.rawValue)")
  }
}

/// `myelin dataset s-curve`: scikit-learn's `make_s_curve`.
struct SCurveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "s-curve", abstract: "Makes a surface bent like an S, equal to scikit-learn's make_s_curve.")

  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the features.")
  var noise = 0.0
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      SCurve(samples: common.count, noise: noise), title: "S-curve", axes: (0, 2), equalScales: true)
  }
}

/// `myelin dataset swiss-roll`: scikit-learn's `make_swiss_roll`.
struct SwissRollCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiss-roll", abstract: "Makes a rolled-up surface, equal to scikit-learn's make_swiss_roll.")

  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the features.")
  var noise = 0.0
  @Flag(help: "Leave a hole in the roll.")
  var hole = false
  @OptionGroup var common: SampleOptions

  func run() async throws {
    try await common.write(
      SwissRoll(samples: common.count, noise: noise, hole: hole), title: "Swiss roll", axes: (0, 2),
      equalScales: true)
  }
}
