import Foundation

/// The value as one line of JSON, its keys in order, numbers in full precision; infinities and NaN as text.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Four significant digits, for reading.
func rounded(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  return String(format: "%.4g", value)
}

extension Double {
  /// The natural logarithm.
  var logarithm: Double { Foundation.log(self) }
}
