/// How often samples are positive for which a probability was predicted, bin by bin: of those that are said to be positive with
/// 80 %, four in five should be.
///
/// ```swift
/// let curve = Metrics.calibrationCurve(labels: y, probabilities: model(x).sigmoid(), bins: 10)
/// print(curve.expectedError)
/// ```
public struct CalibrationCurve: Sendable, Hashable {
  /// The share of positive samples in every bin that has samples.
  public let positiveShares: [Double]
  /// The mean predicted probability there.
  public let meanProbabilities: [Double]
  /// The number of samples there.
  public let counts: [Int]

  /// Where bins end.
  public enum Bins: Sendable, Hashable {
    /// All bins are equally wide.
    case uniform
    /// All bins have about the same number of samples.
    case quantile
  }

  init(_ isPositive: [Bool], _ probabilities: [Double], bins: Int, _ kind: Bins, in operation: String) {
    guard bins > 0 else { fatalError("\(operation): \(bins) bins: there must be one or more") }
    guard isPositive.count == probabilities.count else {
      fatalError("\(operation): \(isPositive.count) labels and \(probabilities.count) probabilities")
    }
    if let wrong = probabilities.first(where: { !(0...1).contains($0) }) {
      fatalError("\(operation): \(wrong) is no probability; apply sigmoid() or softmax() to logits")
    }
    let edges = CalibrationCurve.edges(bins, kind, probabilities)
    var sums = [(count: Int, positives: Double, probability: Double)](repeating: (0, 0, 0), count: bins)
    for (isPositive, probability) in zip(isPositive, probabilities) {
      // The first edge that isn't below it.
      var (low, high) = (0, edges.count)
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] < probability { low = middle + 1 } else { high = middle }
      }
      sums[low].count += 1
      sums[low].positives += isPositive ? 1 : 0
      sums[low].probability += probability
    }
    let filled = sums.filter { $0.count > 0 }
    positiveShares = filled.map { $0.positives / Double($0.count) }
    meanProbabilities = filled.map { $0.probability / Double($0.count) }
    counts = filled.map(\.count)
  }

  /// The edges between bins. Each is computed as NumPy does, so that samples on an edge fall into the same bin.
  private static func edges(_ bins: Int, _ kind: Bins, _ probabilities: [Double]) -> [Double] {
    let step = 1 / Double(bins)
    let uniform = (1..<max(bins, 1)).map { Double($0) * step }
    guard kind == .quantile, !probabilities.isEmpty else { return uniform }
    let sorted = probabilities.sorted()
    return uniform.map { share in
      let place = share * 100 / 100 * Double(sorted.count - 1)
      let index = min(Int(place), sorted.count - 1)
      let (left, right) = (sorted[index], sorted[min(index + 1, sorted.count - 1)])
      let part = place - Double(index)
      return part >= 0.5 ? right - (right - left) * (1 - part) : left + (right - left) * part
    }
  }

  /// The mean distance of shares from probabilities over all samples: the expected calibration error.
  public var expectedError: Double {
    let total = Double(counts.reduce(0, +))
    return counts.indices.reduce(0) {
      $0 + Double(counts[$1]) / total * (positiveShares[$1] - meanProbabilities[$1]).magnitude
    }
  }

  /// The largest distance of a share from its probability: the maximum calibration error.
  public var largestError: Double {
    zip(positiveShares, meanProbabilities).map { ($0 - $1).magnitude }.max() ?? .nan
  }
}

extension Metrics {
  /// How often samples are positive for which a probability was predicted, bin by bin.
  ///
  /// - Parameters:
  ///   - labels: The true classes of two.
  ///   - probabilities: The probability of the positive one, `[n]` or `[n, 1]`.
  ///   - positive: The positive class.
  ///   - bins: The number of bins; those without samples are left out.
  ///   - kind: Where bins end.
  public static func calibrationCurve(
    labels: Tensor, probabilities: Tensor, positive: Int = 1, bins: Int = 5, kind: CalibrationCurve.Bins = .uniform
  ) -> CalibrationCurve {
    let problem = RankingProblem(labels, probabilities, nil, nil, positive: positive, in: "calibrationCurve")
    guard problem.classCount == 1 else {
      fatalError("calibrationCurve: probabilities must have shape [n] or [n, 1], got \(probabilities.shape)")
    }
    return CalibrationCurve(problem.isOf[0], problem.columns[0], bins: bins, kind, in: "calibrationCurve")
  }

  /// The expected calibration error, Σ nᵦ/n·|accuracyᵦ − confidenceᵦ| over bins of confidence: how much a network's
  /// probabilities can be trusted; 0 is best.
  ///
  /// For `[n, classes]`, the confidence is the largest probability of a sample, and the accuracy the share of samples whose
  /// class it is. For one probability per sample, they are that probability and the share of positive samples.
  ///
  /// Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks" (2017).
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - probabilities: `[n, classes]`; or `[n]`, of the larger one of two classes.
  ///   - bins: The number of bins.
  ///   - kind: Where bins end.
  ///   - classes: The classes of the columns, ascending; by default those that occur, if they are as many, else 0, 1, 2, ….
  public static func expectedCalibrationError(
    labels: Tensor, probabilities: Tensor, bins: Int = 15, kind: CalibrationCurve.Bins = .uniform, classes: [Int]? = nil
  ) -> Double {
    let name = "expectedCalibrationError"
    let problem = RankingProblem(labels, probabilities, classes, nil, in: name)
    if problem.isUndefined { return .nan }
    if problem.classCount == 1 {
      return CalibrationCurve(problem.isOf[0], problem.columns[0], bins: bins, kind, in: name).expectedError
    }
    var (isRight, confidences) = ([Bool](), [Double]())
    for sample in 0..<problem.sampleCount {
      var best = 0
      for column in 1..<problem.classCount where problem.columns[column][sample] > problem.columns[best][sample] {
        best = column
      }
      isRight.append(problem.isOf[best][sample])
      confidences.append(problem.columns[best][sample])
    }
    return CalibrationCurve(isRight, confidences, bins: bins, kind, in: name).expectedError
  }
}
