// The lecture's perceptron again: its 100 steps, one per sample, are one replay.

import Myelin

struct Perceptron: Module {
  @Parameter var w = Tensor.randomNormal([2, 1])
  @Parameter var b = Tensor(0)

  func callAsFunction(_ x: Tensor) -> Tensor {
    (w.transposed() * x).sum(axis: 1) + b
  }
}

let (x, labels) = makeClassification(
  samples: 100, features: 2, informative: 2, redundant: 0, classes: 2,
  clustersPerClass: 1, classSeparation: 2.0, seed: 20)
let y = 2 * labels - 1
let model = Perceptron()

let epoch = compile { (x: Tensor, y: Tensor) in
  scan(over: x, y) { sample, target in
    let (loss, gradient) = valueWithGradient(at: model) {
      perceptronLoss(model(sample), target)
    }
    model.w -= 0.1 * gradient[model.$w]
    model.b -= 0.1 * gradient[model.$b]
    return loss
  }
}

let losses = epoch(x, y)
print("mistakes:", (losses .> 0).sum())
print("accuracy:", (model(x).sign() .== y).mean())
