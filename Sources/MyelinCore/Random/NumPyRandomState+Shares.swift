/// Shares of groups.
extension NumPyRandomState {
  /// How many of `total` each of several groups gives: in proportion to its size, and what is left after rounding down
  /// to those that lost most, ties drawn by lot.
  ///
  /// Source: scikit-learn, `sklearn.utils.extmath._approximate_mode`, draw for draw.
  ///
  /// - Parameters:
  ///   - total: 0 or more, and 0 if all sizes are; anything else stops the program.
  ///   - sizes: the groups' sizes, not negative.
  package mutating func shares(_ total: Int, among sizes: [Int]) -> [Int] {
    let sum = sizes.reduce(0, +)
    guard total >= 0, sum > 0 || total == 0 else { fatalError("NumPyRandomState.shares: \(total) of \(sum) members") }
    guard sum > 0 else { return sizes }
    let exact = sizes.map { Double($0) / Double(sum) * Double(total) }
    var result = exact.map { Int($0) }
    var missing = total - result.reduce(0, +)
    let remainders = exact.map { $0 - $0.rounded(.down) }
    let groups = Dictionary(grouping: remainders.indices) { remainders[$0] }
    for (_, candidates) in groups.sorted(by: { $0.key > $1.key }) where missing > 0 {
      let count = min(candidates.count, missing)
      for place in choice(count, from: candidates.count, replacement: false) { result[candidates[place]] += 1 }
      missing -= count
    }
    return result
  }
}
