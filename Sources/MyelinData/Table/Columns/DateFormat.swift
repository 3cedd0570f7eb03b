/// How a moment is written, in the notation of `strftime`.
struct DateFormat: Sendable {
  /// Why a text is no format; the message goes on after the text.
  struct Problem: Error {
    let message: String
  }

  private enum Part: Sendable {
    case year, shortYear, month, day, dayOfYear, hour, hourOfTwelve, minute, second, fraction, half, monthName, dayName
    case zone, spaces
    case literal(UInt8)
  }

  private let parts: [Part]

  private static let letters: [Character: Part] = [
    "Y": .year, "y": .shortYear, "m": .month, "d": .day, "j": .dayOfYear, "H": .hour, "I": .hourOfTwelve, "M": .minute,
    "S": .second, "f": .fraction, "p": .half, "b": .monthName, "B": .monthName, "a": .dayName, "A": .dayName,
    "z": .zone, "%": .literal(UInt8(ascii: "%")),
  ]

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// Reads a format.
  init(_ text: String) throws(Problem) {
    var parts: [Part] = []
    var hasYear = false
    var characters = text.makeIterator()
    while let character = characters.next() {
      if character == "%" {
        guard let letter = characters.next() else {
          throw Problem(message: "ends in a lone %; write %% for the character")
        }
        guard let part = Self.letters[letter] else {
          throw Problem(message: "has %\(letter), which is not known; use %Y %y %m %d %H %I %M %S %f %p %b %a %j %z %%")
        }
        if "Yy".contains(letter) { hasYear = true }
        parts.append(part)
      } else if character == " " || character == "\t" {
        if case .spaces? = parts.last { continue }
        parts.append(.spaces)
      } else {
        parts += String(character).utf8.map { .literal($0) }
      }
    }
    guard hasYear else { throw Problem(message: "has no year; add %Y or %y") }
    self.parts = parts
  }

  /// The seconds since 1970-01-01T00:00:00 UTC that the bytes write; nil if they aren't of the format. Without a zone it
  /// is UTC, and what the format lacks is the year's first day and midnight.
  func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var scanner = ByteScanner(bytes)
    var (year, month, day, dayOfYear) = (1, 1, 1, Int?.none)
    var (time, zone, isAfternoon, isOfTwelve) = (0.0, 0.0, false, false)
    var hour = 0
    for part in parts {
      func number(_ digits: ClosedRange<Int>, in range: ClosedRange<Int>) -> Int? {
        scanner.number(digits: digits).flatMap { range.contains($0) ? $0 : nil }
      }
      switch part {
      case .year: guard take(number(4...4, in: 1...9999), into: &year) else { return nil }
      case .shortYear:
        // POSIX's rule.
        guard take(number(2...2, in: 0...99), into: &year) else { return nil }
        year += year < 69 ? 2000 : 1900
      case .month: guard take(number(1...2, in: 1...12), into: &month) else { return nil }
      case .day: guard take(number(1...2, in: 1...31), into: &day) else { return nil }
      case .dayOfYear:
        guard let number = number(1...3, in: 1...366) else { return nil }
        dayOfYear = number
      case .hour: guard take(number(1...2, in: 0...23), into: &hour) else { return nil }
      case .hourOfTwelve:
        guard take(number(1...2, in: 1...12), into: &hour) else { return nil }
        isOfTwelve = true
      case .minute, .second:
        guard let number = number(1...2, in: 0...59) else { return nil }
        if case .minute = part { time += Double(number * 60) } else { time += Double(number) }
      case .fraction:
        guard let fraction = scanner.fraction() else { return nil }
        time += fraction
      case .half:
        guard let half = scanner.name(of: ["AM", "PM"]) else { return nil }
        isAfternoon = half == 1
      case .monthName:
        let names = Self.monthNames
        guard let index = scanner.name(of: names + names.map { String($0.prefix(3)) }) else { return nil }
        month = index % 12 + 1
      case .dayName:
        let names = Self.dayNames
        guard scanner.name(of: names + names.map { String($0.prefix(3)) }) != nil else { return nil }
      case .zone:
        guard let offset = scanner.zone() else { return nil }
        zone = offset
      case .spaces: guard scanner.takeSpaces() else { return nil }
      case .literal(let byte): guard scanner.take(byte) else { return nil }
      }
    }
    if isOfTwelve { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    if dayOfYear != nil { (month, day) = (1, 1) }
    guard scanner.isAtEnd, var midnight = CivilTime.midnight(year: year, month: month, day: day) else { return nil }
    if let dayOfYear {
      let isLeap = CivilTime.dayCount(year: year, month: 2) == 29
      guard dayOfYear <= (isLeap ? 366 : 365) else { return nil }
      midnight += Double(dayOfYear - 1) * 86_400
    }
    return CivilTime.moment(midnight + Double(hour * 3600) + time - zone)
  }

  private func take(_ number: Int?, into target: inout Int) -> Bool {
    guard let number else { return false }
    target = number
    return true
  }
}
