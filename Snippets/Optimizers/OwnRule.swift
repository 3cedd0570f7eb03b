// All optimizers on one problem, and a rule of your own among them.

import Myelin

/// Steps along the sign of the gradient's running average.
final class SignDescent: UpdateRule {
  let state = OptimizerState(learningRate: 1e-3)
  let slots = [Slot.first]

  func factors(at moment: StepMoment) -> Tensor { moment.learningRate }

  func newWeight(_ w: Tensor, along g: Tensor, _ memory: WeightMemory, _ rate: Tensor) -> Tensor {
    let m = 0.9 * memory[.first] + 0.1 * g
    memory[.first] = m
    return w - rate.cast(to: w.type) * m.sign()
  }
}

let (x, labels) = makeClassification(samples: 500, features: 10, informative: 6, classes: 3, seed: 0)
let data = Dataset(x.cast(to: .float32), labels)
let optimizers: [any Optimizer] = [
  SGD(learningRate: 0.1, momentum: 0.9, nesterov: true), Adam(), Adam(amsgrad: true), AdamW(), NAdam(), RAdam(),
  Adamax(), RMSprop(), Adagrad(), Adadelta(), Lion(), SignDescent(),
]
for optimizer in optimizers {
  // Lowers the rate when the loss hasn't become 1 % better for two epochs.
  optimizer.schedule = .onPlateau(Plateau(factor: 0.5, patience: 2, threshold: .relative(0.01)))
  let model = withRandomSeed(1) {
    Sequential {
      Dense(10, 16, activation: .relu)
      Dense(16, 3)
    }
  }
  let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: optimizer)
  let history = try trainer.fit(data, epochs: 5, seed: 2)
  print(type(of: optimizer), history.losses.last ?? .nan, "rate:", optimizer.currentLearningRate)
}
