/// The numbers that cut a column's values into parts of known size.
public struct FiveQuantiles: Sendable, Equatable, Codable {
  /// The value that 5 % of the values are below.
  public let fifth: Double
  /// The first quartile.
  public let lowerQuartile: Double
  /// The middle value.
  public let median: Double
  /// The third quartile.
  public let upperQuartile: Double
  /// The value that 95 % of the values are below.
  public let ninetyFifth: Double

  /// The distance between the quartiles.
  public var interquartileRange: Double { upperQuartile - lowerQuartile }

  init(ofSorted sorted: [Double]) {
    fifth = Quantiles.linear(sorted, 0.05)
    lowerQuartile = Quantiles.linear(sorted, 0.25)
    median = Quantiles.linear(sorted, 0.5)
    upperQuartile = Quantiles.linear(sorted, 0.75)
    ninetyFifth = Quantiles.linear(sorted, 0.95)
  }
}
