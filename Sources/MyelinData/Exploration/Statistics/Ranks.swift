/// Numbers in the order of their size, for ranks among any of them.
struct SortedOrder {
  /// The positions of the numbers that are not missing, by ascending number.
  let positions: [Int32]

  /// - Parameter values: numbers; NaN where one is missing.
  init(_ values: [Double]) {
    var present: [(value: Double, position: Int32)] = []
    present.reserveCapacity(values.count)
    for (position, value) in values.enumerated() where !value.isNaN { present.append((value, Int32(position))) }
    present.sort { ($0.value, $0.position) < ($1.value, $1.position) }
    positions = present.map(\.position)
  }

  /// The rank of each number from 1, equal numbers sharing the mean of theirs; NaN where a number is missing.
  ///
  /// - Parameter isIncluded: which positions take part.
  func ranks(_ values: [Double], where isIncluded: (Int) -> Bool = { _ in true }) -> [Double] {
    var ranks = Array(repeating: Double.nan, count: values.count)
    var group: [Int] = []
    var ranked = 0
    func close() {
      // The mean of ranked + 1 … ranked + group.count.
      let rank = Double(ranked) + Double(group.count + 1) / 2
      for position in group { ranks[position] = rank }
      ranked += group.count
      group.removeAll(keepingCapacity: true)
    }
    for position in positions.lazy.map({ Int($0) }) where isIncluded(position) {
      if let last = group.last, values[last] != values[position] { close() }
      group.append(position)
    }
    close()
    return ranks
  }
}
