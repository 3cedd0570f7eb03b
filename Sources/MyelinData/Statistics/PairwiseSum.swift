extension Array<Double> {
  /// The sum, added up in the order in which NumPy adds: in eight sums side by side, and in halves from 129 numbers on. So results
  /// that hang on the last bit are NumPy's.
  var pairwiseSum: Double { Self.sum(self[...]) }

  private static func sum(_ numbers: ArraySlice<Double>) -> Double {
    if numbers.count < 8 { return numbers.reduce(0, +) }
    if numbers.count > 128 {
      let half = numbers.count / 2 / 8 * 8
      return sum(numbers.prefix(half)) + sum(numbers.dropFirst(half))
    }
    var lanes = numbers.prefix(8).map { $0 }
    let whole = numbers.count / 8 * 8
    for place in 8..<Swift.max(whole, 8) { lanes[place % 8] += numbers[numbers.startIndex + place] }
    let total = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
    return numbers.dropFirst(whole).reduce(total, +)
  }
}
