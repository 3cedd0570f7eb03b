/// A small decision tree over one column of numbers, grown greedily: each split is the one that leaves the least squared
/// error (for a number to predict) or Gini impurity (for classes).
///
/// At most five splits lie above a leaf and at least two rows in it; thresholds are midway between neighbouring numbers.
/// This is scikit-learn's `DecisionTreeClassifier` or `DecisionTreeRegressor` with `max_depth=5, min_samples_leaf=2`.
struct SingleColumnTree<Leaf: TreeLeaf> {
  private var thresholds: [Double] = []
  private var leaves: [Leaf.Prediction] = []

  private static var depth: Int { 5 }
  private static var leastRows: Int { 2 }

  /// - Parameters:
  ///   - numbers: in ascending order.
  ///   - targets: what goes with each number.
  init(_ numbers: [Double], _ targets: [Leaf.Target], empty: Leaf) {
    grow(numbers, targets, 0..<numbers.count, depth: Self.depth, empty: empty)
  }

  /// Adds the leaves of a range of rows, from left to right, with the thresholds between them.
  private mutating func grow(
    _ numbers: [Double], _ targets: [Leaf.Target], _ rows: Range<Int>, depth: Int, empty: Leaf
  ) {
    var whole = empty
    for row in rows { whole.add(targets[row]) }
    guard depth > 0, !whole.isPure, let split = bestSplit(numbers, targets, rows, whole: whole, empty: empty) else {
      leaves.append(whole.prediction)
      return
    }
    grow(numbers, targets, rows.lowerBound..<split, depth: depth - 1, empty: empty)
    thresholds.append(numbers[split - 1] / 2 + numbers[split] / 2)
    grow(numbers, targets, split..<rows.upperBound, depth: depth - 1, empty: empty)
  }

  /// The first row of the right part of the best split.
  private func bestSplit(
    _ numbers: [Double], _ targets: [Leaf.Target], _ rows: Range<Int>, whole: Leaf, empty: Leaf
  ) -> Int? {
    guard rows.count >= 2 * Self.leastRows else { return nil }
    var (left, right) = (empty, whole)
    var best: (split: Int, gain: Double)?
    for row in rows.dropLast() {
      left.add(targets[row])
      right.remove(targets[row])
      guard numbers[row] < numbers[row + 1], row + 1 - rows.lowerBound >= Self.leastRows,
        rows.upperBound - row - 1 >= Self.leastRows
      else { continue }
      let gain = left.score + right.score
      if gain > best?.gain ?? -.infinity { best = (row + 1, gain) }
    }
    return best?.split
  }

  /// What the tree predicts for a number.
  func prediction(_ number: Double) -> Leaf.Prediction {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = (low + high) / 2
      if number <= thresholds[middle] { high = middle } else { low = middle + 1 }
    }
    return leaves[low]
  }
}

/// What a leaf of a ``SingleColumnTree`` knows of its rows.
protocol TreeLeaf {
  associatedtype Target
  associatedtype Prediction
  mutating func add(_ target: Target)
  mutating func remove(_ target: Target)
  /// The more of the targets' variation a leaf explains, the greater.
  var score: Double { get }
  /// Whether all its targets are alike.
  var isPure: Bool { get }
  var prediction: Prediction { get }
}

/// Counts classes, and predicts the most frequent, the first of equals.
struct ClassLeaf: TreeLeaf {
  private var counts: [Int]
  private var total = 0
  private var squares = 0

  init(classCount: Int) { counts = Array(repeating: 0, count: classCount) }

  mutating func add(_ target: Int32) {
    squares += 2 * counts[Int(target)] + 1
    counts[Int(target)] += 1
    total += 1
  }

  mutating func remove(_ target: Int32) {
    squares -= 2 * counts[Int(target)] - 1
    counts[Int(target)] -= 1
    total -= 1
  }

  var score: Double { total > 0 ? Double(squares) / Double(total) : 0 }
  var isPure: Bool { squares == total * total }
  var isEmpty: Bool { total == 0 }
  var prediction: Int32 {
    var best = 0
    for index in counts.indices where counts[index] > counts[best] { best = index }
    return Int32(best)
  }
}

/// Sums numbers, and predicts their mean.
struct NumberLeaf: TreeLeaf {
  private var sum = 0.0
  private var count = 0
  private var (lowest, highest) = (Double.infinity, -Double.infinity)

  mutating func add(_ target: Double) {
    sum += target
    count += 1
    (lowest, highest) = (min(lowest, target), max(highest, target))
  }

  mutating func remove(_ target: Double) {
    sum -= target
    count -= 1
  }

  var score: Double { count > 0 ? sum / Double(count) * sum : 0 }
  /// Asked only of leaves from which nothing was removed.
  var isPure: Bool { lowest >= highest }
  var isEmpty: Bool { count == 0 }
  var prediction: Double { count > 0 ? sum / Double(count) : 0 }
}
