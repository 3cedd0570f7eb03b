/// What a threshold on scores finds, for every threshold at which that changes.
struct ThresholdCounts {
  /// The distinct scores, descending: a sample is taken for positive if its score is at least the threshold.
  private(set) var thresholds: [Double] = []
  /// The positive samples (or the sum of their weights) taken for positive.
  private(set) var truePositives: [Double] = []
  /// The negative samples (or the sum of their weights) taken for positive.
  private(set) var falsePositives: [Double] = []

  /// Samples of weight 0 count for nothing, not even a threshold.
  init(_ isPositive: [Bool], _ scores: [Double], _ weights: [Double]?, in operation: String) {
    guard isPositive.count == scores.count else {
      fatalError("\(operation): \(isPositive.count) labels and \(scores.count) scores")
    }
    if let place = scores.firstIndex(where: { !$0.isFinite }) {
      fatalError("\(operation): the score of sample \(place) is \(scores[place]); scores must be finite")
    }
    var order = Array(scores.indices)
    if let weights { order.removeAll { weights[$0] == 0 } }
    order.sort { scores[$0] > scores[$1] }
    var (positives, negatives) = (0.0, 0.0)
    for (rank, index) in order.enumerated() {
      let weight = weights?[index] ?? 1
      if isPositive[index] { positives += weight } else { negatives += weight }
      if rank + 1 < order.count, scores[order[rank + 1]] == scores[index] { continue }
      thresholds.append(scores[index])
      truePositives.append(positives)
      falsePositives.append(negatives)
    }
  }

  /// Keeps the points that a function of three neighbours, and the first and the last, asks for.
  mutating func keep(where isCorner: (_ before: Int, _ here: Int, _ after: Int) -> Bool) {
    guard thresholds.count > 2 else { return }
    let last = thresholds.count - 1
    let kept = thresholds.indices.filter { $0 == 0 || $0 == last || isCorner($0 - 1, $0, $0 + 1) }
    thresholds = kept.map { thresholds[$0] }
    truePositives = kept.map { truePositives[$0] }
    falsePositives = kept.map { falsePositives[$0] }
  }
}
