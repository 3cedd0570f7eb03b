/// A column of numbers prepared for correlations with many others.
struct CorrelationColumn {
  /// The numbers; NaN where one is missing.
  let values: [Double]
  private let order: SortedOrder
  private let ranks: [Double]
  /// Whether no number is missing: then its deviations serve every pair with another complete column.
  private let isComplete: Bool
  private let deviations: Deviations?
  private let rankDeviations: Deviations?

  init(_ values: [Double]) {
    let values = values.map { $0.isFinite ? $0 : .nan }
    self.values = values
    order = SortedOrder(values)
    isComplete = order.positions.count == values.count
    ranks = order.ranks(values)
    deviations = isComplete ? Deviations(values) : nil
    rankDeviations = isComplete ? Deviations(ranks) : nil
  }

  /// The Pearson correlation over the rows where both are there, as pandas' `corr`; nil where one does not vary.
  func pearson(with other: CorrelationColumn) -> Double? {
    if isComplete, other.isComplete { return correlation(deviations, other.deviations) }
    let pairs = pairs(with: other)
    return correlation(Deviations(pairs.map { values[$0] }), Deviations(pairs.map { other.values[$0] }))
  }

  /// The Spearman correlation: Pearson's of the ranks among the rows where both are there.
  func spearman(with other: CorrelationColumn) -> Double? {
    if isComplete, other.isComplete { return correlation(rankDeviations, other.rankDeviations) }
    let pairs = pairs(with: other)
    let own = order.ranks(values) { !other.values[$0].isNaN }
    let others = other.order.ranks(other.values) { !values[$0].isNaN }
    return correlation(Deviations(pairs.map { own[$0] }), Deviations(pairs.map { others[$0] }))
  }

  private func pairs(with other: CorrelationColumn) -> [Int] {
    values.indices.filter { !values[$0].isNaN && !other.values[$0].isNaN }
  }

  private func correlation(_ first: Deviations?, _ second: Deviations?) -> Double? {
    guard let first, let second else { return nil }
    var sum = 0.0
    for (a, b) in zip(first.values, second.values) { sum += a * b }
    return finite(sum / (first.norm * second.norm)).map { $0.clamped(to: -1...1) }
  }
}

/// What numbers deviate from their mean by, and the length of that vector.
private struct Deviations {
  let values: [Double]
  let norm: Double

  /// Nil for equal numbers, whose correlation is not defined.
  init?(_ numbers: [Double]) {
    guard let lowest = numbers.min(), let highest = numbers.max(), lowest < highest else { return nil }
    // A correlation does not depend on the scale; near 1 no square overflows.
    let scale = 1 / max(abs(lowest), abs(highest))
    let usable = scale.isFinite && scale > 0 ? scale : 1
    let count = Double(numbers.count)
    var mean = 0.0
    for number in numbers { mean += number * usable }
    mean /= count
    var rest = 0.0
    for number in numbers { rest += number * usable - mean }
    mean += rest / count
    values = numbers.map { $0 * usable - mean }
    var square = 0.0
    for value in values { square += value * value }
    norm = square.squareRoot()
  }
}
