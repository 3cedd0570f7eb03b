/// Why an estimator can't learn from data.
public enum EstimatorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are no samples.
  case noSamples
  /// All samples have one class: there is nothing to tell apart.
  case oneClass(Int)
  /// A number in the data is NaN or infinite.
  case notFinite(sample: Int, feature: Int)
  /// A label isn't one of the classes that were given, or that the estimator knows.
  case unknownClass(Int)
  /// A class has no weight though others have.
  case noClassWeight(Int)
  /// All samples weigh nothing.
  case noWeight
  /// Weights have grown beyond all numbers in that epoch (from 1).
  case overflow(epoch: Int)
  /// The samples can't be split into some to learn from and some to stop by.
  case unsplittable(String)

  /// What went wrong and what to do.
  public var description: String {
    switch self {
    case .noSamples: "there are no samples to learn from"
    case .oneClass(let label): "all samples have class \(label): two classes or more are needed"
    case .notFinite(let sample, let feature):
      "feature \(feature) of sample \(sample) is NaN or infinite: leave the sample out, or fill in a number"
    case .unknownClass(let label): "the label \(label) is none of the known classes"
    case .noClassWeight(let label): "class \(label) has no weight: give weights of all classes, or of known ones only"
    case .noWeight: "the weights of all samples are 0"
    case .overflow(let epoch):
      "the weights became infinite in epoch \(epoch): scale the features to similar sizes, or lower the learning rate"
    case .unsplittable(let reason): "early stopping: \(reason)"
    }
  }
}
