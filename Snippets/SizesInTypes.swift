// A network whose layers must fit for the program to compile.

import Myelin

let (x, labels) = makeClassification(samples: 2_000, features: 20, informative: 10, classes: 3, seed: 0)
let (train, test) = Dataset(x.cast(to: .float32), labels).split(fraction: 0.8)

let model = Network {
  Linear<20, 64>()
  Fitted { BatchNorm($0) }
  Activation.relu
  Dropout(0.2)
  Residual(Network { Linear<64, 64>(.relu) })
  Linear<64, 3>()  // Linear<32, 3>() would not compile: the compiler names both sizes
}
let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
try trainer.fit(train, epochs: 10, batchSize: 32)

print(model)
print("a \(type(of: model)):", model.parameters.compactMap(\.name))
print("accuracy:", trainer.evaluate(test).metrics["accuracy"] ?? 0)
