extension CivilTime {
  /// The seconds since 1970-01-01T00:00:00 UTC that a text of ISO 8601 writes: `2024-02-29` or `2024/02/29`, alone or
  /// with a time behind a `T` or a space (`12:30`, `12:30:05`, `12:30:05.25`), which may end in a zone (`Z`, `+09:00`,
  /// `-0330`); without one it is UTC. Nil for any other text.
  static func seconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes.count <= 40,
      let mark = [UInt8(ascii: "-"), UInt8(ascii: "/")].first(where: { $0 == bytes[4] }),
      bytes[7] == mark, let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]),
      year > 0, (1...12).contains(month), (1...dayCount(year: year, month: month)).contains(day)
    else { return nil }
    let midnight = Double(CivilTime(year: year, month: month, day: day).days) * 86_400
    if bytes.count == 10 { return midnight }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    var clock = bytes[11...]
    guard let zone = takeZone(from: &clock), let time = timeOfDay(clock) else { return nil }
    let moment = midnight + time - zone
    return range.contains(moment) ? moment : nil
  }

  /// The seconds after midnight of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`.
  private static func timeOfDay(_ bytes: ArraySlice<UInt8>) -> Double? {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = number(parts[0], digits: 2), hour < 24,
      let minute = number(parts[1], digits: 2), minute < 60
    else { return nil }
    var seconds = Double(hour * 3600 + minute * 60)
    guard parts.count == 3 else { return seconds }
    let pieces = parts[2].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard pieces.count <= 2, let second = number(pieces[0], digits: 2), second < 60 else { return nil }
    seconds += Double(second)
    guard pieces.count == 2 else { return seconds }
    guard (1...9).contains(pieces[1].count), let fraction = number(pieces[1]) else { return nil }
    var unit = 1.0
    for _ in pieces[1] { unit *= 10 }
    return seconds + Double(fraction) / unit
  }

  /// Removes a zone from the end; its seconds east of UTC, 0 if there is none, nil if it is no zone.
  private static func takeZone(from bytes: inout ArraySlice<UInt8>) -> Double? {
    if bytes.last == UInt8(ascii: "Z") {
      bytes.removeLast()
      return 0
    }
    guard let sign = bytes.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else { return 0 }
    var digits = Array(bytes[(sign + 1)...])
    if digits.count == 5, digits[2] == UInt8(ascii: ":") { digits.remove(at: 2) }
    guard digits.count == 4 || digits.count == 2, let hours = number(digits[0..<2]), hours < 24,
      let minutes = digits.count == 2 ? 0 : number(digits[2..<4]), minutes < 60
    else { return nil }
    let isWest = bytes[sign] == UInt8(ascii: "-")
    bytes = bytes[..<sign]
    return Double(hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  /// The number that decimal digits write; nil for other characters, or another number of digits than asked for.
  private static func number(_ bytes: ArraySlice<UInt8>, digits: Int? = nil) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9, digits.map({ $0 == bytes.count }) ?? true else { return nil }
    var value = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
