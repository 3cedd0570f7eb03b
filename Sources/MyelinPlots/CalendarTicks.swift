import Glibc

/// The ticks of an axis of moments, in seconds since 1970: as many as fit, at most eleven, at the beginnings of years, months,
/// days, hours, minutes or seconds.
func calendarTicks(in range: ClosedRange<Double>, room: TickRoom) -> [Tick] {
  // Beyond, a calendar says nothing.
  guard range.lowerBound > -1e13, range.upperBound < 1e13 else {
    return ticks(in: range, logarithmic: false, room: room)
  }
  var best: [Tick] = []
  for step in CalendarStep.all where step.seconds * 11 > range.upperBound - range.lowerBound {
    let moments = step.moments(in: range)
    guard moments.count <= 11 else { continue }
    if moments.count < 2, !best.isEmpty { return best }
    best = moments.map { Tick(number: "\($0)", text: step.text($0)) }
    let share = step.seconds / (range.upperBound - range.lowerBound)
    if best.count >= 2, room.fits(best.map(\.text), every: share) { return best }
  }
  // Within a second numbers are as good.
  return best.isEmpty ? ticks(in: range, logarithmic: false, room: room) : best
}

/// A distance between ticks.
private struct CalendarStep {
  enum Unit { case second, day, month, year }
  let count: Int
  let unit: Unit
  /// The (mean) length.
  var seconds: Double {
    switch unit {
    case .second: Double(count)
    case .day: Double(count) * 86_400
    case .month: Double(count) * 2_629_746
    case .year: Double(count) * 31_556_952
    }
  }

  static let all: [CalendarStep] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200].map {
      CalendarStep(count: $0, unit: .second)
    } + [1, 2, 7, 14].map { CalendarStep(count: $0, unit: .day) }
    + [1, 2, 3, 6].map { CalendarStep(count: $0, unit: .month) }
    + (0..<6).flatMap { exponent in
      [1, 2, 5].map { CalendarStep(count: $0 * Int(pow(10, Double(exponent))), unit: .year) }
    }

  /// The beginnings of the steps within a range; at most twelve.
  func moments(in range: ClosedRange<Double>) -> [Int] {
    var moments: [Int] = []
    let start = Int(range.lowerBound.rounded(.up))
    var place = civil(start)
    var moment: Int
    switch unit {
    case .second, .day:
      // Weeks begin on Mondays; 1970-01-05 was one.
      let (length, origin) = (Int(seconds), unit == .day && count >= 7 ? 4 * 86_400 : 0)
      moment = start - floorMod(start - origin, length)
    case .month:
      let months = (Int(place.tm_year) * 12 + Int(place.tm_mon)) / count * count
      (place.tm_year, place.tm_mon) = (Int32(months / 12), Int32(months % 12))
      moment = begin(&place)
    case .year:
      let year = Int(place.tm_year) + 1900
      (place.tm_year, place.tm_mon) = (Int32(year - floorMod(year, count) - 1900), 0)
      moment = begin(&place)
    }
    while Double(moment) <= range.upperBound, moments.count < 12 {
      if Double(moment) >= range.lowerBound { moments.append(moment) }
      switch unit {
      case .second, .day: moment += Int(seconds)
      case .month:
        place.tm_mon += Int32(count)
        moment = begin(&place)
      case .year:
        place.tm_year += Int32(count)
        moment = begin(&place)
      }
    }
    return moments
  }

  func text(_ moment: Int) -> String {
    let place = civil(moment)
    let year = String(Int(place.tm_year) + 1900)
    switch unit {
    case .year: return year
    case .month: return "\(year)-\(padded(place.tm_mon + 1))"
    case .day: return "\(year)-\(padded(place.tm_mon + 1))-\(padded(place.tm_mday))"
    case .second:
      let clock = "\(padded(place.tm_hour)):\(padded(place.tm_min))"
      return count < 60
        ? "\(clock):\(padded(place.tm_sec))" : "\(padded(place.tm_mon + 1))-\(padded(place.tm_mday)) \(clock)"
    }
  }

  private func begin(_ place: inout tm) -> Int {
    (place.tm_mday, place.tm_hour, place.tm_min, place.tm_sec) = (1, 0, 0, 0)
    return timegm(&place)
  }

  private func civil(_ moment: Int) -> tm {
    var (moment, place) = (moment, tm())
    gmtime_r(&moment, &place)
    return place
  }

  private func floorMod(_ value: Int, _ length: Int) -> Int { ((value % length) + length) % length }

  private func padded(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
}
