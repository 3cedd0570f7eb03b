extension Double {
  /// The number with five significant digits.
  var shortText: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    // Below, the scale itself would be infinite.
    guard magnitude > 1e-300 else { return "\(self)" }
    var scale = 1.0
    while magnitude * scale < 1e4 { scale *= 10 }
    var divisor = 1.0
    while magnitude / divisor >= 1e5 { divisor *= 10 }
    return divisor > 1 ? "\((self / divisor).rounded() * divisor)" : "\((self * scale).rounded() / scale)"
  }

  /// The number with so many decimals, without Foundation.
  func text(decimals: Int) -> String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "−∞" : "∞" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (magnitude * scale).rounded()
    guard scaled < 1e18 else { return String(self) }
    let sign = self < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return sign + String(Int(scaled)) }
    let whole = Int(scaled / scale)
    let digits = String(Int(scaled) - whole * Int(scale))
    let fraction = String(repeating: "0", count: decimals - digits.count) + digits
    return "\(sign)\(whole).\(fraction)"
  }
}

extension Int {
  /// With commas between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return self < 0 ? "-" + text : text
  }

  /// As a size in memory.
  var asBytes: String {
    if self < 1024 { return "\(self) B" }
    var (value, unit) = (Double(self) / 1024, 0)
    let units = ["KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit + 1 < units.count { (value, unit) = (value / 1024, unit + 1) }
    return "\(value.text(decimals: value < 10 ? 2 : 1)) \(units[unit])"
  }
}
