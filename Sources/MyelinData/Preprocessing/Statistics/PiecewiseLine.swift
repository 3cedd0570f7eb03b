/// A line through points with ascending first coordinates, level beyond both ends: NumPy's `interp`.
struct PiecewiseLine {
  let x: [Double]
  let y: [Double]

  /// The height of the line; where several points lie above each other, that of the last.
  func callAsFunction(_ place: Double) -> Double {
    guard let first = x.first, let last = x.last else { return .nan }
    if place.isNaN { return .nan }
    if place < first { return y[0] }
    if place >= last { return y[y.count - 1] }
    let index = x.lastIndex(notAbove: place)
    if x[index] == place { return y[index] }
    let slope = (y[index + 1] - y[index]) / (x[index + 1] - x[index])
    let height = slope * (place - x[index]) + y[index]
    return height.isNaN ? y[index] : height
  }
}

extension [Double] {
  /// The number of elements of an ascending array that are at most `value`: NumPy's `searchsorted` with `side="right"`.
  func count(notAbove value: Double) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last element of an ascending array that is at most `value`, which the first is.
  fileprivate func lastIndex(notAbove value: Double) -> Int { count(notAbove: value) - 1 }
}
