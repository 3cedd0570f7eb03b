import RealModule

/// Makes of each column of moments one column for each of some parts: year, month, weekday and others.
///
/// All in UTC. The parts are those of pandas' `Series.dt`. Parts that come round, such as months, can be given as the sine and the
/// cosine of their place in the round, so that December stands beside January. Missing moments give missing numbers.
///
/// ```swift
/// let parts = try DateParts([.year, .month, .weekday], cyclical: true).fitted(to: [table["day"]!])
/// parts.featureNames(["day"])   // day.year, day.month.sine, day.month.cosine, day.weekday.sine, day.weekday.cosine
/// ```
public struct DateParts: Transform, Equatable {
  /// A part of a moment.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// The year.
    case year
    /// The quarter of the year, from 1 to 4.
    case quarter
    /// The month, from 1 to 12.
    case month
    /// The day of the month, from 1.
    case day
    /// The day of the year, from 1.
    case dayOfYear
    /// The day of the week, from 0 for Monday to 6.
    case weekday
    /// The hour, from 0.
    case hour
    /// The minute of the hour, from 0.
    case minute

    /// The value, and the part of its round that is over: a year is no round.
    func value(_ time: CivilTime) -> (number: Double, turn: Double?) {
      func round(_ number: Int, first: Int, count: Int) -> (Double, Double?) {
        (Double(number), Double(number - first) / Double(count))
      }
      switch self {
      case .year: return (Double(time.year), nil)
      case .quarter: return round((time.month + 2) / 3, first: 1, count: 4)
      case .month: return round(time.month, first: 1, count: 12)
      case .day:
        return round(time.day, first: 1, count: CivilTime.dayCount(year: time.year, month: time.month))
      case .dayOfYear:
        let start = CivilTime(year: time.year, month: 1, day: 1).days
        let length = CivilTime(year: time.year, month: 12, day: 31).days - start + 1
        return round(time.days - start + 1, first: 1, count: length)
      case .weekday:
        // The first of January 1970 was a Thursday.
        return round(((time.days + 3) % 7 + 7) % 7, first: 0, count: 7)
      case .hour: return round(time.hour, first: 0, count: 24)
      case .minute: return round(time.minute, first: 0, count: 60)
      }
    }
  }

  /// The parts, in the order of the columns.
  public var parts: [Part]
  /// Whether parts that come round are given as sine and cosine.
  public var cyclical: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - parts: The parts, one or more and each once, or the program stops.
  ///   - cyclical: Whether parts that come round are given as sine and cosine.
  public init(_ parts: [Part] = [.year, .month, .day, .weekday], cyclical: Bool = false) {
    guard !parts.isEmpty, Set(parts).count == parts.count else {
      fatalError("DateParts: the parts \(parts.map(\.rawValue)) must be one or more, and each once")
    }
    self.parts = parts
    self.cyclical = cyclical
  }

  /// There is nothing to learn but the number of columns, which must be of moments.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    for column in columns where column.type != .date {
      throw context.error(
        .wrongType,
        "column \(quoted(column.name)) is of type \(column.type.rawValue), and DateParts takes dates such as 2024-02-29; read it as "
          + "dates, or leave the step out", column: column.name)
    }
    return Fitted(parts: parts, cyclical: cyclical, inputCount: columns.count)
  }

  /// Parts for a number of columns.
  public struct Fitted: FittedTransform {
    /// What files call the type.
    public static let typeName = "DateParts"

    let parts: [Part]
    let cyclical: Bool
    /// The number of columns that it takes.
    public let inputCount: Int

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      parts.isEmpty || Set(parts).count < parts.count ? "the parts are none, or repeat" : nil
    }

    /// The parts of the first column, then those of the second, and so on.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      inputs.flatMap { input in
        parts.flatMap { part in
          let name = "\(input.name).\(part.rawValue)"
          return (cyclical && part != .year ? ["\(name).sine", "\(name).cosine"] : [name]).map {
            TableFeature(name: $0)
          }
        }
      }
    }

    /// The columns of parts.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      let names = features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
      var result: [TableColumn] = []
      for column in columns {
        guard case .dates(let dates) = column.storage else {
          throw context.error(
            .wrongType,
            "column \(quoted(column.name)) is of type \(column.type.rawValue), and had dates in training; correct it",
            column: column.name)
        }
        let times = dates.seconds.map { $0.isNaN ? nil : CivilTime($0) }
        for part in parts {
          let values = times.map { $0.map(part.value) }
          guard cyclical, part != .year else {
            result.append(TableColumn(names[result.count], numbers: values.map { $0?.number ?? .nan }))
            continue
          }
          let angles = values.map { 2 * Double.pi * ($0?.turn ?? .nan) }
          result.append(TableColumn(names[result.count], numbers: angles.map { Double.sin($0) }))
          result.append(TableColumn(names[result.count], numbers: angles.map { Double.cos($0) }))
        }
      }
      return result
    }
  }
}
