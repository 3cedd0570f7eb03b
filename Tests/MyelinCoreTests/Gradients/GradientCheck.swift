import MyelinCore
import Testing

/// The largest relative error of `gradient`, and of its own gradient, against central differences in float64.
///
/// Differences are taken with two steps and extrapolated (Richardson), which leaves an error of the fourth order.
///
/// - Parameter function: Any function of the inputs; its result is multiplied by fixed weights and summed.
func gradientError(
  at inputs: [Tensor], order: Int = 2, of function: @escaping @Sendable ([Tensor]) -> Tensor
) -> Double {
  let scalar = weighted(function)
  var worst = error(at: inputs, of: scalar)
  if order > 1 {
    // The gradient is a function of the inputs like any other.
    let firsts = weighted { inputs in
      let parts = gradient(at: inputs, of: scalar)
      return .concatenate(parts.map { $0.flattened() })
    }
    worst = max(worst, error(at: inputs, of: firsts))
  }
  return worst
}

/// A function's result, multiplied by fixed weights and summed.
private func weighted(_ function: @escaping @Sendable ([Tensor]) -> Tensor) -> @Sendable ([Tensor]) -> Tensor {
  { inputs in
    let result = function(inputs)
    let weights = Tensor((0..<result.count).map { 0.5 + 0.37 * Double(($0 * 7) % 5) }, type: .float64)
    return (result * weights.reshaped(to: result.shape)).sum()
  }
}

private func error(at inputs: [Tensor], of function: @Sendable ([Tensor]) -> Tensor) -> Double {
  let gradients = gradient(at: inputs, of: function)
  var worst = 0.0
  for (position, input) in inputs.enumerated() {
    let exact = gradients[position].scalars
    var scale = 1.0
    for value in exact { scale = max(scale, value.magnitude) }
    let values = input.scalars
    for index in values.indices {
      func difference(_ step: Double) -> Double {
        func value(_ offset: Double) -> Double {
          var moved = values
          moved[index] += offset
          var all = inputs
          all[position] = Tensor(shape: input.shape, moved, type: .float64)
          return function(all).scalar
        }
        return (value(step) - value(-step)) / (2 * step)
      }
      let step = 1e-3 * max(values[index].magnitude, 0.1)
      let estimate = (4 * difference(step / 2) - difference(step)) / 3
      worst = max(worst, (exact[index] - estimate).magnitude / scale)
    }
  }
  return worst
}

/// Numbers in `range`, the same in every run.
func sample(_ shape: [Int], in range: Range<Double> = -2..<2, seed: UInt64 = 0) -> Tensor {
  .randomUniform(shape, in: range, type: .float64, from: RandomSource(seed: seed &* 31 &+ UInt64(shape.count)))
}

/// What a gradient may be off by.
let tolerance = 1e-6
