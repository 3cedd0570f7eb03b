// A deep network, trained with batches, validation and early stopping.

import Myelin

let (x, labels) = makeClassification(samples: 2_000, features: 20, informative: 10, classes: 3, seed: 0)
let (train, test) = Dataset(x.cast(to: .float32), labels).split(fraction: 0.8)

let model = Sequential {
  Dense(20, 64, activation: .relu)
  Dense(64, 64, activation: .relu)
  Dense(64, 3)
}
let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
let history = try trainer.fit(
  train, validation: test, epochs: 20, batchSize: 32,
  callbacks: [.progressBar, .earlyStopping(patience: 3)])

print(model)
print("epochs:", history.epochs.count)
print("accuracy:", trainer.evaluate(test).metrics["accuracy"] ?? 0)
