/// Points of several classes, or whose colours tell a number.
struct ColoredPoints: Sendable {
  /// What colours and shapes tell.
  enum Meaning: Sendable {
    /// The class of each point, and names of the first classes.
    case classes([Int], names: [String])
    /// The number of each point.
    case numbers([Double], ColorScale)
  }

  var x: [Double]
  var y: [Double]
  var meaning: Meaning
  var size: Double

  /// The shape of a point.
  func marker(_ index: Int) -> Marker {
    switch meaning {
    case .classes(let classes, _): .series(classes[index])
    case .numbers: .circle
    }
  }

  /// The colour of a point; `nil` where its number is not finite.
  func color(_ index: Int, theme: Theme) -> UInt32? {
    switch meaning {
    case .classes(let classes, _): theme.color(classes[index])
    case .numbers(let values, let scale): values[index].isFinite ? scale.color(values[index]) : nil
    }
  }

  /// The classes that there are, in order, with their names.
  var classNames: [(index: Int, name: String)] {
    guard case .classes(let classes, let names) = meaning else { return [] }
    return Set(classes).sorted().map { ($0, $0 < names.count ? names[$0] : String($0)) }
  }

  /// The order of drawing: class after class, the last would hide the others. The same points have the same order.
  var mixedOrder: [Int] {
    // An affine generator modulo 2⁶⁴, of whose states the upper half is random enough to shuffle by.
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var order = Array(x.indices)
    for last in order.indices.dropFirst().reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(last, Int((state >> 32) % UInt64(last + 1)))
    }
    return order
  }
}

/// Colours for numbers.
struct ColorScale: Sendable {
  var colorMap: ColorMap
  /// The numbers at both ends of the colours.
  var limits: ClosedRange<Double>
  /// The text beside the bar.
  var label: String
  /// Whether a bar explains the colours.
  var isShown: Bool

  func color(_ value: Double) -> UInt32 {
    colorMap.color(at: (value - limits.lowerBound) / (limits.upperBound - limits.lowerBound))
  }
}

/// How large and how opaque the marks of so many points are.
struct MarkDensity {
  /// gnuplot's size of a point, before the factor of the layer.
  let size: Double
  let alpha: Double

  init(count: Int) {
    (size, alpha) =
      switch count {
      case ...100: (0.7, 1)
      case ...400: (0.7, 0.8)
      case ...3000: (0.5, 0.6)
      default: (0.3, 0.5)
      }
  }
}
