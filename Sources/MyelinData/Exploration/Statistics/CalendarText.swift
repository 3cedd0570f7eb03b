import Glibc

/// Seconds since 1970 as people read them.
enum CalendarText {
  /// The day, month and year of the proleptic Gregorian calendar.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms" (2013), `civil_from_days`.
  static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// ISO 8601 text, `2007-11-30` or `2007-11-30T08:15:00Z`; only the day where the time is midnight.
  static func iso(_ seconds: Double) -> String {
    guard abs(seconds) < 1e14 else { return "\(seconds)" }
    let days = (seconds / 86_400).rounded(.down)
    let (year, month, day) = date(ofDay: Int(days))
    let text = (year < 0 ? "-" : "") + padded(abs(year), 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    let rest = seconds - days * 86_400
    guard rest > 0 else { return text }
    let whole = Int(rest)
    let fraction = rest - Double(whole)
    let time = [whole / 3_600, whole / 60 % 60, whole % 60].map { padded($0, 2) }.joined(separator: ":")
    let thousandths = min(Int((fraction * 1_000).rounded()), 999)
    return text + "T" + time + (thousandths > 0 ? "." + padded(thousandths, 3) : "") + "Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
