// What keeps a network from learning its samples by heart: dropout, noise, batch normalization and penalties, in a
// training step of your own.

import Myelin

let (x, labels) = makeClassification(samples: 400, features: 20, informative: 10, classes: 3, seed: 0)
let (train, test) = Dataset(x.cast(to: .float32), labels).split(fraction: 0.5)

let model = Sequential {
  GaussianNoise(0.1)
  Dense(20, 64, usesBias: false, weightRegularizer: .l2(1e-3))
  BatchNorm(64)
  Activation.relu
  Dropout(0.3)
  Dense(64, 3, activityRegularizer: .l1(1e-4))
}
let optimizer = Adam(learningRate: 1e-2)

let step = compile { (x: Tensor, y: Tensor) in
  withMode(.training) {
    let (loss, gradient) = valueWithGradient(at: model) {
      let (loss, penalty) = withPenalties { softmaxCrossEntropy(model(x), y) }
      return penalty.map { loss + $0 } ?? loss
    }
    optimizer.update(model, along: gradient)
    return loss
  }
}
for _ in 0..<30 {
  for batch in train.batches(of: 25, shuffled: true) { _ = step(batch.x, batch.y) }
}

// Outside of withMode(.training) nothing is dropped, and the running statistics normalize.
print("running means:", model.namedBuffers.map(\.name))
for (name, part) in [("training", train), ("test", test)] {
  print("accuracy in \(name):", (model(part.x).argmax(axis: -1) .== part.y).mean())
}
