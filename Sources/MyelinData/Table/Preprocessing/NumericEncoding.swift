/// How a numeric column becomes one input: missing values are filled, then all are standardised.
public struct NumericEncoding: Sendable, Equatable, Codable {
  /// The name of the column.
  public let name: String
  /// What stands in for a missing value: the median of the training rows.
  public let median: Double
  /// The mean of the training rows, missing values filled.
  public let mean: Double
  /// The standard deviation of the training rows (divided by their number), missing values filled; 1 if all are equal.
  public let standardDeviation: Double

  /// Fits the numbers of the training rows, NaN where missing; nil if all are missing.
  init?(name: String, numbers: [Double]) {
    let present = numbers.filter { !$0.isNaN }.sorted()
    guard !present.isEmpty else { return nil }
    let low = present[(present.count - 1) / 2]
    let high = present[present.count / 2]
    self.name = name
    // Halves first only if the sum would overflow, because halving a tiny number loses bits.
    median = (low + high).isFinite ? (low + high) / 2 : low / 2 + high / 2
    let median = median
    (mean, standardDeviation) = Self.moments(numbers.map { $0.isNaN ? median : $0 })
  }

  /// The mean and the standard deviation of numbers, at least one; a deviation of 0 counts as 1.
  static func moments(_ numbers: [Double]) -> (mean: Double, standardDeviation: Double) {
    // The mean of equal numbers, rounded, may differ from them.
    if let first = numbers.first, numbers.allSatisfy({ $0 == first }) { return (first, 1) }
    let largest = numbers.reduce(0) { max($0, abs($1)) }
    // A scale that is a power of two changes no digits, and keeps the squares of huge and tiny numbers in range.
    let scale = largest > 0 ? Double(sign: .plus, exponent: min(max(largest.exponent, -1000), 1000), significand: 1) : 1
    let count = Double(numbers.count)
    let mean = numbers.reduce(0) { $0 + $1 / scale } / count
    let variance = numbers.reduce(0) { $0 + ($1 / scale - mean) * ($1 / scale - mean) } / count
    let deviation = variance.squareRoot() * scale
    return (mean * scale, deviation == 0 ? 1 : deviation)
  }

  /// The most standard deviations from the mean that an input says. No training row is so far out (of n rows none is
  /// further than √n), and a network's sums and products of such inputs stay finite.
  static let limit: Double = 1e9

  /// The standardised value, ``limit`` at most; nil stands for a missing one.
  func encode(_ number: Double?) -> Float {
    let value = number ?? median
    let distance = (value - mean) / standardDeviation
    return Float(min(max(distance, -Self.limit), Self.limit))
  }

  /// Why numbers read from a file cannot be an encoding's; nil if they can.
  var problem: String? {
    let areFinite = median.isFinite && mean.isFinite && standardDeviation.isFinite
    return areFinite && standardDeviation > 0
      ? nil : "column \(quoted(name)): the median, mean, and standard deviation are not usable"
  }
}
