/// What a number stands for that is a moment: units of time since 1970-01-01T00:00:00 UTC.
public enum DateUnit: String, Sendable, CaseIterable {
  /// Seconds, as Unix counts them.
  case seconds
  /// Thousandths of a second, as JavaScript and pandas' `to_json` write them.
  case milliseconds
  /// Millionths of a second.
  case microseconds
  /// Billionths of a second.
  case nanoseconds

  /// How many there are in a second.
  var perSecond: Double {
    switch self {
    case .seconds: 1
    case .milliseconds: 1e3
    case .microseconds: 1e6
    case .nanoseconds: 1e9
    }
  }

  /// The seconds that so many units make, if the moment is in the years 1 to 9999.
  func moment(_ number: Double) -> Double? {
    let seconds = number / perSecond
    return CivilTime.range.contains(seconds) ? seconds : nil
  }
}
