// Goes on where the last run was stopped, with the same bits as if it had never been. Stop it whenever you like.

import Myelin

let data = withRandomSeed(1) {
  let x = Tensor.randomNormal([1000, 8])
  return Dataset(x, (x.sum(axis: 1) .> 0).cast(to: .float32).unsqueezed(axis: 1))
}
let model = withRandomSeed(2) {
  Sequential {
    Dense(8, 32, activation: .relu)
    Dense(32, 1)
  }
}
let trainer = Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(), metrics: [.accuracy])

let history = try trainer.fit(
  data, validationSplit: 0.2, epochs: 20, seed: 3,
  callbacks: [
    .earlyStopping(patience: 3), .csvLog(to: "run.csv"), .checkpoint(to: "run.checkpoint", every: .steps(100)),
  ],
  resumingFrom: "run.checkpoint")
print("trained \(history.epochs.count) epochs: \(trainer.evaluate(data))")
