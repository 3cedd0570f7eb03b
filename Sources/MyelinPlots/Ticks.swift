import Glibc

/// A labelled place on an axis: its text, and its number as gnuplot reads it.
struct Tick: Equatable {
  var number: String
  var text: String
}

/// How much room an axis has for the texts of its ticks, in points or in characters.
struct TickRoom {
  /// The length of the axis.
  var length: Double
  /// Whether the texts stand beside each other, so that their width counts and not their height.
  var isHorizontal: Bool
  /// The width of a character and the gap between two texts.
  var character: Double
  var gap: Double
  /// The height that a text needs with its gap.
  var line: Double

  /// Room in a file, in points.
  static func points(_ length: Double, isHorizontal: Bool) -> TickRoom {
    TickRoom(length: length, isHorizontal: isHorizontal, character: 6.5, gap: 10, line: 20)
  }

  /// Room in a terminal, in characters.
  static func characters(_ length: Int, isHorizontal: Bool) -> TickRoom {
    TickRoom(length: Double(length), isHorizontal: isHorizontal, character: 1, gap: 2, line: 1.9)
  }

  /// Whether texts that stand this far apart, as a share of the axis, keep clear of each other.
  func fits(_ texts: [String], every share: Double) -> Bool {
    let widest = Double(texts.map { displayWidth($0) }.max() ?? 0)
    return length * share >= (isHorizontal ? widest * character + gap : line)
  }
}

/// The ticks of an axis that shows `range`: as many as fit, at most eleven, at round numbers written with all digits
/// that tell them apart.
///
/// gnuplot's own ticks show six digits, which makes 1000000 and 1000000.5 the same, run into each other on a short axis,
/// and name none but powers of ten on a logarithmic one.
func ticks(
  in range: ClosedRange<Double>, logarithmic: Bool, wholeNumbers: Bool = false, room: TickRoom
) -> [Tick] {
  logarithmic
    ? logarithmicTicks(in: range, room: room) : linearTicks(in: range, wholeNumbers: wholeNumbers, room: room)
}

private func linearTicks(in range: ClosedRange<Double>, wholeNumbers: Bool, room: TickRoom) -> [Tick] {
  let span = range.upperBound - range.lowerBound
  var exponent = Int(floor(log10(span / 10)))
  if wholeNumbers { exponent = max(exponent, 0) }
  var best: [Tick] = []
  // Steps of 1, 2 and 5 times a power of ten, until one leaves room enough or fewer than two ticks.
  while true {
    for multiple in [1, 2, 5] {
      let step = Double(multiple) * pow(10, Double(exponent))
      let first = ceil(range.lowerBound / step - 1e-9)
      let last = floor(range.upperBound / step + 1e-9)
      guard last - first <= 10 else { continue }
      guard last > first || best.isEmpty else { return best }
      let numbers = stride(from: first, through: last, by: 1).map {
        RoundNumber(digits: Int($0) * multiple, exponent: exponent)
      }
      best = zip(numbers, texts(of: numbers)).map { Tick(number: $0.script, text: $1) }
      if last <= first || room.fits(best.map(\.text), every: step / span) { return best }
    }
    exponent += 1
  }
}

private func logarithmicTicks(in range: ClosedRange<Double>, room: TickRoom) -> [Tick] {
  let ratio = log10(range.upperBound / range.lowerBound)
  let first = Int(ceil(log10(range.lowerBound) - 1e-9))
  let last = Int(floor(log10(range.upperBound) + 1e-9))
  if last > first {
    var step = (last - first) / 8 + 1
    while true {
      let powers = stride(from: first, through: last, by: step).map {
        Tick(number: "1e\($0)", text: powerOfTen($0))
      }
      if powers.count <= 2 || room.fits(powers.map(\.text), every: Double(step) / ratio) { return powers }
      step += 1
    }
  }
  for multiples in [[1, 2, 5], Array(1...9)] {
    let numbers = ((first - 1)...max(last, first)).flatMap { exponent in
      multiples.map { RoundNumber(digits: $0, exponent: exponent) }
    }.filter { range.contains($0.value) }
    if numbers.count > 2 { return zip(numbers, texts(of: numbers)).map { Tick(number: $0.script, text: $1) } }
  }
  return linearTicks(in: range, wholeNumbers: false, room: room)
}

/// digits · 10^exponent, exactly.
private struct RoundNumber {
  var digits: Int
  var exponent: Int

  var script: String { "\(digits)e\(exponent)" }
  var value: Double { Double(script) ?? .nan }

  /// The number written out, and with an exponent.
  var texts: (plain: String, scientific: String) {
    guard digits != 0 else { return ("0", "0") }
    var (significant, exponent) = (digits.magnitude, exponent)
    while significant.isMultiple(of: 10) {
      significant /= 10
      exponent += 1
    }
    let text = String(significant)
    let sign = digits < 0 ? "−" : ""
    // The number is 0.text · 10^point.
    let point = text.count + exponent
    let plain =
      if exponent >= 0 {
        text + String(repeating: "0", count: exponent)
      } else if point > 0 {
        String(text.prefix(point)) + "." + text.dropFirst(point)
      } else {
        "0." + String(repeating: "0", count: -point) + text
      }
    let mantissa = String(text.prefix(1)) + (text.count > 1 ? "." : "") + text.dropFirst()
    return (sign + plain, "\(sign)\(mantissa)e\(point <= 0 ? "−" : "")\((point - 1).magnitude)")
  }
}

/// All numbers in the same form: with an exponent where they would be long and the exponent makes them shorter.
private func texts(of numbers: [RoundNumber]) -> [String] {
  let both = numbers.map(\.texts)
  let plain = both.map(\.plain)
  let scientific = both.map(\.scientific)
  let (plainLength, scientificLength) = (plain.map(\.count).max() ?? 0, scientific.map(\.count).max() ?? 0)
  return plainLength <= 7 || plainLength <= scientificLength ? plain : scientific
}
