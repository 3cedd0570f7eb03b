import Foundation
import MyelinCore
import Testing

/// Values, first and second derivatives as PyTorch computes them, written by `Tests/Fixtures/gradients.py`.
@Suite struct PyTorchGradientTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [FixtureArray]
    let output: FixtureArray
    let gradients: [FixtureArray]
    let seconds: [FixtureArray]

    var testDescription: String { "\(name) \(inputs.map(\.shape))" }
  }

  static let cases = loadFixture("gradients.json", as: [Case].self)

  @Test func everyOperationHasCases() {
    #expect(Set(Self.cases.map(\.name)) == Set(Self.operations.keys))
  }

  @Test(arguments: cases)
  func agreesWithPyTorch(_ entry: Case) throws {
    let operation = try #require(Self.operations[entry.name])
    let inputs = entry.inputs.map { $0.tensor(.float64) }
    func loss(_ inputs: [Tensor]) -> Tensor {
      let output = operation(inputs)
      return (output * weights(output)).sum()
    }
    func product(_ inputs: [Tensor]) -> Tensor {
      gradient(at: inputs, of: loss).reduce(Tensor.zeros([], type: .float64)) { $0 + ($1 * weights($1)).sum() }
    }
    expectClose(operation(inputs), entry.output)
    for (ours, theirs) in zip(gradient(at: inputs, of: loss), entry.gradients) { expectClose(ours, theirs) }
    for (ours, theirs) in zip(gradient(at: inputs, of: product), entry.seconds) { expectClose(ours, theirs) }
  }

  private func expectClose(_ ours: Tensor, _ theirs: FixtureArray, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(ours.shape == theirs.shape, sourceLocation: sourceLocation)
    #expect(ours.type == .float64, sourceLocation: sourceLocation)
    for (a, b) in zip(ours.scalars, theirs.values) {
      #expect((a - b).magnitude <= 1e-10 * max(1, b.magnitude), sourceLocation: sourceLocation)
    }
  }

  /// The script's rule for cotangents and directions.
  private func weights(_ x: Tensor) -> Tensor {
    Tensor(shape: x.shape, (0..<x.count).map { 0.5 + 0.37 * Double($0 * 7 % 5) }, type: .float64)
  }
}

extension PyTorchGradientTests {
  typealias Operation = @Sendable ([Tensor]) -> Tensor

  static let operations = functions.merging(pairs) { $1 }.merging(reductions) { $1 }.merging(others) { $1 }

  private static let functions: [String: Operation] = [
    "negative": { -$0[0] }, "abs": { $0[0].abs() }, "sign": { $0[0].sign() }, "exp": { $0[0].exp() },
    "expm1": { $0[0].expm1() }, "sin": { $0[0].sin() }, "cos": { $0[0].cos() }, "tan": { $0[0].tan() },
    "atan": { $0[0].atan() }, "sinh": { $0[0].sinh() }, "cosh": { $0[0].cosh() }, "tanh": { $0[0].tanh() },
    "asinh": { $0[0].asinh() }, "sigmoid": { $0[0].sigmoid() }, "erf": { $0[0].erf() }, "relu": { $0[0].relu() },
    "floor": { $0[0].floor() }, "ceil": { $0[0].ceil() }, "round": { $0[0].round() }, "log": { $0[0].log() },
    "log2": { $0[0].log2() }, "log10": { $0[0].log10() }, "log1p": { $0[0].log1p() }, "sqrt": { $0[0].sqrt() },
    "rsqrt": { $0[0].rsqrt() }, "reciprocal": { $0[0].reciprocal() }, "asin": { $0[0].asin() },
    "acos": { $0[0].acos() }, "atanh": { $0[0].atanh() }, "acosh": { $0[0].acosh() },
    "truncated": { $0[0].truncated() }, "squared": { $0[0].squared() }, "softplus": { $0[0].softplus() },
    "logSigmoid": { $0[0].logSigmoid() }, "abs at 0": { $0[0].abs() }, "sign at 0": { $0[0].sign() },
    "relu at 0": { $0[0].relu() },
  ]

  private static let pairs: [String: Operation] = [
    "add": { $0[0] + $0[1] }, "subtract": { $0[0] - $0[1] }, "multiply": { $0[0] * $0[1] },
    "divide": { $0[0] / $0[1] }, "maximum": { $0[0].maximum($0[1]) }, "minimum": { $0[0].minimum($0[1]) },
    "atan2": { $0[0].atan2($0[1]) }, "power": { $0[0].power($0[1]) }, "remainder": { $0[0] % $0[1] },
    "maximum of equals": { $0[0].maximum($0[1]) }, "negative powers": { $0[0].power(-3) },
    "clipped": { $0[0].clipped(to: -0.5...0.75) },
    "where": { .where([true, false, true], $0[0].exp(), $0[1] * $0[0]) },
  ]

  private static let reductions: [String: Operation] = {
    var operations: [String: Operation] = [:]
    for axes in [[0], [1], [2], [0, 2], [1, 2], [0, 1, 2]] {
      for keeps in [false, true] {
        let suffix = "\(axes), \(keeps ? "keeping" : "removing")"
        operations["sum \(suffix)"] = { $0[0].sum(axes: axes, keepingDimensions: keeps).exp() }
        operations["mean \(suffix)"] = { $0[0].mean(axes: axes, keepingDimensions: keeps).squared() }
        operations["max \(suffix)"] = { $0[0].max(axes: axes, keepingDimensions: keeps).squared() }
        operations["min \(suffix)"] = { $0[0].min(axes: axes, keepingDimensions: keeps).squared() }
        operations["logSumExp \(suffix)"] = { $0[0].logSumExp(axes: axes, keepingDimensions: keeps) }
        operations["variance \(suffix)"] = { $0[0].variance(axes: axes, correction: 1, keepingDimensions: keeps) }
        operations["standardDeviation \(suffix)"] = { $0[0].standardDeviation(axes: axes, keepingDimensions: keeps) }
        operations["norm \(suffix)"] = { $0[0].norm(axes: axes, keepingDimensions: keeps) }
      }
    }
    return operations
  }()

  private static let indices = Tensor([[0, 2, 2, 1], [1, 1, 0, 2]] as [[Int]])

  private static let others: [String: Operation] = [
    "max of equals": { $0[0].max(axis: 1) }, "prod": { $0[0].prod(axis: 1) },
    "prod with one 0": { $0[0].prod(axis: 0) }, "prod with two 0": { $0[0].prod() },
    "cumulativeSum": { $0[0].cumulativeSum(axis: 1).squared() }, "softmax": { $0[0].softmax(axis: 1) },
    "logSoftmax": { $0[0].logSoftmax() }, "norm of order 1": { $0[0].norm(order: 1, axes: [1]) },
    "norm of order 3": { $0[0].norm(order: 3, axes: [1]) },
    "norm of infinite order": { $0[0].norm(order: .infinity, axes: [1]) },
    "reshaped": { $0[0].reshaped(to: [4, -1]).squared() }, "permuted": { $0[0].permuted(to: [2, 0, 1]).squared() },
    "expanded": { $0[0].unsqueezed(axis: 1).expanded(to: [2, 5, 3, 4]).sin() },
    "concatenated": { .concatenate([$0[0], $0[1].squared(), $0[0]], axis: 1) },
    "stacked": { .stack([$0[0], $0[1] * $0[0]], axis: 1) },
    "padded": { $0[0].padded([(0, 1), (1, 2)], value: 3).squared() }, "tiled": { $0[0].tiled([2, 3]).squared() },
    "repeated": { $0[0].repeated(3, axis: 1).squared() }, "flipped": { $0[0].flipped(axes: 0, 2) * $0[0] },
    "split": { $0[0].split(sizes: [1, 2], axis: 1)[0] * $0[0].split(sizes: [1, 2], axis: 1)[1] },
    "sliced": { $0[0][1..., .every(2), 1].squared() }, "sliced backwards": { $0[0][..., .every(-3)].squared() },
    "masked": { $0[0][$0[0] .> 0].squared() }, "indexed": { $0[0][[2, 0, 2]].squared() },
    "indexed twice": { $0[0][[0, 1, 1], [2, 0, 2]].squared() },
    "gathered": { $0[0].gather(indices, axis: 0).squared() },
    "scatterAdded": { $0[0].scatterAdd(indices, $0[1], axis: 0).squared() },
    "sorted": { $0[0].sorted(axis: 1, descending: true).squared() },
    "topK": { $0[0].topK(2, axis: 0).values.squared() }, "matmul": { $0[0].matmul($0[1]) },
    "matmul of a transpose": { $0[0].transposed().matmul($0[0]) }, "outer": { $0[0].outer($0[1]) },
    "dot": { $0[0].dot($0[1]) }, "trace": { $0[0].matmul($0[0]).trace() },
    "reuse": { inputs in
      let x = inputs[0]
      let product = x.transposed().matmul(x).softmax(axis: 0)
      return product * x[0] + x.flipped(axes: 0).sum(axis: 0) * x.standardDeviation(correction: 1)
    },
  ]
}
