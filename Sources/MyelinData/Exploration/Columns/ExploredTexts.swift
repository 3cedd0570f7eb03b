extension Exploration {
  /// What is known of a column's moments.
  public struct Dates: Sendable, Equatable, Codable {
    /// The earliest in ISO 8601's form; nil if there is none.
    public let earliest: String?
    /// The latest.
    public let latest: String?
    /// The time between both in days.
    public let spanInDays: Double?
    /// How the moments are distributed, in seconds since 1970-01-01T00:00:00 UTC.
    public let histogram: ValueHistogram?

    init(ofSorted sorted: [Double], precision: DateValues.Precision) {
      guard let first = sorted.first, let last = sorted.last else {
        (earliest, latest, spanInDays, histogram) = (nil, nil, nil, nil)
        return
      }
      earliest = CivilTime(first).text(precision)
      latest = CivilTime(last).text(precision)
      spanInDays = (last - first) / 86_400
      histogram = ValueHistogram(ofSorted: sorted, areWhole: true)
    }
  }

  /// What is known of a column's texts.
  public struct Texts: Sendable, Equatable, Codable {
    /// The number of characters of the shortest text; nil if there is none.
    public let shortest: Int?
    /// The number of characters of the longest text.
    public let longest: Int?
    /// The mean number of characters.
    public let meanLength: Double?

    init(_ categories: [String], counts: [Int]) {
      let lengths = categories.map(\.count)
      (shortest, longest) = (lengths.min(), lengths.max())
      let rows = counts.reduce(0, +)
      let sum = zip(lengths, counts).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      meanLength = rows > 0 ? sum / Double(rows) : nil
    }
  }
}
