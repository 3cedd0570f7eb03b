// What a network consists of, what flows through it, and where a NaN came from.

import Myelin

let model = withRandomSeed(1) {
  Sequential {
    Dense(20, 64, activation: .relu)
    Dense(64, 64, activation: .relu)
    Dense(64, 3)
  }
}
print(model.summary(inputShape: [20]))

let x = withRandomSeed(2) { Tensor.randomNormal([32, 20]) }
let y = withRandomSeed(3) { Tensor.randomIntegers([32], in: 0..<3) }
print(model.statistics(of: x, y, loss: softmaxCrossEntropy))
print(model.deadUnits(on: x))

// A network whose weights have grown too large.
for layer in model.layers.prefix(2) { (layer as? Dense)?.weight *= 1e20 }
if let origin = model.firstNonFinite(x, y, loss: softmaxCrossEntropy) { print(origin) }
