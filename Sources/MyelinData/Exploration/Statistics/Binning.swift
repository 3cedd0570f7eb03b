import Glibc

/// The natural logarithm.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// Turns numbers into few categories, for measures that count.
enum Binning {
  /// The number of each value's bin.
  ///
  /// At most `bins` different numbers are each a bin of their own. More are cut at their quantiles, as pandas'
  /// `qcut(values, bins, duplicates="drop")` cuts: a bin contains its upper end, and equal ends are one.
  ///
  /// - Parameters:
  ///   - values: numbers; NaN where one is missing.
  ///   - bins: the most bins.
  ///   - missing: the code of missing numbers: −1 leaves them out, nil makes them a bin of their own after the others.
  static func codes(_ values: [Double], bins: Int, missing: Int32? = nil) -> [Int32] {
    let sorted = values.filter { !$0.isNaN }.sorted()
    var distinct: [Double] = []
    for value in sorted where distinct.last != value {
      distinct.append(value)
      if distinct.count > bins { break }
    }
    // The upper ends of all bins but the last, which has what is left.
    var ends = distinct.dropLast().map { $0 }
    if distinct.count > bins {
      ends = []
      for index in 1..<bins {
        let end = Quantiles.linear(sorted, Double(index) / Double(bins))
        if end != ends.last, end > distinct[0], end < (sorted.last ?? end) { ends.append(end) }
      }
    }
    let missingCode = missing ?? Int32(ends.count + 1)
    return values.map { value in
      if value.isNaN { return missingCode }
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] < value { low = middle + 1 } else { high = middle }
      }
      return Int32(low)
    }
  }
}
