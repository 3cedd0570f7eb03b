/// Makes a random classification problem, equal to scikit-learn 1.9's `make_classification`.
///
/// Clusters of normally distributed points are put on the corners of a hypercube with sides of length
/// `2 * classSeparation`, each mixed by its own random matrix, and dealt to the classes in turn. Redundant, repeated,
/// and random features are added; then labels are flipped, features shifted and scaled, and rows and columns shuffled.
/// With the same arguments and seed, labels and row order equal scikit-learn's exactly, and features up to rounding
/// (the sums of its matrix products run in another order).
///
/// ```swift
/// let data = try classificationSamples(samples: 1000, features: 2, redundant: 0, classSeparation: 1.5, seed: 0)
/// ```
///
/// Source: scikit-learn, `sklearn.datasets.make_classification`; I. Guyon, "Design of experiments for the NIPS 2003
/// variable selection benchmark", 2003.
///
/// - Parameters:
///   - samples: the number of samples, one or more (`n_samples`).
///   - features: the number of features, one or more (`n_features`).
///   - informative: the number of features that tell the classes apart, one or more (`n_informative`).
///   - redundant: the number of random linear combinations of informative features (`n_redundant`).
///   - repeated: the number of copies of informative or redundant features (`n_repeated`).
///   - classes: the number of classes, one or more (`n_classes`).
///   - clustersPerClass: the number of clusters of each class; `classes * clustersPerClass` is at most 2 to the power
///     `informative` (`n_clusters_per_class`).
///   - weights: the share of each class, or of all but the last; nil for equal shares. Shares that sum to more than 1
///     leave the last clusters without samples (`weights`).
///   - flipY: the share of samples whose class is drawn anew, 0 to 1 (`flip_y`).
///   - classSeparation: half the side of the hypercube, above 0 (`class_sep`).
///   - hypercube: false moves the corners at random towards the origin (`hypercube`).
///   - shift: added to the features; random values lie in [-classSeparation, classSeparation) (`shift`).
///   - scale: multiplied with the shifted features; one value for all must be above 0, and random values lie in
///     [1, 101) (`scale`).
///   - shuffle: whether to shuffle samples and features; otherwise the informative features come first, then redundant,
///     repeated, and random ones (`shuffle`).
///   - seed: 0 up to 2^32 - 1, or nil for another problem in every run (`random_state`).
/// - Returns: the features row by row, the labels, and what each feature was made of.
/// - Throws: ``ClassificationError`` naming the argument that is wrong.
public func classificationSamples(
  samples: Int = 100, features: Int = 20, informative: Int = 2, redundant: Int = 2, repeated: Int = 0,
  classes: Int = 2, clustersPerClass: Int = 2, weights: [Double]? = nil, flipY: Double = 0.01,
  classSeparation: Double = 1.0, hypercube: Bool = true, shift: FeatureValues = 0, scale: FeatureValues = 1,
  shuffle: Bool = true, seed: Int? = nil
) throws(ClassificationError) -> ClassificationSamples {
  var problem = ClassificationProblem()
  problem.samples = samples
  problem.features = features
  problem.informative = informative
  problem.redundant = redundant
  problem.repeated = repeated
  problem.classes = classes
  problem.clustersPerClass = clustersPerClass
  problem.weights = weights
  problem.flipY = flipY
  problem.classSeparation = classSeparation
  problem.hypercube = hypercube
  problem.shift = shift
  problem.scale = scale
  problem.shuffle = shuffle

  var random = NumPyRandomState()
  if let seed {
    guard let seed = UInt32(exactly: seed) else {
      throw .outOfRange(argument: "seed", value: "\(seed)", requirement: "from 0 to 2^32 - 1")
    }
    random = NumPyRandomState(seed: seed)
  }
  return try problem.makeSamples(using: &random)
}
