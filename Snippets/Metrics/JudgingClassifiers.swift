// A classifier learns, and metrics tell how good it is: while it learns, over whole epochs, and afterwards.

import Myelin

let (x, y) = makeClassification(
  samples: 1_000, features: 10, informative: 5, redundant: 2, classes: 3, classSeparation: 1.0, seed: 7)
let (train, test) = withRandomSeed(1) { Dataset(x, y).split(fraction: 0.8) }
let model = withRandomSeed(2) {
  Sequential {
    Dense(10, 32, activation: .relu)
    Dense(32, 3)
  }
}
let trainer = Trainer(
  model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-2), metrics: [.accuracy, .f1, .rocAUC, .logLoss])
let history = try trainer.fit(train, validation: test, epochs: 10)
for (name, value) in (history.epochs.last?.validationMetrics ?? [:]).sorted(by: { $0.key < $1.key }) {
  print("\(name): \(value)")
}

let logits = model(test.x)
let predictions = logits.argmax(axis: -1)
print(Metrics.confusionMatrix(labels: test.y, predictions: predictions))
print(Metrics.classificationReport(labels: test.y, predictions: predictions))
print("AUC:", Metrics.rocAUC(labels: test.y, scores: logits.softmax(), average: .weighted))
print("calibration error:", Metrics.expectedCalibrationError(labels: test.y, probabilities: logits.softmax()))

// The curve of one class against the others.
let curve = Metrics.rocCurve(labels: test.y, scores: logits[0..<test.count, 2], positive: 2)
print("area for class 2:", curve.area)
