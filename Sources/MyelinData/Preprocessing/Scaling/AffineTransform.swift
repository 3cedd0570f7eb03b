/// What a column is moved and divided by: (x − center) / scale.
struct AffineColumn: Sendable, Equatable, Codable {
  var center: Double
  var scale: Double

  func callAsFunction(_ x: Double) -> Double {
    let distance = x - center
    // The distance of two huge numbers may overflow.
    return distance.isInfinite && x.isFinite ? x / scale - center / scale : distance / scale
  }

  func inverse(_ y: Double) -> Double { y * scale + center }

  var problem: String? {
    center.isFinite && scale.isFinite && scale > 0 ? nil : "the centre or the scale is not usable"
  }
}

/// A transform that moves and divides every column by numbers of its own.
protocol AffineTransform: PerColumn, InvertibleNumericTransform where Column == AffineColumn {}

extension AffineTransform {
  func moved(_ columns: [[Double]]) -> [[Double]] { map(columns) { $0($1) } }

  func movedBack(_ columns: [[Double]]) -> [[Double]] { map(columns) { $0.inverse($1) } }

  var columnProblem: String? { columns.lazy.compactMap { $0?.problem }.first }
}

/// Scales that rounding left of equal numbers are no scales: dividing by them would blow rounding up.
func usableScale(_ scale: Double) -> Double { scale < 10 * Double.ulpOfOne ? 1 : scale }
