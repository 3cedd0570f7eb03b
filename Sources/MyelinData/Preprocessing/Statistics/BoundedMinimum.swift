/// Where a function of one number is least within bounds, if it has one valley there.
///
/// Golden sections and parabolas through the best three points, whichever gets on. Source: R. Brent, "Algorithms for Minimization
/// without Derivatives", 1973, chapter 5.
///
/// - Parameters:
///   - low: The lower bound.
///   - high: The upper bound.
///   - tolerance: How near to the valley is near enough.
///   - function: The function.
func boundedMinimum(from low: Double, to high: Double, tolerance: Double, _ function: (Double) -> Double) -> Double {
  let section = (3 - 5.0.squareRoot()) / 2
  var (low, high) = (low, high)
  // The best point, the second best, and the one that was second best before.
  var best = low + section * (high - low)
  var (second, third) = (best, best)
  var bestValue = function(best)
  var (secondValue, thirdValue) = (bestValue, bestValue)
  var (step, stepBefore) = (0.0, 0.0)
  for _ in 0..<500 {
    let middle = (low + high) / 2
    let near = Double.ulpOfOne.squareRoot() * abs(best) + tolerance / 3
    if abs(best - middle) <= 2 * near - (high - low) / 2 { break }
    var isParabola = false
    if abs(stepBefore) > near {
      let r = (best - second) * (bestValue - thirdValue)
      var q = (best - third) * (bestValue - secondValue)
      var p = (best - third) * q - (best - second) * r
      q = 2 * (q - r)
      if q > 0 { p = -p }
      q = abs(q)
      if abs(p) < abs(q * stepBefore / 2), p > q * (low - best), p < q * (high - best) {
        (stepBefore, step) = (step, p / q)
        let next = best + step
        if next - low < 2 * near || high - next < 2 * near { step = middle >= best ? near : -near }
        isParabola = true
      }
    }
    if !isParabola {
      stepBefore = (best >= middle ? low : high) - best
      step = section * stepBefore
    }
    let next = best + (step >= 0 ? max(step, near) : min(step, -near))
    let value = function(next)
    if value <= bestValue {
      if next >= best { low = best } else { high = best }
      (third, thirdValue) = (second, secondValue)
      (second, secondValue) = (best, bestValue)
      (best, bestValue) = (next, value)
    } else {
      if next < best { low = next } else { high = next }
      if value <= secondValue || second == best {
        (third, thirdValue) = (second, secondValue)
        (second, secondValue) = (next, value)
      } else if value <= thirdValue || third == best || third == second {
        (third, thirdValue) = (next, value)
      }
    }
  }
  return best
}
