// Your own training step, compiled: recorded at the first call, then replayed.

import Myelin

let (x, labels) = makeClassification(samples: 2_000, features: 20, informative: 10, classes: 3, seed: 0)
let train = Dataset(x.cast(to: .float32), labels)
let model = Sequential {
  Dense(20, 64, activation: .relu)
  Dense(64, 3)
}
let optimizer = Adam(learningRate: 1e-3)

let step = compile { (x: Tensor, y: Tensor) in
  let (loss, gradient) = valueWithGradient(at: model) { softmaxCrossEntropy(model(x), y) }
  optimizer.update(model, along: gradient)
  return loss
}

for epoch in 1...10 {
  var total = 0.0
  for batch in train.batches(of: 32, shuffled: true) {
    total += step(batch.x, batch.y).scalar * Double(batch.y.count)
  }
  print("epoch \(epoch): loss \(total / Double(train.count))")
}
print("recorded \(step.recordingCount) times")  // 2: for batches of 32, and for the last one, of 16
