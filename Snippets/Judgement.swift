// Metrics: over whole epochs while a network learns, and as tables afterwards.

import Myelin

let (x, y) = makeClassification(samples: 1_000, features: 10, informative: 5, classes: 3, seed: 7)
let (train, test) = Dataset(x.cast(to: .float32), y).split(fraction: 0.8)
let model = Sequential {
  Dense(10, 32, activation: .relu)
  Dense(32, 3)
}
let trainer = Trainer(
  model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-2), metrics: [.accuracy, .f1, .rocAUC])
try trainer.fit(train, epochs: 10)
print(trainer.evaluate(test).metrics)

let predictions = trainer.predict(test.x).argmax(axis: -1)
print(Metrics.confusionMatrix(labels: test.y, predictions: predictions))
print(Metrics.classificationReport(labels: test.y, predictions: predictions))
