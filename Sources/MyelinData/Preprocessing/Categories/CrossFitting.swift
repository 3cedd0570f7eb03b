import MyelinCore

/// A division of rows into parts, as scikit-learn's `KFold` and `StratifiedKFold` divide them.
struct CrossFitting {
  let rows: Int
  let folds: Int
  let seed: UInt32?

  /// The part of each row.
  ///
  /// - Throws: ``TableError`` if there are too few rows for so many parts.
  func parts(_ context: FittingContext) throws(TableError) -> [Int] {
    var random = seed.map { NumPyRandomState(seed: $0) }
    guard case .classes(let labels, _) = context.target else {
      guard rows >= folds else { throw tooFew(context) }
      var order = Array(0..<rows)
      random?.shuffle(&order)
      var parts = [Int](repeating: 0, count: rows)
      for (place, row) in order.enumerated() {
        // The first parts have a row more if it doesn't come out even.
        let (size, larger) = (rows / folds, rows % folds)
        parts[row] = place < larger * (size + 1) ? place / (size + 1) : (place - larger) / size
      }
      return parts
    }
    // The classes in the order in which they come.
    var places: [Int: Int] = [:]
    let classes = labels.map { label in
      let place = places[label] ?? places.count
      places[label] = place
      return place
    }
    var counts = [Int](repeating: 0, count: places.count)
    for place in classes { counts[place] += 1 }
    guard counts.contains(where: { $0 >= folds }) else { throw tooFew(context) }
    // The sorted classes are dealt out one by one.
    let sorted = classes.sorted()
    var parts = [Int](repeating: 0, count: rows)
    for place in counts.indices {
      var dealt = [Int](repeating: 0, count: folds)
      for (index, other) in sorted.enumerated() where other == place { dealt[index % folds] += 1 }
      var order = dealt.enumerated().flatMap { part, count in [Int](repeating: part, count: count) }
      random?.shuffle(&order)
      var next = 0
      for row in classes.indices where classes[row] == place {
        parts[row] = order[next]
        next += 1
      }
    }
    return parts
  }

  private func tooFew(_ context: FittingContext) -> TableError {
    TableError(
      .badSplit, path: context.table?.path,
      "\(rows) rows are too few to encode categories by their targets in \(folds) parts; add rows, or encode otherwise")
  }
}
