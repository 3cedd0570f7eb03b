/// The receiver operating characteristic: how many positives are found for how many false alarms, threshold by threshold.
///
/// ```swift
/// let curve = Metrics.rocCurve(labels: y, scores: model(x))
/// print(curve.area)
/// ```
public struct ROCCurve: Sendable, Hashable {
  /// FP / (FP + TN) at every threshold, ascending from 0 to 1; NaN without negative samples.
  public let falsePositiveRates: [Double]
  /// TP / (TP + FN) at every threshold, ascending from 0 to 1; NaN without positive samples.
  public let truePositiveRates: [Double]
  /// Samples whose score is at least the threshold are taken for positive; descending from infinity, where none is.
  public let thresholds: [Double]

  init(_ counts: ThresholdCounts, droppingIntermediate: Bool) {
    var counts = counts
    if droppingIntermediate {
      let (right, wrong) = (counts.truePositives, counts.falsePositives)
      func bends(_ values: [Double], _ a: Int, _ b: Int, _ c: Int) -> Bool {
        (values[c] - values[b]) - (values[b] - values[a]) != 0
      }
      counts.keep { bends(wrong, $0, $1, $2) || bends(right, $0, $1, $2) }
    }
    func rates(_ sums: [Double]) -> [Double] {
      let total = sums.last ?? 0
      return ([0] + sums).map { total > 0 ? $0 / total : .nan }
    }
    falsePositiveRates = rates(counts.falsePositives)
    truePositiveRates = rates(counts.truePositives)
    thresholds = [.infinity] + counts.thresholds
  }

  /// The area under the curve: the probability that a positive sample scores higher than a negative one, ties counting half.
  ///
  /// NaN without positive or without negative samples.
  public var area: Double {
    thresholds.count < 2 ? .nan : Metrics.area(x: falsePositiveRates, y: truePositiveRates)
  }

  /// The area up to a false positive rate, scaled so that chance is 0.5 and perfection 1 (McClish 1989).
  ///
  /// - Parameter limit: The largest false positive rate that matters, within 0…1 and not 0.
  public func area(upTo limit: Double) -> Double {
    guard limit > 0, limit <= 1 else {
      fatalError("ROCCurve.area(upTo:): the limit \(limit) is not within 0…1 or is 0")
    }
    guard limit < 1, let last = falsePositiveRates.last, !last.isNaN else { return area }
    let stop = falsePositiveRates.firstIndex { $0 > limit } ?? falsePositiveRates.count - 1
    let (left, right) = (falsePositiveRates[stop - 1], falsePositiveRates[stop])
    let slope = (truePositiveRates[stop] - truePositiveRates[stop - 1]) / (right - left)
    let end = truePositiveRates[stop - 1] + slope * (limit - left)
    let part = Metrics.area(
      x: falsePositiveRates[..<stop] + [limit], y: truePositiveRates[..<stop] + [end])
    let chance = 0.5 * limit * limit
    return 0.5 * (1 + (part - chance) / (limit - chance))
  }
}

/// Precision against recall, threshold by threshold.
///
/// ```swift
/// let curve = Metrics.precisionRecallCurve(labels: y, scores: model(x))
/// print(curve.averagePrecision)
/// ```
public struct PrecisionRecallCurve: Sendable, Hashable {
  /// TP / (TP + FP) at every threshold; and 1 in the end, where nothing is taken for positive.
  public let precisions: [Double]
  /// TP / (TP + FN) at every threshold, descending; and 0 in the end. All 1 but the last without positive samples.
  public let recalls: [Double]
  /// Samples whose score is at least the threshold are taken for positive; ascending, one fewer than `precisions`.
  public let thresholds: [Double]

  init(_ counts: ThresholdCounts, droppingIntermediate: Bool) {
    var counts = counts
    if droppingIntermediate {
      let right = counts.truePositives
      counts.keep { right[$1] != right[$0] || right[$2] != right[$1] }
    }
    let total = counts.truePositives.last ?? 0
    let points = zip(counts.truePositives, counts.falsePositives).reversed()
    precisions = points.map { $0 + $1 == 0 ? 0 : $0 / ($0 + $1) } + [1]
    recalls = points.map { right, _ in total == 0 ? 1 : right / total } + [0]
    thresholds = counts.thresholds.reversed()
  }

  /// Σ (Rᵢ − Rᵢ₋₁)·Pᵢ: the area under the curve as steps, without the optimism of straight lines between points.
  public var averagePrecision: Double {
    let sum = precisions.indices.dropLast().reduce(0.0) { $0 + (recalls[$1] - recalls[$1 + 1]) * precisions[$1] }
    return max(0, sum)
  }
}
