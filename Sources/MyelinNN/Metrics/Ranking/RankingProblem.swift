/// Scores of classes, each with the samples that belong to it.
struct RankingProblem {
  /// Whether every sample belongs to a class, class by class. Of two classes only the positive one is here.
  private(set) var isOf: [[Bool]]
  /// The scores, class by class.
  let columns: [[Double]]
  let weights: [Double]?
  /// Whether a sample belongs to one class only.
  let excludesOthers: Bool

  var classCount: Int { columns.count }
  var sampleCount: Int { columns[0].count }

  /// - Parameter positive: The positive one of two classes; the larger one if there is none, and 1 if only one class occurs.
  init(
    _ labels: Tensor, _ scores: Tensor, _ classes: [Int]?, _ weights: Tensor?, positive: Int? = nil,
    in operation: String
  ) {
    guard scores.rank == 1 || scores.rank == 2, scores.rank == 1 || scores.shape[1] > 0 else {
      fatalError("\(operation): scores must have shape [n] or [n, classes], got \(scores.shape)")
    }
    let samples = scores.shape[0]
    let width = scores.rank == 1 ? 1 : scores.shape[1]
    let values = scores.scalars
    columns = (0..<width).map { column in (0..<samples).map { values[$0 * width + column] } }
    self.weights = weights.map { sampleWeights($0, count: samples, in: operation) }
    if width > 1, labels.shape == scores.shape {
      // One-hot rows exclude others too, but need no probabilities.
      let marks = labels.scalars
      guard marks.allSatisfy({ $0 == 0 || $0 == 1 }) else {
        fatalError("\(operation): labels in the shape of the scores, \(labels.shape), must be 0 or 1")
      }
      isOf = (0..<width).map { column in (0..<samples).map { marks[$0 * width + column] == 1 } }
      excludesOthers = false
      return
    }
    let numbers = classNumbers(labels, "labels", in: operation)
    guard numbers.count == samples else {
      fatalError("\(operation): \(numbers.count) labels and \(samples) rows of scores")
    }
    let present = Set(numbers).sorted()
    excludesOthers = true
    if width == 1 {
      let known = classes ?? present
      guard known.count <= 2 || positive != nil else {
        fatalError(
          "\(operation): labels of \(known.count) classes need scores of shape [n, classes], got \(scores.shape)")
      }
      let positive = positive ?? (known.count == 2 ? known[1] : 1)
      isOf = [numbers.map { $0 == positive }]
      return
    }
    let names = RankingProblem.names(classes, present, width, in: operation)
    isOf = names.map { name in numbers.map { $0 == name } }
  }

  /// The classes of the columns.
  static func names(_ classes: [Int]?, _ present: [Int], _ width: Int, in operation: String) -> [Int] {
    let names = classes ?? (present.count == width ? present : Array(0..<width))
    guard names.count == width, zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }) else {
      fatalError("\(operation): \(width) columns of scores need as many classes, ascending; got \(names)")
    }
    let known = Set(names)
    if let stranger = present.first(where: { !known.contains($0) }) {
      fatalError("\(operation): the label \(stranger) is none of the classes of the scores' \(width) columns, \(names)")
    }
    return names
  }

  /// Whether a score is NaN, or there are no samples.
  var isUndefined: Bool { sampleCount == 0 || columns.contains { $0.contains { $0.isNaN } } }

  var rowsSumToOne: Bool {
    (0..<sampleCount).allSatisfy { sample in
      (columns.reduce(0) { $0 + $1[sample] } - 1).magnitude <= 1e-8 + 1e-5
    }
  }

  typealias BinaryScore = (_ isPositive: [Bool], _ scores: [Double], _ weights: [Double]?) -> Double

  /// The score of every class against all others, averaged.
  func oneVersusRest(_ average: Metrics.ClassAverage, _ score: BinaryScore) -> Double {
    if classCount == 1 { return score(isOf[0], columns[0], weights) }
    if average == .micro {
      return score(
        isOf.flatMap { $0 }, columns.flatMap { $0 }, weights.map { weights in isOf.flatMap { _ in weights } })
    }
    var scores = zip(isOf, columns).map { score($0, $1, weights) }
    guard average == .weighted else { return scores.reduce(0, +) / Double(scores.count) }
    let prevalences = isOf.map { isOf in
      isOf.indices.reduce(0.0) { isOf[$1] ? $0 + (weights?[$1] ?? 1) : $0 }
    }
    let total = prevalences.reduce(0, +)
    if total == 0 { return 0 }
    // A class that doesn't count may have no score.
    for index in scores.indices where prevalences[index] == 0 { scores[index] = 0 }
    return zip(scores, prevalences).reduce(0) { $0 + $1.0 * $1.1 } / total
  }

  /// The mean of the scores of all pairs of classes that occur, each way.
  func oneVersusOne(isWeighted: Bool, _ score: BinaryScore) -> Double {
    let present = isOf.indices.filter { isOf[$0].contains(true) }
    var (sum, total) = (0.0, 0.0)
    for (index, first) in present.enumerated() {
      for second in present[(index + 1)...] {
        let samples = (0..<sampleCount).filter { isOf[first][$0] || isOf[second][$0] }
        let scores = [first, second].map { one in
          score(samples.map { isOf[one][$0] }, samples.map { columns[one][$0] }, nil)
        }
        let weight = isWeighted ? Double(samples.count) / Double(sampleCount) : 1
        sum += (scores[0] + scores[1]) / 2 * weight
        total += weight
      }
    }
    return sum / total
  }
}
