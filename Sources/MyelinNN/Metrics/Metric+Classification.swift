/// Metrics of classes that a model decides for.
///
/// For outputs `[n, classes]` the class is the largest one, and targets are class indices or one-hot rows. For one output per
/// sample the class is 1 if the output is above a threshold, else 0: 0 for logits and pre-activations, 0.5 for a network that
/// ends in a sigmoid; targets are 0 or 1, or −1 or +1.
extension Metric {
  /// The mean of the classes' recalls.
  public static let balancedAccuracy = balancedAccuracy()

  /// The mean of the classes' recalls.
  public static func balancedAccuracy(threshold: Double = 0, adjusted: Bool = false) -> Metric {
    decisions("balancedAccuracy", threshold) { $0.balancedAccuracy(adjusted: adjusted) }
  }

  /// TP / (TP + FP): of class 1 for one output per sample, else the mean over classes.
  public static let precision = precision()

  /// TP / (TP + FP).
  ///
  /// - Parameters:
  ///   - average: How classes are averaged; by default that of class 1 for one output per sample, else the mean.
  ///   - threshold: Above which a single output means class 1.
  ///   - zeroDivision: The precision for a class that is never predicted.
  public static func precision(
    average: Metrics.Average? = nil, threshold: Double = 0, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Metric {
    decisions("precision", threshold, average) { $0.precision(average: $1, zeroDivision: zeroDivision) }
  }

  /// TP / (TP + FN): of class 1 for one output per sample, else the mean over classes.
  public static let recall = recall()

  /// TP / (TP + FN).
  ///
  /// - Parameters:
  ///   - average: How classes are averaged; by default that of class 1 for one output per sample, else the mean.
  ///   - threshold: Above which a single output means class 1.
  ///   - zeroDivision: The recall for a class without samples.
  public static func recall(
    average: Metrics.Average? = nil, threshold: Double = 0, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Metric {
    decisions("recall", threshold, average) { $0.recall(average: $1, zeroDivision: zeroDivision) }
  }

  /// The harmonic mean of precision and recall: of class 1 for one output per sample, else the mean over classes.
  public static let f1 = f1()

  /// The harmonic mean of precision and recall.
  ///
  /// - Parameters:
  ///   - average: How classes are averaged; by default that of class 1 for one output per sample, else the mean.
  ///   - threshold: Above which a single output means class 1.
  ///   - zeroDivision: The score for a class that neither occurs nor is predicted.
  public static func f1(
    average: Metrics.Average? = nil, threshold: Double = 0, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Metric {
    decisions("f1", threshold, average) { $0.fBeta(average: $1, zeroDivision: zeroDivision) }
  }

  /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP).
  ///
  /// - Parameters:
  ///   - beta: How much more recall counts than precision.
  ///   - average: How classes are averaged; by default that of class 1 for one output per sample, else the mean.
  ///   - threshold: Above which a single output means class 1.
  ///   - zeroDivision: The score for a class that neither occurs nor is predicted.
  public static func fBeta(
    _ beta: Double, average: Metrics.Average? = nil, threshold: Double = 0, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Metric {
    decisions("fBeta", threshold, average) { $0.fBeta(beta: beta, average: $1, zeroDivision: zeroDivision) }
  }

  /// The correlation of labels and predictions, −1…1.
  public static let matthewsCorrelation = matthewsCorrelation(threshold: 0)

  /// The correlation of labels and predictions, −1…1.
  public static func matthewsCorrelation(threshold: Double) -> Metric {
    decisions("matthewsCorrelation", threshold) { $0.matthewsCorrelation }
  }

  /// How much better labels and predictions agree than by chance.
  public static let cohensKappa = cohensKappa()

  /// How much better labels and predictions agree than by chance.
  public static func cohensKappa(
    disagreement: ConfusionMatrix.Disagreement = .equal, threshold: Double = 0
  ) -> Metric {
    decisions("cohensKappa", threshold) { $0.cohensKappa(disagreement: disagreement) }
  }

  private static func decisions(
    _ name: String, _ threshold: Double, _ score: @escaping @Sendable (ConfusionMatrix) -> Double
  ) -> Metric {
    Metric(name: name) { DecisionAccumulator(name: name, threshold: threshold) { matrix, _ in score(matrix) } }
  }

  private static func decisions(
    _ name: String, _ threshold: Double, _ average: Metrics.Average?,
    _ score: @escaping @Sendable (ConfusionMatrix, Metrics.Average) -> Double
  ) -> Metric {
    Metric(name: name) {
      DecisionAccumulator(name: name, threshold: threshold) { matrix, isBinary in
        score(matrix, average ?? (isBinary ? .binary() : .macro))
      }
    }
  }
}

/// Counts which classes were taken for which.
private struct DecisionAccumulator: MetricAccumulator {
  let name: String
  let threshold: Double
  let score: @Sendable (_ matrix: ConfusionMatrix, _ isBinary: Bool) -> Double

  private var matrix = ConfusionMatrix()
  private var isBinary = true

  init(
    name: String, threshold: Double,
    score: @escaping @Sendable (_ matrix: ConfusionMatrix, _ isBinary: Bool) -> Double
  ) {
    (self.name, self.threshold, self.score) = (name, threshold, score)
  }

  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    let (labels, predictions): (Tensor, Tensor)
    (labels, isBinary) = classLabels(target, beside: output, in: name)
    predictions = isBinary ? (output.flattened() .> threshold).cast(to: .int64) : output.argmax(axis: -1).flattened()
    let shares = weights.map { sampleWeights($0, count: labels.count, in: name) }
    matrix.add(labels.elements(as: Int.self), predictions.elements(as: Int.self), shares)
  }

  var result: Double { matrix.total == 0 ? .nan : score(matrix, isBinary) }

  var memory: [Double]? {
    get { [isBinary ? 1 : 0] + matrix.numbers }
    set {
      guard let newValue, let first = newValue.first else { return }
      isBinary = first == 1
      matrix.numbers = Array(newValue.dropFirst())
    }
  }
}

/// The true classes of a batch, `[n]`, and whether there is one output per sample; then they are 0 or 1.
func classLabels(_ target: Tensor, beside output: Tensor, in name: String) -> (labels: Tensor, isBinary: Bool) {
  let isBinary = output.rank < 2 || output.shape[output.rank - 1] == 1
  if isBinary {
    guard output.count == target.count else {
      fatalError("\(name): the output has shape \(output.shape), the target \(target.shape)")
    }
    return ((target.flattened() .> 0).cast(to: .int64), true)
  }
  if target.shape == output.shape { return (target.argmax(axis: -1).flattened(), false) }
  let samples = output.count / max(output.shape[output.rank - 1], 1)
  guard target.count == samples else {
    fatalError(
      "\(name): outputs of shape \(output.shape) need class indices of shape \(Array(output.shape.dropLast())) or one-hot rows, "
        + "got \(target.shape)")
  }
  return (target.flattened().cast(to: .int64), false)
}
