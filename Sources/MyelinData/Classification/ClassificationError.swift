/// Why ``classificationSamples(samples:features:informative:redundant:repeated:classes:clustersPerClass:weights:flipY:classSeparation:hypercube:shift:scale:shuffle:seed:)``
/// cannot make the data asked for. The description says which argument is wrong and what it must be.
public enum ClassificationError: Error, Equatable, CustomStringConvertible {
  /// A number lies outside the range of its argument.
  case outOfRange(argument: String, value: String, requirement: String)
  /// The informative, redundant, and repeated features are more than the features.
  case tooManyFeatures(asked: Int, features: Int)
  /// The hypercube has fewer corners than there are clusters.
  case tooManyClusters(classes: Int, clustersPerClass: Int, informative: Int)
  /// The number of weights is neither the number of classes nor one less.
  case weightCount(weights: Int, classes: Int)
  /// A list of values does not have one for each feature.
  case valueCount(argument: String, values: Int, features: Int)
  /// The data asked for would not fit in memory.
  case tooLarge(String)

  /// One line that names the argument and what to do about it.
  public var description: String {
    switch self {
    case .outOfRange(let argument, let value, let requirement):
      "\(argument) must be \(requirement), but is \(value)"
    case .tooManyFeatures(let asked, let features):
      "informative + redundant + repeated is \(asked), more than the \(features) features; raise features or lower them"
    case .tooManyClusters(let classes, let clustersPerClass, let informative):
      "classes (\(classes)) * clustersPerClass (\(clustersPerClass)) must be at most 2 to the power informative "
        + "(\(informative)); raise informative or ask for fewer clusters"
    case .weightCount(let weights, let classes):
      "weights has \(weights) values; give \(classes), one for each class, or \(classes - 1) to infer the last"
    case .valueCount(let argument, let values, let features):
      "\(argument) has \(values) values; give \(features), one for each feature"
    case .tooLarge(let what):
      "\(what) would not fit in memory; ask for fewer"
    }
  }
}
