import Glibc

/// The arguments of a made classification problem: how many samples, of which kind of features, in which clusters.
///
/// Its properties and their defaults are those of scikit-learn's `make_classification`; see
/// ``classificationSamples(samples:features:informative:redundant:repeated:classes:clustersPerClass:weights:flipY:classSeparation:hypercube:shift:scale:shuffle:seed:)``
/// for what each one does.
public struct ClassificationProblem: Sendable, Equatable {
  /// The number of samples (`n_samples`), one or more.
  public var samples = 100
  /// The number of features of each sample (`n_features`), one or more.
  public var features = 20
  /// The number of features that tell the classes apart (`n_informative`), one or more.
  public var informative = 2
  /// The number of linear combinations of informative features (`n_redundant`).
  public var redundant = 2
  /// The number of copies of other features (`n_repeated`).
  public var repeated = 0
  /// The number of classes (`n_classes`), one or more.
  public var classes = 2
  /// The number of clusters that each class is made of (`n_clusters_per_class`), one or more.
  public var clustersPerClass = 2
  /// The share of each class, or of all but the last (`weights`); nil for equal shares.
  public var weights: [Double]?
  /// The share of samples that get a random class (`flip_y`), 0 to 1.
  public var flipY = 0.01
  /// Half the side of the hypercube on whose corners the clusters lie (`class_sep`), above 0.
  public var classSeparation = 1.0
  /// Whether the clusters lie on a hypercube rather than a random polytope (`hypercube`).
  public var hypercube = true
  /// What is added to the features (`shift`); random values lie in [-classSeparation, classSeparation).
  public var shift: FeatureValues = 0
  /// What the shifted features are multiplied with (`scale`); random values lie in [1, 101).
  public var scale: FeatureValues = 1
  /// Whether samples and features are put in random order (`shuffle`).
  public var shuffle = true

  /// A problem with scikit-learn's default arguments.
  public init() {}

  /// Checks the arguments.
  ///
  /// - Throws: ``ClassificationError`` naming the first argument that is wrong. The rules are scikit-learn's; besides,
  ///   weights must not be negative, and sizes that the computer's memory can't hold are refused.
  public func validate() throws(ClassificationError) {
    for (argument, value, least) in [
      ("samples", samples, 1), ("features", features, 1), ("informative", informative, 1),
      ("redundant", redundant, 0), ("repeated", repeated, 0), ("classes", classes, 1),
      ("clustersPerClass", clustersPerClass, 1),
    ] where value < least {
      throw .outOfRange(argument: argument, value: "\(value)", requirement: "at least \(least)")
    }
    try check("flipY", flipY, "from 0 to 1") { $0 >= 0 && $0 <= 1 }
    try check("classSeparation", classSeparation, "above 0 and finite") { $0 > 0 && $0.isFinite }
    try validateSizes()
    try validateWeights()
    try validate(shift, "shift", "finite") { $0.isFinite }
    try validate(scale, "scale", "above 0 and finite") { $0 > 0 && $0.isFinite }
  }

  private func check(
    _ argument: String, _ value: Double, _ requirement: String, where isValid: (Double) -> Bool
  ) throws(ClassificationError) {
    guard isValid(value) else {
      throw .outOfRange(argument: argument, value: "\(value)", requirement: requirement)
    }
  }

  private func validateSizes() throws(ClassificationError) {
    // Each term is checked before they are added, so that the sum cannot overflow.
    for part in [informative, redundant, repeated] where part > features {
      throw .tooManyFeatures(asked: part, features: features)
    }
    let (partial, overflow) = informative.addingReportingOverflow(redundant)
    let (asked, moreOverflow) = partial.addingReportingOverflow(repeated)
    guard !overflow, !moreOverflow, asked <= features else {
      throw .tooManyFeatures(asked: overflow || moreOverflow ? .max : asked, features: features)
    }
    let (clusters, tooManyClusters) = classes.multipliedReportingOverflow(by: clustersPerClass)
    guard !tooManyClusters, Double(informative) >= log2(Double(clusters)) else {
      throw .tooManyClusters(classes: classes, clustersPerClass: clustersPerClass, informative: informative)
    }
    try checkMemory([
      (samples, features, "\(samples) samples of \(features) features"),
      (clusters, informative, "\(clusters) clusters in \(informative) dimensions"),
      (informative, informative, "\(informative) informative features"),
      (informative, redundant, "\(informative) informative and \(redundant) redundant features"),
    ])
  }

  /// Throws if matrices of these sizes are more than the computer's memory holds; the largest is named.
  private func checkMemory(_ matrices: [(rows: Int, columns: Int, name: String)]) throws(ClassificationError) {
    let counts = matrices.map { (count: Double($0.rows) * Double($0.columns), name: $0.name) }
    let memory = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    // Numbers of 8 bytes, each there twice while the samples are put in order.
    guard counts.reduce(0, { $0 + $1.count }) * 16 > memory else { return }
    throw .tooLarge(counts.max { $0.count < $1.count }?.name ?? "")
  }

  private func validateWeights() throws(ClassificationError) {
    guard let weights else { return }
    guard weights.count == classes || weights.count == classes - 1 else {
      throw .weightCount(weights: weights.count, classes: classes)
    }
    for weight in weights {
      try check("weights", weight, "from 0 to 1000") { $0 >= 0 && $0 <= 1000 }
    }
  }

  private func validate(
    _ values: FeatureValues, _ argument: String, _ requirement: String, where isValid: (Double) -> Bool
  ) throws(ClassificationError) {
    switch values {
    case .constant(let value): try check(argument, value, requirement, where: isValid)
    case .perFeature(let values):
      guard values.count == features else {
        throw .valueCount(argument: argument, values: values.count, features: features)
      }
    case .random: break
    }
  }
}
