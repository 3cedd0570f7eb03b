/// A number of JSON.
enum JSONNumber {
  /// One without fraction and exponent that fits 64 bits.
  case integer(Int64)
  /// Any other, to the nearest that 64 bits hold.
  case number(Double)
}

extension JSONScanner {
  /// A number, the last kind of value that may come next.
  mutating func number() throws(JSONFault) -> JSONNumber {
    let start = place
    guard let first = next, first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      throw expected("a value")
    }
    let isNegative = take(UInt8(ascii: "-"))
    // The first 19 digits, which fit 64 bits without a sign.
    var digits: UInt64 = 0
    var digitCount = 0
    var exponent = 0
    let whole = try takeDigits("a digit", into: &digits, &digitCount)
    if whole > 1, bytes[place - whole] == UInt8(ascii: "0") {
      throw JSONFault(at: start, "a number begins with 0; remove the 0, or write it as a text in quotes")
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      exponent -= try takeDigits("a digit behind the point", into: &digits, &digitCount)
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      let isSmall = take(UInt8(ascii: "-"))
      if !isSmall { _ = take(UInt8(ascii: "+")) }
      var value: UInt64 = 0
      var count = 0
      _ = try takeDigits("the digits of an exponent", into: &value, &count)
      // Beyond this all numbers are 0 or too large, and the slow way finds out which.
      exponent += Int(min(value, 1 << 20)) * (isSmall ? -1 : 1)
    }
    if isInteger, digitCount <= 19 {
      if isNegative, digits <= UInt64(Int64.max) + 1 { return .integer(Int64(truncatingIfNeeded: 0 &- digits)) }
      if !isNegative, digits <= UInt64(Int64.max) { return .integer(Int64(digits)) }
    }
    if digitCount <= 19, let value = Self.exactly(digits, exponent) { return .number(isNegative ? -value : value) }
    let value = Double(written(start..<place)) ?? .nan
    guard value.isFinite else {
      throw JSONFault(
        .wrongValue, at: start, "\(quoted(written(start..<place))) is larger than any number of 64 bits; correct it")
    }
    return .number(value)
  }

  /// Takes digits, at least one; adds them to the number while 19 of them suffice.
  ///
  /// - Returns: How many there were.
  private mutating func takeDigits(
    _ what: String, into number: inout UInt64, _ digitCount: inout Int
  ) throws(JSONFault) -> Int {
    let start = place
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      // Zeros in front count for nothing.
      if digitCount > 0 || byte > UInt8(ascii: "0") {
        digitCount += 1
        if digitCount <= 19 { number = number * 10 + UInt64(byte - UInt8(ascii: "0")) }
      }
      skip(1)
    }
    guard place > start else { throw expected(what) }
    return place - start
  }

  private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }

  /// `digits · 10^exponent` if one rounding suffices: if both the digits and the power of ten are exact.
  ///
  /// Source: W. Clinger, "How to Read Floating Point Numbers Accurately", 1990.
  private static func exactly(_ digits: UInt64, _ exponent: Int) -> Double? {
    guard digits <= 1 << 53, abs(exponent) <= 22 else { return nil }
    return exponent < 0 ? Double(digits) / powersOfTen[-exponent] : Double(digits) * powersOfTen[exponent]
  }
}
