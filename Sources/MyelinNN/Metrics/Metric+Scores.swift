/// Metrics of rankings and probabilities.
///
/// What a model puts out are logits or probabilities; the losses of this library take logits, so that is what a metric expects
/// unless it is told otherwise. Targets are as for `accuracy`.
extension Metric {
  /// What the outputs of a model are.
  public enum Outputs: Sendable, Hashable {
    /// Numbers before a sigmoid (one output per sample) or a softmax.
    case logits
    /// Numbers within 0…1.
    case probabilities
  }

  /// The share of samples whose class is among the `k` with the largest outputs.
  public static func topKAccuracy(_ k: Int) -> Metric {
    Metric(name: "top\(k)Accuracy") {
      MeanAccumulator { output, target in
        let (labels, isBinary) = classLabels(target, beside: output, in: "topKAccuracy")
        let width = isBinary ? 1 : output.shape[output.rank - 1]
        return Metrics.topKHits(
          labels, output.reshaped(to: [labels.count, width]), k, isBinary ? [0, 1] : Array(0..<width))
      }
    }
  }

  /// The area under the receiver operating characteristic, of the whole epoch. It keeps all outputs until the end.
  public static let rocAUC = rocAUC()

  /// The area under the receiver operating characteristic, of the whole epoch. It keeps all outputs until the end.
  ///
  /// - Parameters:
  ///   - outputs: What the model puts out.
  ///   - multiClass: How several classes are compared.
  ///   - average: How several areas become one.
  public static func rocAUC(
    outputs: Outputs = .logits, multiClass: Metrics.MultiClass = .oneVersusRest, average: Metrics.ClassAverage = .macro
  ) -> Metric {
    scores("rocAUC", outputs, keepsLogits: true) {
      Metrics.rocAUC(
        labels: $0.labels, scores: $0.scores, multiClass: multiClass, average: average, classes: $0.classes,
        weights: $0.weights)
    }
  }

  /// The area under the precision-recall curve as steps, of the whole epoch. It keeps all outputs until the end.
  public static let averagePrecision = averagePrecision()

  /// The area under the precision-recall curve as steps, of the whole epoch. It keeps all outputs until the end.
  ///
  /// - Parameters:
  ///   - outputs: What the model puts out.
  ///   - average: How the numbers of several classes become one.
  public static func averagePrecision(
    outputs: Outputs = .logits, average: Metrics.ClassAverage = .macro
  ) -> Metric {
    scores("averagePrecision", outputs, keepsLogits: true) {
      Metrics.averagePrecision(
        labels: $0.labels, scores: $0.scores, average: average, classes: $0.classes, weights: $0.weights)
    }
  }

  /// The mean of −log p at the true class, from logits.
  public static let logLoss = logLoss()

  /// The mean of −log p at the true class.
  public static func logLoss(outputs: Outputs = .logits) -> Metric {
    means("logLoss", outputs) { Metrics.logLosses($0, $1, $2) }
  }

  /// The mean of Σ (p − t)² over classes, halved for two classes, from logits.
  public static let brierScore = brierScore()

  /// The mean of Σ (p − t)² over classes, halved for two classes.
  public static func brierScore(outputs: Outputs = .logits) -> Metric {
    means("brierScore", outputs) { Metrics.brierLosses($0, $1, nil, $2) }
  }

  /// How far confidence is from accuracy in 15 bins, from logits. It keeps all outputs until the end.
  public static let expectedCalibrationError = expectedCalibrationError()

  /// How far confidence is from accuracy, bin by bin, of the whole epoch. It keeps all outputs until the end.
  public static func expectedCalibrationError(
    bins: Int = 15, kind: CalibrationCurve.Bins = .uniform, outputs: Outputs = .logits
  ) -> Metric {
    scores("expectedCalibrationError", outputs, keepsLogits: false) {
      Metrics.expectedCalibrationError(
        labels: $0.labels, probabilities: $0.scores, bins: bins, kind: kind, classes: $0.classes)
    }
  }

  private static func means(
    _ name: String, _ outputs: Outputs,
    _ losses: @escaping @Sendable (_ labels: Tensor, _ probabilities: Tensor, _ classes: [Int]) -> [Double]
  ) -> Metric {
    Metric(name: name) {
      MeanAccumulator { output, target in
        let (labels, scores, classes) = scoreRows(output, target, outputs, keepsLogits: false, in: name)
        return losses(labels, scores, classes)
      }
    }
  }

  private static func scores(
    _ name: String, _ outputs: Outputs, keepsLogits: Bool,
    _ score: @escaping @Sendable (ScoreAccumulator.Samples) -> Double
  ) -> Metric {
    Metric(name: name) { ScoreAccumulator(name: name, outputs: outputs, keepsLogits: keepsLogits, score: score) }
  }
}

/// The labels, scores and classes of a batch.
///
/// - Parameter keepsLogits: Whether logits of two classes are left as they are, because only their order matters: the
///   probabilities of large logits would be the same.
private func scoreRows(
  _ output: Tensor, _ target: Tensor, _ outputs: Metric.Outputs, keepsLogits: Bool, in name: String
) -> (labels: Tensor, scores: Tensor, classes: [Int]) {
  let (labels, isBinary) = classLabels(target, beside: output, in: name)
  if isBinary {
    let values = output.flattened()
    return (labels, outputs == .logits && !keepsLogits ? values.cast(to: .float64).sigmoid() : values, [0, 1])
  }
  let width = output.shape[output.rank - 1]
  let rows = output.reshaped(to: [labels.count, width])
  return (labels, outputs == .logits ? rows.cast(to: .float64).softmax() : rows, Array(0..<width))
}

/// Keeps all scores until the end.
private struct ScoreAccumulator: MetricAccumulator {
  struct Samples {
    let labels: Tensor
    let scores: Tensor
    let classes: [Int]
    let weights: Tensor?
  }

  let name: String
  let outputs: Metric.Outputs
  let keepsLogits: Bool
  let score: @Sendable (Samples) -> Double

  private var labels: [Int] = []
  private var scores: [Double] = []
  private var classes: [Int] = []
  private var weights: [Double] = []
  private var isWeighted = false

  init(
    name: String, outputs: Metric.Outputs, keepsLogits: Bool, score: @escaping @Sendable (Samples) -> Double
  ) {
    (self.name, self.outputs, self.keepsLogits, self.score) = (name, outputs, keepsLogits, score)
  }

  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    let rows = scoreRows(output, target, outputs, keepsLogits: keepsLogits, in: name)
    labels += rows.labels.elements(as: Int.self)
    scores += rows.scores.scalars
    classes = rows.classes
    isWeighted = isWeighted || weights != nil
    self.weights += sampleWeights(weights, count: rows.labels.count, in: name)
  }

  /// Whether there are weights, the numbers of samples and classes, these, then labels, weights and scores.
  var memory: [Double]? {
    get {
      let sizes = [isWeighted ? 1 : 0, Double(labels.count), Double(classes.count)]
      return sizes + classes.map(Double.init) + labels.map(Double.init) + weights + scores
    }
    set {
      guard let newValue, newValue.count >= 3, let count = Int(exactly: newValue[1]), count >= 0,
        let classCount = Int(exactly: newValue[2]), classCount >= 0,
        max(count, classCount) <= newValue.count, newValue.count >= 3 + classCount + 2 * count
      else { return }
      var rest = newValue.dropFirst(3)
      func take(_ count: Int) -> [Double] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      isWeighted = newValue[0] == 1
      classes = take(classCount).map { Int(exactly: $0) ?? 0 }
      labels = take(count).map { Int(exactly: $0) ?? 0 }
      weights = take(count)
      scores = Array(rest)
    }
  }

  var result: Double {
    // Logits that have grown beyond all numbers have no order.
    guard !labels.isEmpty, scores.allSatisfy(\.isFinite) else { return .nan }
    let width = scores.count / labels.count
    return score(
      Samples(
        labels: Tensor(labels),
        scores: Tensor(shape: width == 1 ? [labels.count] : [labels.count, width], scores, type: .float64),
        classes: classes, weights: isWeighted ? Tensor(weights, type: .float64) : nil))
  }
}
