/// Moments, and how finely they are written.
struct DateValues: Sendable {
  /// What a text of a moment must hold to tell all moments of a column apart.
  enum Precision: Int, Sendable, Comparable {
    case day, second, millisecond, microsecond

    static func < (first: Precision, second: Precision) -> Bool { first.rawValue < second.rawValue }
  }

  /// Seconds since 1970-01-01T00:00:00 UTC, NaN where missing.
  let seconds: [Double]
  /// The same for all values, as other programs expect of a column.
  let precision: Precision

  init(_ dates: [Double]) {
    let seconds = dates.map { CivilTime.range.contains($0) ? $0 : .nan }
    self.seconds = seconds
    precision = seconds.reduce(Precision.day) { max($0, Self.precision(of: $1)) }
  }

  private static func precision(of seconds: Double) -> Precision {
    if seconds.isNaN || seconds.truncatingRemainder(dividingBy: 86_400) == 0 { return .day }
    if seconds == seconds.rounded(.down) { return .second }
    let fraction = CivilTime(seconds).microsecond
    return fraction == 0 ? .second : fraction % 1000 == 0 ? .millisecond : .microsecond
  }

  func text(row: Int) -> String? {
    seconds[row].isNaN ? nil : CivilTime(seconds[row]).text(precision)
  }
}

/// A moment as year, month, day and time of day in UTC, by today's calendar for all times.
struct CivilTime: Equatable {
  var year: Int
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0

  /// The seconds since 1970 of the years 1 to 9999.
  static let range = -62_135_596_800.0..<253_402_300_800.0

  init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The moment so many seconds after 1970-01-01T00:00:00, which must be in ``range``, to the nearest microsecond.
  init(_ seconds: Double) {
    // Whole seconds are split off first, because their millionths may not fit a Double's digits.
    var whole = Int(seconds.rounded(.down))
    var fraction = Int(((seconds - seconds.rounded(.down)) * 1e6).rounded())
    if fraction == 1_000_000 { (whole, fraction) = (whole + 1, 0) }
    let days = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
    self.init(days: days)
    let rest = whole - days * 86_400
    (hour, minute, second, microsecond) = (rest / 3600, rest / 60 % 60, rest % 60, fraction)
  }

  /// The day so many days after 1970-01-01.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013: years begin in March, so that the leap day
  /// is the last of its year.
  init(days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of days from 1970-01-01 to the day.
  var days: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The number of days in a month of a year.
  static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// ISO 8601's text: `2024-02-29`, or `2024-02-29T12:30:00.250`.
  func text(_ precision: DateValues.Precision) -> String {
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    if precision == .day { return date }
    let time = "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    return switch precision {
    case .day, .second: time
    case .millisecond: "\(time).\(padded(microsecond / 1000, 3))"
    case .microsecond: "\(time).\(padded(microsecond, 6))"
    }
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
