/// Something that stands between the brackets of `x[…]` and selects along one axis (or several).
///
/// - `Int`: one element, and the axis disappears; negative ones count from the end.
/// - `Range` and its kin, `1..<5`, `2...`, `..<3`: neighbours. Bounds beyond the axis are cut, as in NumPy.
/// - `stride(from:to:by:)`, `stride(from:through:by:)`: every n-th element, backwards too.
/// - ``AxisSlice``: `.all`, `.reversed`, `.every(2)`, `.from(-3)`, `.newAxis`, `.ellipsis`.
/// - `[Int]` and integer tensors: the elements at those places. Several are broadcast together and select one element each;
///   their axes stand where the first of them stood, or in front if something else (but integers) stands between them.
/// - Boolean tensors: the places where they hold; a mask may cover several axes.
/// - `...`: all the axes that the others leave over.
public protocol TensorIndex {
  /// What is selected.
  var selection: AxisSelection { get }
}

/// What an index selects.
public enum AxisSelection: Sendable {
  /// One element.
  case element(Int)
  /// `count` elements from `start` in steps of `step`, once the axis' size is known.
  case slice(@Sendable (_ size: Int) -> (start: Int, step: Int, count: Int))
  /// A new axis of size 1, which selects nothing.
  case newAxis
  /// All axes that other indices leave over.
  case ellipsis
  /// The elements at the places in an integer tensor, or where a Boolean one holds.
  case tensor(Tensor)
}

extension Int: TensorIndex {
  /// One element.
  public var selection: AxisSelection { .element(self) }
}

extension Range: TensorIndex where Bound == Int {
  /// Neighbouring elements.
  public var selection: AxisSelection { .neighbours(from: lowerBound, to: upperBound) }
}

extension ClosedRange: TensorIndex where Bound == Int {
  /// Neighbouring elements.
  public var selection: AxisSelection { .neighbours(from: lowerBound, through: upperBound) }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
  /// The elements to the end of the axis.
  public var selection: AxisSelection { .neighbours(from: lowerBound, to: nil) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
  /// The elements from the beginning of the axis.
  public var selection: AxisSelection { .neighbours(from: 0, to: upperBound) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
  /// The elements from the beginning of the axis.
  public var selection: AxisSelection { .neighbours(from: 0, through: upperBound) }
}

extension StrideTo: TensorIndex where Element == Int {
  /// Elements in steps.
  public var selection: AxisSelection { .places(Array(self)) }
}

extension StrideThrough: TensorIndex where Element == Int {
  /// Elements in steps.
  public var selection: AxisSelection { .places(Array(self)) }
}

extension Array: TensorIndex where Element == Int {
  /// The elements at those places.
  public var selection: AxisSelection { .tensor(Tensor(self)) }
}

extension Tensor: TensorIndex {
  /// The elements at those places, or where the mask holds.
  public var selection: AxisSelection { .tensor(self) }
}

/// The selections that Swift's ranges can't express.
public struct AxisSlice: TensorIndex, Sendable {
  /// What is selected.
  public let selection: AxisSelection

  fileprivate static func slice(_ start: Int?, _ end: Int?, _ step: Int) -> AxisSlice {
    guard step != 0 else { stop("x[…]: a step of 0") }
    return AxisSlice(
      selection: .slice { size in
        func resolved(_ bound: Int) -> Int { bound < 0 ? bound + size : bound }
        // Backwards, the place before the first element is a bound too.
        let (low, high) = step > 0 ? (0, size) : (-1, size - 1)
        let first = Swift.min(Swift.max(start.map(resolved) ?? (step > 0 ? low : high), low), high)
        let last = Swift.min(Swift.max(end.map(resolved) ?? (step > 0 ? high : low), low), high)
        let distance = step > 0 ? last - first : first - last
        let magnitude = step.magnitude == 1 ? 1 : Int(clamping: step.magnitude)
        return (Swift.max(first, 0), step, distance > 0 ? (distance - 1) / magnitude + 1 : 0)
      })
  }
}

extension TensorIndex where Self == AxisSlice {
  /// The whole axis. NumPy's `:`.
  public static var all: AxisSlice { .slice(nil, nil, 1) }
  /// The whole axis backwards. NumPy's `::-1`.
  public static var reversed: AxisSlice { .slice(nil, nil, -1) }
  /// A new axis of size 1. NumPy's `newaxis`.
  public static var newAxis: AxisSlice { AxisSlice(selection: .newAxis) }
  /// All axes that the other indices leave over. Swift's `...` between brackets says the same.
  public static var ellipsis: AxisSlice { AxisSlice(selection: .ellipsis) }
  /// Every `step`-th element; from the end if negative. NumPy's `::step`.
  public static func every(_ step: Int) -> AxisSlice { .slice(nil, nil, step) }
  /// From `start` to before `end`, either of which counts from the end if negative. NumPy's `start:end:step`.
  public static func from(_ start: Int, to end: Int? = nil, by step: Int = 1) -> AxisSlice { .slice(start, end, step) }
  /// To before `end`, which counts from the end if negative. NumPy's `:end`.
  public static func to(_ end: Int) -> AxisSlice { .slice(nil, end, 1) }
}

extension AxisSelection {
  fileprivate static func neighbours(from start: Int, to end: Int?) -> AxisSelection {
    guard start >= 0 else {
      stop("x[\(start)…]: ranges count from the front; write .from(\(start)) to count from the end")
    }
    if let end, end < 0 {
      stop("x[..<(\(end))]: ranges count from the front; write .to(\(end)) to count from the end")
    }
    return .slice { size in
      let first = Swift.min(start, size)
      return (first, 1, Swift.max(Swift.min(end ?? size, size) - first, 0))
    }
  }

  fileprivate static func neighbours(from start: Int, through last: Int) -> AxisSelection {
    guard last >= 0 else {
      stop("x[…(\(last))]: ranges count from the front; write .from(_:to:) to count from the end")
    }
    return neighbours(from: start, to: last == .max ? nil : last + 1)
  }

  /// Places in equal steps, which must lie on the axis.
  fileprivate static func places(_ places: [Int]) -> AxisSelection {
    .slice { size in
      guard let first = places.first, let last = places.last else { return (0, 1, 0) }
      guard (0..<size).contains(first), (0..<size).contains(last) else {
        stop("x[stride]: the places \(first)…\(last) don't lie within an axis of size \(size)")
      }
      return (first, places.count > 1 ? places[1] - first : 1, places.count)
    }
  }
}
