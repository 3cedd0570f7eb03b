/// A search along a line for a point that satisfies the strong Wolfe conditions: the loss is at most f₀ + c₁·t·f′₀, and the
/// slope at most c₂·|f′₀| in size, with c₁ = 10⁻⁴ and c₂ = 0.9.
///
/// First steps grow until a piece of the line must hold such a point, then the piece shrinks.
///
/// Source: J. Nocedal, S. Wright, "Numerical Optimization" (2006), algorithms 3.5 and 3.6, with the safeguards of PyTorch's
/// `LBFGS`.
struct WolfeSearch {
  /// A place on the line.
  struct Point {
    let position: Double
    let loss: Double
    let gradient: Tensor
    /// The derivative of the loss along the line.
    let slope: Double
  }

  let start: Point
  let direction: Tensor
  let changeTolerance: Double
  let maxEvaluations: Int

  /// The point that was found, or the best one if evaluations ran out.
  ///
  /// - Parameters:
  ///   - first: The first position to be tried.
  ///   - evaluate: The loss and its gradient at a position.
  func run(
    from first: Double, _ evaluate: (Double) throws -> (loss: Double, gradient: Tensor)
  ) rethrows -> Point {
    func point(at position: Double) throws -> Point {
      let (loss, gradient) = try evaluate(position)
      return Point(position: position, loss: loss, gradient: gradient, slope: gradient.inner(direction))
    }
    // Grow.
    var (last, new) = (start, try point(at: first))
    var rounds = 0
    var bracket: [Point]?
    while rounds < maxEvaluations {
      if isTooHigh(new) || (rounds > 1 && new.loss >= last.loss) || new.slope >= 0 && !isFlat(new) {
        bracket = [last, new]
        break
      }
      if isFlat(new) { return new }
      let next = Self.minimum(
        between: last, new, within: (new.position + 0.01 * (new.position - last.position), new.position * 10))
      last = new
      new = try point(at: next)
      rounds += 1
    }
    guard var bracket else { return start.loss <= new.loss ? start : new }
    return try shrink(&bracket, rounds, point)
  }

  /// Whether the loss hasn't fallen enough.
  private func isTooHigh(_ point: Point) -> Bool { point.loss > start.loss + 1e-4 * point.position * start.slope }

  /// Whether the slope is small enough.
  private func isFlat(_ point: Point) -> Bool { abs(point.slope) <= -0.9 * start.slope }

  /// Shrinks a piece of the line, given by two points, until one satisfies the conditions.
  private func shrink(
    _ bracket: inout [Point], _ roundsBefore: Int, _ point: (Double) throws -> Point
  ) rethrows -> Point {
    var rounds = roundsBefore
    var low = bracket[0].loss <= bracket[1].loss ? 0 : 1
    var isStuck = false
    let width = direction.largest
    while rounds < maxEvaluations, abs(bracket[1].position - bracket[0].position) * width >= changeTolerance {
      let next = position(in: bracket, &isStuck)
      let new = try point(next)
      rounds += 1
      if isTooHigh(new) || new.loss >= bracket[low].loss {
        bracket[1 - low] = new
        low = bracket[0].loss <= bracket[1].loss ? 0 : 1
        continue
      }
      let isDone = isFlat(new)
      if !isDone, new.slope * (bracket[1 - low].position - bracket[low].position) >= 0 {
        bracket[1 - low] = bracket[low]
      }
      bracket[low] = new
      if isDone { break }
    }
    return bracket[low]
  }

  /// Where to look next: the minimum of the cubic through both ends, kept away from them if it was near one before.
  private func position(in bracket: [Point], _ isStuck: inout Bool) -> Double {
    let (left, right) = (
      min(bracket[0].position, bracket[1].position), max(bracket[0].position, bracket[1].position)
    )
    let guess = Self.minimum(between: bracket[0], bracket[1], within: (left, right))
    let margin = 0.1 * (right - left)
    guard min(right - guess, guess - left) < margin else {
      isStuck = false
      return guess
    }
    guard isStuck || guess >= right || guess <= left else {
      isStuck = true
      return guess
    }
    isStuck = false
    return abs(guess - right) < abs(guess - left) ? right - margin : left + margin
  }

  /// Where the cubic with two points' losses and slopes has its minimum, within bounds; their middle if it has none.
  private static func minimum(between a: Point, _ b: Point, within bounds: (low: Double, high: Double)) -> Double {
    let (a, b) = a.position <= b.position ? (a, b) : (b, a)
    let first = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.position - b.position)
    let square = first * first - a.slope * b.slope
    guard square >= 0 else { return (bounds.low + bounds.high) / 2 }
    let root = square.squareRoot()
    let place = b.position - (b.position - a.position) * ((b.slope + root - first) / (b.slope - a.slope + 2 * root))
    return min(max(place, bounds.low), bounds.high)
  }
}
