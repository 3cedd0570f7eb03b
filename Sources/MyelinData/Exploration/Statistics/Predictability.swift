import MyelinCore

/// How well one column alone predicts another, on rows that were not learnt from: 0 as well as a constant, 1 without error.
///
/// The rows are dealt into four parts; each is predicted from the other three. A ``SingleColumnTree`` predicts from numbers, and
/// the most frequent class or the mean of each category from texts. Missing values are a group of their own, and values
/// that were not learnt from get the overall prediction.
///
/// For classes the score is the balanced accuracy b of K classes, (b − 1/K) / (1 − 1/K), and for numbers R²; both at least 0.
struct Predictability {
  /// The number of parts.
  static let parts = 4

  /// The part of a row, from a hash of its position, so that sorted files are dealt evenly.
  static func part(_ position: Int) -> Int { Int(SplitMix64.mixed(UInt64(position)) % UInt64(parts)) }

  /// What predicts: numbers (NaN where missing) or the codes of categories (−1 where missing).
  enum Source {
    case numbers([Double])
    case codes([Int32])
  }

  /// The score for classes.
  ///
  /// - Parameters:
  ///   - source: the column that predicts.
  ///   - classes: each row's class, −1 where it is missing; such rows are left out.
  ///   - classCount: how many classes there are.
  static func score(_ source: Source, classes: [Int32], classCount: Int) -> Double? {
    var correct = Array(repeating: 0, count: classCount)
    var totals = correct
    let rows = classes.indices.filter { classes[$0] >= 0 }
    predict(source, rows: rows, targets: classes, empty: ClassLeaf(classCount: classCount)) { row, prediction in
      totals[Int(classes[row])] += 1
      if prediction == classes[row] { correct[Int(classes[row])] += 1 }
    }
    let recalls = zip(correct, totals).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
    guard recalls.count > 1 else { return nil }
    let chance = 1 / Double(recalls.count)
    let accuracy = recalls.reduce(0, +) / Double(recalls.count)
    return max((accuracy - chance) / (1 - chance), 0)
  }

  /// The score for numbers.
  ///
  /// - Parameters:
  ///   - source: the column that predicts.
  ///   - numbers: each row's number, NaN where it is missing; such rows are left out.
  static func score(_ source: Source, numbers: [Double]) -> Double? {
    let rows = numbers.indices.filter { numbers[$0].isFinite }
    guard let lowest = rows.map({ numbers[$0] }).min(), let highest = rows.map({ numbers[$0] }).max(),
      lowest < highest
    else { return nil }
    // Numbers of size one around zero, so that no square overflows and no digits are lost.
    let scale = finite(1 / (highest / 2 - lowest / 2)) ?? 1
    var targets = numbers.map { ($0 / 2 - lowest / 2) * scale }
    let mean = rows.reduce(0.0) { $0 + targets[$1] } / Double(rows.count)
    for row in rows { targets[row] -= mean }
    var (error, total) = (0.0, 0.0)
    predict(source, rows: rows, targets: targets, empty: NumberLeaf()) { row, prediction in
      let difference = targets[row] - prediction
      error += difference * difference
      total += targets[row] * targets[row]
    }
    return total > 0 ? max(1 - error / total, 0) : nil
  }

  /// Predicts every row from the parts that it is not in.
  private static func predict<Leaf: TreeLeaf>(
    _ source: Source, rows: [Int], targets: [Leaf.Target], empty: Leaf,
    _ use: (_ row: Int, _ prediction: Leaf.Prediction) -> Void
  ) {
    let partOfRow = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, part($0.offset)) })
    let rowParts = rows.map { partOfRow[$0] ?? 0 }
    for part in 0..<parts {
      let learnt = zip(rows, rowParts).filter { $0.1 != part }.map(\.0)
      let asked = zip(rows, rowParts).filter { $0.1 == part }.map(\.0)
      var overall = empty
      for row in learnt { overall.add(targets[row]) }
      switch source {
      case .numbers(let numbers):
        var missing = empty
        var hasMissing = false
        for row in learnt where !numbers[row].isFinite {
          missing.add(targets[row])
          hasMissing = true
        }
        let sorted = learnt.filter { numbers[$0].isFinite }.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        let tree = SingleColumnTree<Leaf>(sorted.map { numbers[$0] }, sorted.map { targets[$0] }, empty: empty)
        for row in asked {
          if !numbers[row].isFinite {
            use(row, (hasMissing ? missing : overall).prediction)
          } else {
            use(row, sorted.isEmpty ? overall.prediction : tree.prediction(numbers[row]))
          }
        }
      case .codes(let codes):
        var groups: [Int32: Leaf] = [:]
        for row in learnt { groups[codes[row], default: empty].add(targets[row]) }
        for row in asked { use(row, (groups[codes[row]] ?? overall).prediction) }
      }
    }
  }
}
