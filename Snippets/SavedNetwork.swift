// A trained network in one file, which is read without the code that made it.

import Myelin

let x: Tensor = [[0, 0], [0, 1], [1, 0], [1, 1]]
let y: Tensor = [[0.0], [1.0], [1.0], [0.0]]
let model = withRandomSeed(1) {
  Sequential {
    Dense(2, 8, activation: .tanh)
    Dense(8, 1)
  }
}
try Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: 0.05)).fit(Dataset(x, y), epochs: 200)
try model.save(to: "xor.safetensors")

let again = try Sequential(contentsOf: "xor.safetensors")
print(again)
print(again(x).sigmoid().round())
