/// What a text looks like that stands in a column of texts.
enum TextFormat: Hashable {
  /// A number as programs write it.
  case number
  /// A number with separators of thousands, a decimal comma, a sign of currency or percent, brackets, or a unit.
  case writtenNumber(unit: String)
  /// A date or time; the pattern says which is which, as in `dd/mm/yyyy`.
  case date(pattern: String)
  /// Anything else.
  case other

  init(_ text: String) {
    if CellText.number(text) != nil {
      self = .number
    } else if let pattern = Self.datePattern(text) {
      self = .date(pattern: pattern)
    } else if let unit = Self.unit(ofWrittenNumber: text) {
      self = .writtenNumber(unit: unit)
    } else {
      self = .other
    }
  }

  private static let currencies: Set<String> = [
    "$", "€", "£", "¥", "₩", "₹", "US$", "USD", "EUR", "GBP", "JPY", "KRW", "CHF", "원",
  ]

  /// The unit of a number written for people, empty if it has none; nil for other texts.
  private static func unit(ofWrittenNumber text: String) -> String? {
    guard text.utf8.count <= 40 else { return nil }
    var scalars = Array(text.unicodeScalars)
    let isBracketed = scalars.first == "(" && scalars.last == ")"
    if isBracketed { scalars = Array(scalars.dropFirst().dropLast()) }
    guard let first = scalars.firstIndex(where: isDigit), let last = scalars.lastIndex(where: isDigit) else {
      return nil
    }
    let before = trimmed(scalars[..<first]).filter { $0 != "-" && $0 != "+" && $0 != "−" }
    let after = trimmed(scalars[(last + 1)...])
    let prefix = String(String.UnicodeScalarView(trimmed(before[...])))
    let suffix = String(String.UnicodeScalarView(after))
    guard prefix.isEmpty || currencies.contains(prefix) else { return nil }
    // Longer words are rather part of a name.
    guard suffix.unicodeScalars.count <= 4,
      after.allSatisfy({
        $0.properties.isAlphabetic || currencies.contains(String($0)) || "%‰°/²³".unicodeScalars.contains($0)
      })
    else { return nil }
    let hasMark = !prefix.isEmpty || !suffix.isEmpty || isBracketed
    guard isGrouped(scalars[first...last], hasMark: hasMark) else { return nil }
    return prefix.isEmpty ? suffix : prefix
  }

  /// Whether digits stand in groups of three, or are plain but marked, or have a decimal comma.
  private static func isGrouped(_ scalars: ArraySlice<Unicode.Scalar>, hasMark: Bool) -> Bool {
    guard scalars.allSatisfy({ isDigit($0) || ",. '\u{A0}\u{202F}".unicodeScalars.contains($0) }) else { return false }
    let marks = scalars.filter { !isDigit($0) }
    let groups = scalars.split(omittingEmptySubsequences: false) { !isDigit($0) }
    guard let mark = marks.first else { return hasMark }
    guard groups.allSatisfy({ !$0.isEmpty }) else { return false }
    if marks.count == 1 {
      // "1.5 kg", "3,5", or one separator of thousands.
      return mark == "," || (mark == "." ? hasMark : groups[1].count == 3 && groups[0].count <= 3)
    }
    let isDecimalLast = marks.last != mark
    let inner = groups.dropFirst().dropLast(isDecimalLast ? 1 : 0)
    return groups[0].count <= 3 && inner.allSatisfy { $0.count == 3 } && marks.dropLast().allSatisfy { $0 == mark }
      && (!isDecimalLast || marks.last == "," || marks.last == ".") && !(mark == "," && marks.last == " ")
  }

  private static let months: [String: Int] = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
  ]

  /// How a text writes a date, as in `dd.mm.yyyy`; nil for other texts.
  private static func datePattern(_ text: String) -> String? {
    guard (6...40).contains(text.utf8.count), text.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
      return nil
    }
    let parts = pieces(text)
    let digits = parts.filter(\.isNumber)
    guard digits.count >= 2 else { return nil }
    let words = parts.filter(\.isWord)
    if let month = words.first(where: { months[String($0.text.lowercased().prefix(3))] != nil }), words.count <= 3 {
      let allowed: Set<String> = [
        "st", "nd", "rd", "th", "of", "am", "pm", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
      ]
      let isDate = words.allSatisfy {
        $0.text == month.text || allowed.contains($0.text.lowercased()) || $0.text.count <= 1
      }
      guard isDate, let year = digits.first(where: { $0.text.count == 4 || $0.text == digits[1].text }),
        let day = digits.first(where: { $0.text.count <= 2 }).flatMap({ Int($0.text) }), (1...31).contains(day)
      else { return nil }
      return digits[0].text == year.text ? "yyyy month dd" : "month dd yyyy"
    }
    if text.contains("년"), text.contains("월"), isDate(digits, year: 0, month: 1, day: digits.count > 2 ? 2 : nil) {
      return digits.count > 2 ? "yyyy년 m월 d일" : "yyyy년 m월"
    }
    guard digits.count >= 3, let first = parts.first, first.isNumber, parts.count >= 5 else { return nil }
    let separator = parts[1].text.trimmingSpaces
    guard ["-", "/", "."].contains(separator), parts[3].text.trimmingSpaces == separator, parts[2].isNumber,
      parts[4].isNumber
    else {
      return nil
    }
    let rest = parts.dropFirst(5)
    // What follows may only be a time.
    guard
      rest.allSatisfy({
        $0.isNumber || [":", ".", "T", "Z", " ", "+", "-", "am", "pm", "AM", "PM"].contains($0.text.trimmingSpaces)
          || $0.text.allSatisfy { $0 == " " }
      })
    else { return nil }
    let suffix = rest.contains { $0.text.contains(":") } ? " hh:mm" : ""
    if digits[0].text.count == 4, isDate(digits, year: 0, month: 1, day: 2) {
      return "yyyy\(separator)mm\(separator)dd\(suffix)"
    }
    guard digits[2].text.count == 4 || digits[2].text.count == 2, digits[0].text.count <= 2, digits[1].text.count <= 2
    else {
      return nil
    }
    let year = digits[2].text.count == 4 ? "yyyy" : "yy"
    if isDay(digits[0].text), isMonth(digits[1].text) {
      return isMonth(digits[0].text)
        ? "dd\(separator)mm\(separator)\(year)\(suffix) or mm\(separator)dd\(separator)\(year)\(suffix)"
        : "dd\(separator)mm\(separator)\(year)\(suffix)"
    }
    if isMonth(digits[0].text), isDay(digits[1].text) { return "mm\(separator)dd\(separator)\(year)\(suffix)" }
    return nil
  }

  private struct Piece {
    var text: String
    var kind: Int
    var isNumber: Bool { kind == 0 }
    var isWord: Bool { kind == 1 }
  }

  /// The text cut where digits, letters and other characters meet.
  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    for scalar in text.unicodeScalars {
      let kind = isDigit(scalar) ? 0 : scalar.properties.isAlphabetic ? 1 : 2
      if pieces.last?.kind == kind {
        pieces[pieces.count - 1].text.unicodeScalars.append(scalar)
      } else {
        pieces.append(Piece(text: String(scalar), kind: kind))
      }
    }
    return pieces
  }

  private static func isDate(_ digits: [Piece], year: Int, month: Int, day: Int?) -> Bool {
    guard let number = Int(digits[year].text), (1000...2999).contains(number), isMonth(digits[month].text) else {
      return false
    }
    return day.map { isDay(digits[$0].text) } ?? true
  }

  private static func isMonth(_ text: String) -> Bool { Int(text).map { (1...12).contains($0) } ?? false }
  private static func isDay(_ text: String) -> Bool { Int(text).map { (1...31).contains($0) } ?? false }
  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    var scalars = scalars
    while scalars.first?.properties.isWhitespace == true { scalars = scalars.dropFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars = scalars.dropLast() }
    return Array(scalars)
  }
}

extension String {
  fileprivate var trimmingSpaces: String { filter { $0 != " " } }
}
