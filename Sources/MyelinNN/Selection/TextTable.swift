/// Tables of text, with columns as wide as their widest field.
enum TextTable {
  static func text(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let fields = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
      return fields.joined(separator: "  ") + "\n"
    }.joined()
  }

  /// Five significant digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1e4 { scale *= 10 }
    while value.magnitude * scale >= 1e5 { scale /= 10 }
    return scale >= 1 ? "\((value * scale).rounded() / scale)" : "\((value * scale).rounded() * (1 / scale))"
  }
}
