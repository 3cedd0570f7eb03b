extension CivilTime {
  /// The seconds since 1970-01-01T00:00:00 UTC that a text of ISO 8601 writes: `2024-02-29` or `2024/02/29`, alone or
  /// with a time behind a `T` or a space (`12:30`, `12:30:05`, `12:30:05.25`), which may end in a zone (`Z`, `+09:00`,
  /// `-0330`); without one it is UTC. Nil for any other text.
  static func seconds(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { seconds($0) }
  }

  /// The same of a text's bytes.
  static func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count >= 10, bytes.count <= 40, bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/") else {
      return nil
    }
    let mark = bytes[4]
    var scanner = ByteScanner(bytes)
    guard let year = scanner.number(digits: 4...4), scanner.take(mark), let month = scanner.number(digits: 2...2),
      scanner.take(mark), let day = scanner.number(digits: 2...2),
      let midnight = midnight(year: year, month: month, day: day)
    else { return nil }
    if scanner.isAtEnd { return midnight }
    guard scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")), let time = scanner.timeOfDay(),
      let zone = scanner.isAtEnd ? 0 : scanner.zone(), scanner.isAtEnd
    else { return nil }
    return moment(midnight + time - zone)
  }

  /// The seconds since 1970 of a day's beginning; nil if there is no such day.
  static func midnight(year: Int, month: Int, day: Int) -> Double? {
    guard year > 0, year < 10_000, (1...12).contains(month), (1...dayCount(year: year, month: month)).contains(day)
    else { return nil }
    return Double(CivilTime(year: year, month: month, day: day).days) * 86_400
  }

  /// The seconds, if they are a moment of the years 1 to 9999.
  static func moment(_ seconds: Double) -> Double? { range.contains(seconds) ? seconds : nil }
}

/// Reads bytes from the left to the right.
struct ByteScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Goes over a byte, if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Goes over spaces and tabs; false if there are none.
  mutating func takeSpaces() -> Bool {
    let start = position
    while take(0x20) || take(0x09) {}
    return position > start
  }

  /// The number that the next decimal digits write: as many as there are, within limits; nil if there are fewer.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = position
    while position < bytes.count, position - start < digits.upperBound, bytes[position] &- 0x30 < 10 {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return position - start >= digits.lowerBound ? value : nil
  }

  /// The fraction that the next digits write behind a point, nine at most.
  mutating func fraction() -> Double? {
    let start = position
    guard let value = number(digits: 1...9) else { return nil }
    var unit = 1.0
    for _ in start..<position { unit *= 10 }
    return Double(value) / unit
  }

  /// The seconds after midnight of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`.
  mutating func timeOfDay() -> Double? {
    let colon = UInt8(ascii: ":")
    guard let hour = number(digits: 2...2), hour < 24, take(colon), let minute = number(digits: 2...2), minute < 60
    else { return nil }
    let seconds = Double(hour * 3600 + minute * 60)
    guard take(colon) else { return seconds }
    guard let second = number(digits: 2...2), second < 60 else { return nil }
    guard take(UInt8(ascii: ".")) else { return seconds + Double(second) }
    guard let fraction = fraction() else { return nil }
    return seconds + Double(second) + fraction
  }

  /// The seconds east of UTC of a zone: `Z`, `+09`, `+0900` or `+09:00`.
  mutating func zone() -> Double? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let isEast = take(UInt8(ascii: "+"))
    guard isEast || take(UInt8(ascii: "-")), let hours = number(digits: 2...2), hours < 24 else { return nil }
    var minutes = 0
    if take(UInt8(ascii: ":")) || position < bytes.count && bytes[position] &- 0x30 < 10 {
      guard let number = number(digits: 2...2), number < 60 else { return nil }
      minutes = number
    }
    return Double(hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
  }

  /// The position of the name that comes next, whatever its capitals; of several the longest.
  mutating func name(of names: [String]) -> Int? {
    var best: (index: Int, count: Int)?
    for (index, name) in names.enumerated() where name.utf8.count <= bytes.count - position {
      // Setting this bit makes small letters of capitals.
      let fits = zip(name.utf8, bytes[position...]).allSatisfy { $0 | 0x20 == $1 | 0x20 }
      if fits, name.utf8.count > best?.count ?? 0 { best = (index, name.utf8.count) }
    }
    guard let best else { return nil }
    position += best.count
    return best.index
  }
}
