import Foundation
import Myelin
import TestSupport

/// The content of a JSON file in `Tests/Fixtures`.
func loadFixture<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
  try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: fixture(name))))
}

/// The losses of 40 steps of gradient descent, each before its step.
///
/// - Parameters:
///   - parameters: The first weights.
///   - isCompiled: Whether the steps are a program.
///   - loss: The loss for the current weights.
func trajectory(
  _ parameters: [Tensor], isCompiled: Bool, rate: Double = 0.02, of loss: @escaping ([Tensor]) -> Tensor
) -> [Double] {
  let variables = parameters.map { Variable($0) }
  func step() -> Tensor {
    let (value, gradients) = valueWithGradient(at: variables) { loss(variables.map(\.value)) }
    for (variable, gradient) in zip(variables, gradients) { variable.value -= rate * gradient }
    return value
  }
  guard isCompiled else { return (0..<40).map { _ in step().scalar } }
  let program = compile { step() }
  return (0..<40).map { _ in program().scalar }
}

/// The largest relative difference from expected losses; those below a hundredth of the first count as that.
func difference(_ losses: [Double], from expected: [Double]) -> Double {
  guard losses.count == expected.count, let first = expected.first else { return .infinity }
  return zip(losses, expected).map { abs($0 - $1) / max(abs($1), 0.01 * abs(first)) }.max() ?? 0
}

/// The largest relative error of a gradient in float64 against central differences, extrapolated from two steps.
func gradientError(at inputs: [Tensor], of function: @escaping ([Tensor]) -> Tensor) -> Double {
  let gradients = gradient(at: inputs, of: function)
  var worst = 0.0
  for (position, input) in inputs.enumerated() {
    let exact = gradients[position].scalars
    let scale = exact.reduce(0.1) { max($0, $1.magnitude) }
    let values = input.scalars
    for index in values.indices {
      func difference(_ step: Double) -> Double {
        func value(_ offset: Double) -> Double {
          var (moved, all) = (values, inputs)
          moved[index] += offset
          all[position] = Tensor(shape: input.shape, moved, type: .float64)
          return function(all).scalar
        }
        return (value(step) - value(-step)) / (2 * step)
      }
      let estimate = (4 * difference(5e-4) - difference(1e-3)) / 3
      worst = max(worst, (exact[index] - estimate).magnitude / scale)
    }
  }
  return worst
}
