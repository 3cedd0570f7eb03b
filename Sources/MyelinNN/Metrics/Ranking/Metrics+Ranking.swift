/// Scores of rankings, which need no threshold.
extension Metrics {
  /// How the areas of several classes become one.
  public enum ClassAverage: Sendable, Hashable {
    /// Their mean, every class counting the same.
    case macro
    /// The area of all decisions "this sample, this class" together.
    case micro
    /// Their mean, every class counting as often as it occurs.
    case weighted
  }

  /// How a ranking of two classes is applied to several.
  public enum MultiClass: Sendable, Hashable {
    /// Every class against all others.
    case oneVersusRest
    /// Every class against every other, among the samples of the two (Hand and Till 2001).
    case oneVersusOne
  }

  /// The receiver operating characteristic of scores for two classes.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - scores: The larger, the likelier the sample is positive: `[n]` or `[n, 1]`; logits or probabilities.
  ///   - positive: The positive class; all others are negative.
  ///   - droppingIntermediate: Whether points on a straight line between others are left out.
  ///   - weights: How much every sample counts.
  public static func rocCurve(
    labels: Tensor, scores: Tensor, positive: Int = 1, droppingIntermediate: Bool = true, weights: Tensor? = nil
  ) -> ROCCurve {
    ROCCurve(
      counts(labels, scores, positive, weights, in: "rocCurve"), droppingIntermediate: droppingIntermediate)
  }

  /// Precision against recall for two classes.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - scores: The larger, the likelier the sample is positive: `[n]` or `[n, 1]`; logits or probabilities.
  ///   - positive: The positive class; all others are negative.
  ///   - droppingIntermediate: Whether points between others of the same recall are left out.
  ///   - weights: How much every sample counts.
  public static func precisionRecallCurve(
    labels: Tensor, scores: Tensor, positive: Int = 1, droppingIntermediate: Bool = false, weights: Tensor? = nil
  ) -> PrecisionRecallCurve {
    PrecisionRecallCurve(
      counts(labels, scores, positive, weights, in: "precisionRecallCurve"), droppingIntermediate: droppingIntermediate)
  }

  private static func counts(
    _ labels: Tensor, _ scores: Tensor, _ positive: Int, _ weights: Tensor?, in operation: String
  ) -> ThresholdCounts {
    let numbers = classNumbers(labels, "labels", in: operation)
    guard scores.rank == 1 || scores.rank == 2 && scores.shape[1] == 1 else {
      fatalError("\(operation): scores must have shape [n] or [n, 1], got \(scores.shape); choose one class's column")
    }
    return ThresholdCounts(
      numbers.map { $0 == positive }, scores.scalars,
      weights.map { sampleWeights($0, count: numbers.count, in: operation) }, in: operation)
  }

  /// The area under a curve by the trapezoidal rule.
  ///
  /// - Parameters:
  ///   - x: Two places or more, ascending or descending.
  ///   - y: The heights there.
  public static func area(x: [Double], y: [Double]) -> Double {
    guard x.count == y.count, x.count > 1 else {
      fatalError("area: needs two points or more, got \(x.count) places and \(y.count) heights")
    }
    var (area, rises, falls) = (0.0, false, false)
    for place in 1..<x.count {
      let width = x[place] - x[place - 1]
      if width > 0 { rises = true } else if width < 0 { falls = true }
      area += width * (y[place] + y[place - 1]) / 2
    }
    guard !(rises && falls) else { fatalError("area: the places are neither ascending nor descending") }
    return falls ? -area : area
  }

  /// The area under the receiver operating characteristic: the probability that a positive sample scores higher than a
  /// negative one, ties counting half.
  ///
  /// For two classes, the larger class number is the positive one. For several, scores must be probabilities: their rows are
  /// compared with each other. NaN where it isn't defined: if all labels are the same, or a class of a macro average has no
  /// samples (or no others); and if a score is NaN.
  ///
  /// - Parameters:
  ///   - labels: The true classes; or for labels that don't exclude each other a matrix of 0 and 1 in the shape of `scores`.
  ///   - scores: `[n]` or `[n, 1]` for two classes, `[n, classes]` for several.
  ///   - multiClass: How several classes are compared.
  ///   - average: How several areas become one. `micro` is for one versus rest.
  ///   - classes: The classes of the columns, ascending; by default those that occur, if they are as many, else 0, 1, 2, ….
  ///   - weights: How much every sample counts; for two classes, or one versus rest.
  public static func rocAUC(
    labels: Tensor, scores: Tensor, multiClass: MultiClass = .oneVersusRest, average: ClassAverage = .macro,
    classes: [Int]? = nil, weights: Tensor? = nil
  ) -> Double {
    let problem = RankingProblem(labels, scores, classes, weights, in: "rocAUC")
    if problem.isUndefined { return .nan }
    if problem.excludesOthers, problem.classCount > 1, !problem.rowsSumToOne {
      fatalError(
        "rocAUC: scores of several classes must be probabilities, whose rows sum to 1; apply softmax() to logits")
    }
    if problem.classCount > 1, multiClass == .oneVersusOne {
      guard weights == nil, average != .micro else {
        fatalError("rocAUC: one versus one has no sample weights and no micro average; use .oneVersusRest")
      }
      return problem.oneVersusOne(isWeighted: average == .weighted, area)
    }
    return problem.oneVersusRest(average, area)
  }

  private static func area(_ isPositive: [Bool], _ scores: [Double], _ weights: [Double]?) -> Double {
    guard isPositive.contains(true), isPositive.contains(false) else { return .nan }
    return ROCCurve(
      ThresholdCounts(isPositive, scores, weights, in: "rocAUC"), droppingIntermediate: false
    ).area
  }

  /// The area under the precision-recall curve as steps, Σ (Rᵢ − Rᵢ₋₁)·Pᵢ: scikit-learn's `average_precision_score`.
  ///
  /// 0 without positive samples; NaN if a score is.
  ///
  /// - Parameters:
  ///   - labels: The true classes; or for labels that don't exclude each other a matrix of 0 and 1 in the shape of `scores`.
  ///   - scores: `[n]` or `[n, 1]` for two classes, `[n, classes]` for several, each against all others.
  ///   - positive: The positive one of two classes.
  ///   - average: How the numbers of several classes become one.
  ///   - classes: The classes of the columns, ascending; by default those that occur, if they are as many, else 0, 1, 2, ….
  ///   - weights: How much every sample counts.
  public static func averagePrecision(
    labels: Tensor, scores: Tensor, positive: Int = 1, average: ClassAverage = .macro, classes: [Int]? = nil,
    weights: Tensor? = nil
  ) -> Double {
    let problem = RankingProblem(labels, scores, classes, weights, positive: positive, in: "averagePrecision")
    if problem.isUndefined { return .nan }
    return problem.oneVersusRest(average) { isPositive, scores, weights in
      PrecisionRecallCurve(
        ThresholdCounts(isPositive, scores, weights, in: "averagePrecision"), droppingIntermediate: false
      ).averagePrecision
    }
  }

  /// The share of samples whose class is among the `k` with the largest scores; of equal scores the later class comes first.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - scores: `[n, classes]`; or `[n]` for two classes, of which the second is likely if the score is above 0.5 (if all are
  ///     within 0…1) or 0.
  ///   - k: How many classes are named.
  ///   - classes: The classes of the columns, ascending; by default those that occur, if they are as many, else 0, 1, 2, ….
  ///   - weights: How much every sample counts.
  public static func topKAccuracy(
    labels: Tensor, scores: Tensor, k: Int = 2, classes: [Int]? = nil, weights: Tensor? = nil
  ) -> Double {
    guard k > 0 else { fatalError("topKAccuracy: k must be positive, got \(k)") }
    let hits = topKHits(labels, scores, k, classes)
    let weights = sampleWeights(weights, count: hits.count, in: "topKAccuracy")
    return meanOfNumbers(hits, weights: weights)
  }

  /// 1 for every sample whose class is among the `k` with the largest scores, else 0.
  static func topKHits(_ labels: Tensor, _ scores: Tensor, _ k: Int, _ classes: [Int]?) -> [Double] {
    let problem = RankingProblem(labels, scores, classes, nil, in: "topKAccuracy")
    if problem.classCount == 1 {
      let values = problem.columns[0]
      let threshold = values.allSatisfy { (0...1).contains($0) } ? 0.5 : 0
      return zip(problem.isOf[0], values).map { isPositive, score in
        k > 1 || (score > threshold) == isPositive ? 1 : 0
      }
    }
    return (0..<problem.sampleCount).map { sample in
      guard let own = problem.isOf.firstIndex(where: { $0[sample] }) else { return 0 }
      let score = problem.columns[own][sample]
      var rank = 0
      for (column, scores) in problem.columns.enumerated() where column != own {
        if scores[sample] > score || scores[sample] == score && column > own { rank += 1 }
      }
      return rank < k ? 1 : 0
    }
  }
}
