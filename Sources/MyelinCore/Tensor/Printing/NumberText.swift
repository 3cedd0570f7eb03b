/// Elements as text of equal width.
enum NumberText {
  /// The most digits behind the point, as in NumPy.
  private static let precision = 8

  /// The texts of all elements in row-major order, padded so that points and ends are aligned.
  static func aligned(_ x: Tensor) -> [String] {
    switch x.type {
    case .bool: return padded(x.elements(as: Bool.self).map { $0 ? "true" : "false" })
    case .int32, .int64: return padded(x.elements(as: Int.self).map { String($0) })
    case .float32:
      return aligned(x.elements(as: Float.self).map { (Double($0), $0.isFinite ? $0.description : "") })
    case .float64:
      return aligned(x.elements(as: Double.self).map { ($0, $0.isFinite ? $0.description : "") })
    }
  }

  /// Numbers with their shortest texts that read back as the same number.
  private static func aligned(_ numbers: [(value: Double, shortest: String)]) -> [String] {
    let magnitudes = numbers.map(\.value.magnitude).filter { $0.isFinite && $0 > 0 }
    let (low, high) = (magnitudes.min() ?? 1, magnitudes.max() ?? 1)
    // Beyond these ranges columns of digits are harder to read than exponents. NumPy's rule, but that it isn't enough for
    // numbers below a million to be a thousandfold apart.
    let usesExponent = high >= 1e8 || low < 1e-4 || high / low > 1_000 && magnitudes.count > 1 && high >= 1e6
    let decimals = numbers.map { $0.value.isFinite ? Decimal($0.shortest) : nil }
    // Mantissas are filled up with zeros, so that the exponents stand below each other.
    let digits = usesExponent ? decimals.compactMap { $0?.mantissaDigits(precision) }.max() ?? 1 : 0
    let parts = zip(numbers, decimals).map { number, decimal -> (front: String, back: String) in
      guard let decimal else { return (special(number.value), "") }
      return usesExponent ? decimal.scientific(precision, digits: digits) : decimal.positional(precision)
    }
    let isNumber = decimals.map { $0 != nil }
    let front = zip(parts, isNumber).map { $1 ? $0.front.count : 0 }.max() ?? 0
    let back = parts.map(\.back.count).max() ?? 0
    return padded(
      zip(parts, isNumber).map { part, isNumber in
        guard isNumber else { return part.front }
        return String(repeating: " ", count: front - part.front.count) + part.front
          + part.back + String(repeating: " ", count: back - part.back.count)
      })
  }

  private static func padded(_ texts: [String]) -> [String] {
    let width = texts.map(\.count).max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}

/// The decimal digits of a number: 0.d₁d₂d₃… × 10^exponent.
private struct Decimal {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// Reads what Swift prints for a finite floating-point number.
  init(_ text: String) {
    isNegative = text.hasPrefix("-")
    digits = []
    exponent = 0
    var pointSeen = false
    let parts = text.split(separator: "e")
    for character in parts.first ?? "" {
      if character == "." { pointSeen = true }
      guard let digit = character.wholeNumberValue else { continue }
      digits.append(UInt8(digit))
      if !pointSeen { exponent += 1 }
    }
    if parts.count > 1 { exponent += Int(parts[1]) ?? 0 }
    while digits.first == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Keeps at most `count` digits, rounding the rest half up.
  private func rounded(to count: Int) -> Decimal {
    guard count < digits.count else { return self }
    var result = self
    guard count >= 0 else {
      result.digits = []
      result.exponent = 0
      return result
    }
    let roundsUp = digits[count] >= 5
    result.digits = Array(digits[..<count])
    if roundsUp {
      var place = count - 1
      while place >= 0 && result.digits[place] == 9 {
        result.digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        result.digits[place] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    while result.digits.last == 0 { result.digits.removeLast() }
    if result.digits.isEmpty { result.exponent = 0 }
    return result
  }

  /// `12.5`, with at most `precision` digits behind the point, cut before and behind it.
  func positional(_ precision: Int) -> (front: String, back: String) {
    let value = rounded(to: exponent + precision)
    func digit(_ place: Int) -> String { place >= 0 && place < value.digits.count ? String(value.digits[place]) : "0" }
    let whole = value.exponent > 0 ? (0..<value.exponent).map(digit).joined() : "0"
    let fraction = value.exponent < value.digits.count ? (value.exponent..<value.digits.count).map(digit).joined() : "0"
    return ((isNegative ? "-" : "") + whole, "." + fraction)
  }

  /// How many digits behind the point the scientific text needs, one at least and `precision` at most.
  func mantissaDigits(_ precision: Int) -> Int { max(rounded(to: precision + 1).digits.count - 1, 1) }

  /// `1.25e+03`, with at most `precision` and exactly `digits` digits behind the point.
  func scientific(_ precision: Int, digits count: Int) -> (front: String, back: String) {
    let value = rounded(to: precision + 1)
    let first = value.digits.first.map { String($0) } ?? "0"
    let rest = value.digits.dropFirst().map { String($0) }.joined()
    let power = value.digits.isEmpty ? 0 : value.exponent - 1
    let size = String(power.magnitude)
    let exponent = (power < 0 ? "e-" : "e+") + (size.count < 2 ? "0" + size : size)
    let zeros = String(repeating: "0", count: max(count - rest.count, 0))
    return ((isNegative ? "-" : "") + first, "." + rest + zeros + exponent)
  }
}
