import MyelinCore

/// A recipe for random samples. Those that scikit-learn 1.9 has as well are equal to its function's for the same arguments
/// and seed, integers and order exactly, real numbers up to rounding.
///
/// ```swift
/// let (x, y) = try Moons(samples: 200, noise: 0.1).samples(seed: 3)   // make_moons(200, noise=0.1, random_state=3)
/// ```
///
/// The arguments have scikit-learn's defaults, where it has the function. What is wrong with them is thrown when samples are made.
public protocol SampleGenerator: Sendable {
  /// Makes the samples.
  ///
  /// - Parameter random: Where the draws come from; it moves on, so that several data sets can be made from one state.
  /// - Throws: ``GeneratorError`` if an argument is wrong; nothing is drawn then.
  func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples
}

extension SampleGenerator {
  /// The samples and their targets as tensors.
  ///
  /// - Parameter seed: 0 up to 2³² − 1, or nil for other samples in every run (`random_state`).
  /// - Returns: The features, float64 `[samples, features]`, and the targets: int64 `[samples]` for classes, float64
  ///   `[samples]` or `[samples, targets]` for numbers.
  /// - Throws: ``GeneratorError`` naming the argument that is wrong.
  public func samples(seed: Int? = nil) throws(GeneratorError) -> (x: Tensor, y: Tensor) {
    let samples = try makeSamples(seed: seed)
    return (samples.x, samples.y)
  }

  /// Makes the samples from a state of their own.
  ///
  /// - Parameter seed: 0 up to 2³² − 1, or nil for other samples in every run (`random_state`).
  /// - Throws: ``GeneratorError`` naming the argument that is wrong.
  public func makeSamples(seed: Int?) throws(GeneratorError) -> GeneratedSamples {
    var random = try NumPyRandomState(generatorSeed: seed)
    return try makeSamples(using: &random)
  }
}

extension NumPyRandomState {
  /// The state of a seed, or one that differs in every run.
  init(generatorSeed seed: Int?) throws(GeneratorError) {
    guard let seed else {
      self.init()
      return
    }
    guard let seed = UInt32(exactly: seed) else { throw GeneratorError("seed", seed, "from 0 to 2^32 - 1") }
    self.init(seed: seed)
  }
}

/// Samples that a ``SampleGenerator`` made.
public struct GeneratedSamples: Sendable, Equatable {
  /// What is known of each sample.
  public enum Targets: Sendable, Equatable {
    /// Its class, from 0.
    case classes([Int])
    /// Numbers, row by row, so many for each sample.
    case numbers([Double], perSample: Int)
  }

  /// The features, row by row.
  public var features: [Double]
  /// The number of features of each sample.
  public let featureCount: Int
  /// What is known of each sample.
  public var targets: Targets

  /// Samples of features, row by row.
  ///
  /// Sizes that don't fit together stop the program.
  public init(features: [Double], featureCount: Int, targets: Targets) {
    let targetCount =
      switch targets {
      case .classes(let classes): classes.count
      case .numbers(let numbers, let width): width > 0 && numbers.count % width == 0 ? numbers.count / width : -1
      }
    guard featureCount > 0, features.count == targetCount * featureCount else {
      fatalError(
        "GeneratedSamples: \(features.count) numbers are not \(featureCount) features for each of \(targetCount) targets"
      )
    }
    (self.features, self.featureCount, self.targets) = (features, featureCount, targets)
  }

  /// The number of samples.
  public var count: Int { features.count / featureCount }

  /// The features, float64 `[samples, features]`.
  public var x: Tensor { Tensor(shape: [count, featureCount], features, type: .float64) }

  /// The targets: int64 `[samples]` for classes; float64 `[samples]` or, for several, `[samples, targets]`.
  public var y: Tensor {
    switch targets {
    case .classes(let classes): Tensor(classes)
    case .numbers(let numbers, let width):
      Tensor(shape: width == 1 ? [numbers.count] : [numbers.count / width, width], numbers, type: .float64)
    }
  }

  /// Some samples in the order given; a sample may come several times.
  ///
  /// - Parameter samples: Which ones, from 0; one that is not there stops the program.
  public func taking(_ samples: [Int]) -> GeneratedSamples {
    let count = count
    if let wrong = samples.first(where: { $0 < 0 || $0 >= count }) {
      fatalError("GeneratedSamples.taking: there is no sample \(wrong); there are \(count)")
    }
    func rows(of values: [Double], width: Int) -> [Double] {
      samples.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    let taken: Targets =
      switch targets {
      case .classes(let classes): .classes(samples.map { classes[$0] })
      case .numbers(let numbers, let width): .numbers(rows(of: numbers, width: width), perSample: width)
      }
    return GeneratedSamples(
      features: rows(of: features, width: featureCount), featureCount: featureCount, targets: taken)
  }

  /// Puts the samples in random order, as scikit-learn's `shuffle` does.
  mutating func shuffle(using random: inout NumPyRandomState) { self = taking(random.permutation(count)) }

  /// Adds normal noise to every feature, row by row.
  mutating func addNoise(_ deviation: Double?, using random: inout NumPyRandomState) {
    guard let deviation else { return }
    for index in features.indices { features[index] += deviation * random.standardNormal() }
  }
}

/// An argument of a ``SampleGenerator`` that is wrong; the description is one line.
public struct GeneratorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name of the argument.
  public let argument: String
  /// What is wrong, and what to do.
  public let description: String

  init(_ argument: String, _ value: some CustomStringConvertible & Sendable, _ requirement: String) {
    self.argument = argument
    description = "\(argument) must be \(requirement), but is \(value)"
  }

  /// The most numbers that a data set may have: 8 GB of them.
  static let elementLimit = 1_000_000_000

  /// Throws unless a number of samples, each of so many numbers, is possible.
  static func check(samples: Int, width: Int, atLeast lowest: Int = 1) throws(GeneratorError) {
    guard samples >= lowest else { throw GeneratorError("samples", samples, "\(lowest) or more") }
    guard width >= 1 else { throw GeneratorError("features", width, "1 or more") }
    let (count, overflows) = samples.multipliedReportingOverflow(by: width)
    guard !overflows, count <= elementLimit else {
      throw GeneratorError("samples", samples, "so few that samples × features stays below \(elementLimit)")
    }
  }

  /// Throws unless a standard deviation is possible.
  static func check(noise: Double?, _ argument: String = "noise") throws(GeneratorError) {
    if let noise, !(noise >= 0 && noise.isFinite) { throw GeneratorError(argument, noise, "finite and not negative") }
  }
}
