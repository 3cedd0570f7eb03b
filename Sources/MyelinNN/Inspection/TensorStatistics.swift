import MyelinCore

/// What the elements of a tensor are like.
public struct TensorStatistics: Sendable, Hashable {
  /// The number of elements.
  public let count: Int
  /// The mean of the finite elements.
  public let mean: Double
  /// Their standard deviation, √(Σ (x − mean)² / n).
  public let standardDeviation: Double
  /// The smallest one.
  public let minimum: Double
  /// The largest one.
  public let maximum: Double
  /// The share of elements that are 0.
  public let zeroShare: Double
  /// The Euclidean norm, √Σ x².
  public let norm: Double
  /// The number of elements that are infinite or NaN. They are left out of all else.
  public let nonFiniteCount: Int

  /// What the elements of a tensor are like. All is NaN but counts if no element is finite.
  public init(_ tensor: Tensor) {
    let all = tensor.scalars
    let values = all.allSatisfy(\.isFinite) ? all : all.filter(\.isFinite)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.count = all.count
    self.mean = mean
    standardDeviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    minimum = values.min() ?? .nan
    maximum = values.max() ?? .nan
    zeroShare = Double(values.count { $0 == 0 }) / count
    norm = values.isEmpty ? .nan : values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    nonFiniteCount = all.count - values.count
  }

  static let header = ["mean", "std", "min", "max", "zeros", "norm"]

  var cells: [String] {
    [mean, standardDeviation, minimum, maximum].map(\.short)
      + [
        "\((zeroShare * 100).text(decimals: 1)) %",
        norm.short + (nonFiniteCount > 0 ? " (\(nonFiniteCount) not finite)" : ""),
      ]
  }
}

extension Double {
  /// Four digits or so.
  fileprivate var short: String {
    guard isFinite, self != 0 else { return text(decimals: 0) }
    if (0.001..<100_000).contains(magnitude) { return text(decimals: magnitude < 10 ? 4 : magnitude < 1000 ? 2 : 0) }
    var (digits, power) = (self, 0)
    while digits.magnitude >= 10 { (digits, power) = (digits / 10, power + 1) }
    while digits.magnitude < 1 { (digits, power) = (digits * 10, power - 1) }
    // What rounds up to 10.00 has a digit more.
    if digits.magnitude >= 9.995 { (digits, power) = (digits / 10, power + 1) }
    return "\(digits.text(decimals: 2))e\(power)"
  }
}
