extension Double {
  /// The number with five significant digits.
  var shortText: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    var scale = 1.0
    while magnitude * scale < 1e4 { scale *= 10 }
    var divisor = 1.0
    while magnitude / divisor >= 1e5 { divisor *= 10 }
    return divisor > 1 ? "\((self / divisor).rounded() * divisor)" : "\((self * scale).rounded() / scale)"
  }
}
