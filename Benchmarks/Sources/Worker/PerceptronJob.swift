import Messages
import Myelin

/// The lecture's perceptron, as `Snippets/Perceptron.swift` has it.
private struct Perceptron: Module {
  @Parameter var w = Tensor.randomNormal([2, 1])
  @Parameter var b = Tensor(0)

  func callAsFunction(_ x: Tensor) -> Tensor {
    (w.transposed() * x).sum(axis: 1) + b
  }
}

/// Passes over the lecture's 100 samples, an update after each.
func perceptronJob(_ workload: Workload) throws -> Job {
  let (x, labels) = makeClassification(
    samples: 100, features: 2, informative: 2, redundant: 0, classes: 2,
    clustersPerClass: 1, classSeparation: 2.0, seed: 20)
  let y = 2 * labels - 1
  let model = Perceptron()

  let learn = { (sample: Tensor, target: Tensor) -> Tensor in
    let (loss, gradient) = valueWithGradient(at: model) {
      perceptronLoss(model(sample), target)
    }
    model.w -= 0.1 * gradient[model.$w]
    model.b -= 0.1 * gradient[model.$b]
    return loss
  }
  switch workload.variant {
  case "eager":
    return { steps in
      for _ in 0..<steps {
        for (sample, target) in zip(x.rows, y.rows) { _ = learn(sample, target) }
      }
      return Outcome(steps: steps)
    }
  case "scan":
    let epoch = compile { (x: Tensor, y: Tensor) -> Tensor in scan(over: x, y) { learn($0, $1) } }
    return { steps in
      for _ in 0..<steps { _ = epoch(x, y) }
      return Outcome(steps: steps)
    }
  default: throw WorkerError("perceptron: there is no variant \(workload.variant)")
  }
}
