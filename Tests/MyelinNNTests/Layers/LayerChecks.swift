import Myelin
import Testing

/// The largest relative error of a layer's gradients, at its parameters and at a floating-point input, against central
/// differences in float64; in the given mode.
///
/// Random layers begin with the same seed at every call. Differences are taken with two steps and extrapolated (Richardson).
func gradientError(of layer: some Layer, at x: Tensor, in mode: Mode = .training) -> Double {
  let isDifferentiable = x.type.isFloatingPoint
  let input = Variable(isDifferentiable ? x : .zeros([], type: .float64))
  let variables = layer.parameters + (isDifferentiable ? [input] : [])
  func loss() -> Tensor {
    withRandomSeed(3) {
      withMode(mode) {
        let (output, penalty) = withPenalties { layer(isDifferentiable ? input.value : x) }
        let weights = Tensor((0..<output.count).map { 0.5 + 0.37 * Double(($0 * 7) % 5) }, type: .float64)
        let sum = (output * weights.reshaped(to: output.shape)).sum()
        return penalty.map { sum + $0 } ?? sum
      }
    }
  }
  let gradients = valueWithGradient(at: variables, of: loss).gradient
  var worst = 0.0
  for (variable, gradient) in zip(variables, gradients) {
    #expect(variable.value.type == .float64, "differences need float64")
    let (value, exact) = (variable.value, gradient.scalars)
    let scale = exact.reduce(1) { max($0, $1.magnitude) }
    for place in 0..<value.count {
      func slope(_ step: Double) -> Double {
        func moved(by step: Double) -> Double {
          var scalars = value.scalars
          scalars[place] += step
          variable.value = Tensor(shape: value.shape, scalars, type: .float64)
          return loss().scalar
        }
        return (moved(by: step) - moved(by: -step)) / (2 * step)
      }
      let difference = (4 * slope(5e-4) - slope(1e-3)) / 3
      worst = max(worst, (difference - exact[place]).magnitude / scale)
    }
    variable.value = value
  }
  return worst
}

/// Checks that a layer gives the same eagerly and from a program, in both modes: outputs, gradients, penalties and buffers.
///
/// - Parameter make: Makes the layer; its first numbers must be the same at every call.
func expectSameWhenCompiled(
  _ make: () -> any Layer, at x: Tensor, sourceLocation: SourceLocation = #_sourceLocation
) {
  let (eager, compiled) = (make(), make())
  func pass(_ layer: any Layer, _ x: Tensor) -> [Tensor] {
    var output = x
    let (value, gradients) = valueWithGradient(at: layer.parameters) {
      let (result, penalty) = withPenalties { layer(x) }
      output = result
      return penalty.map { result.squared().mean() + $0 } ?? result.squared().mean()
    }
    return [output, value] + gradients
  }
  let program = compile { (x: Tensor) -> [Tensor] in pass(compiled, x) }
  func close(_ a: Tensor, _ b: Tensor) -> Bool {
    let tolerance = a.type == .float64 ? 1e-11 : 1e-5
    return a.shape == b.shape && a.type == b.type && a.isClose(to: b, relative: tolerance, absolute: tolerance)
  }
  for mode in [Mode.training, .inference, .training, .training, .inference] {
    let (expected, found) = withMode(mode) {
      (withRandomSeed(7) { pass(eager, x) }, withRandomSeed(7) { program(x) })
    }
    for (a, b) in zip(expected, found) {
      #expect(close(a, b), "\(eager) in \(mode)\n\(a)\n\(b)", sourceLocation: sourceLocation)
    }
    for (a, b) in zip(eager.buffers, compiled.buffers) {
      #expect(close(a.value, b.value), "\(eager): buffer \(a.name ?? "")", sourceLocation: sourceLocation)
    }
  }
  #expect(program.recordingCount == 2, sourceLocation: sourceLocation)
}

/// Normally distributed float64 numbers, the same in every run.
func samples(_ shape: [Int], type: DType = .float64, seed: Int = 5) -> Tensor {
  withRandomSeed(seed) { .randomNormal(shape, type: type) }
}

extension Module {
  /// Makes parameters that begin as ones or zeros random, the same in every run.
  func randomized(seed: Int = 9) -> Self {
    withRandomSeed(seed) {
      for parameter in parameters {
        parameter.value = .randomNormal(parameter.value.shape, type: parameter.value.type)
      }
    }
    return self
  }
}
