// A training loop of one's own over batches with several inputs, which can be interrupted and goes on with the same bits.
import Foundation
import Myelin

let data = withRandomSeed(1) {
  let x = Tensor.randomNormal([300, 4])
  let age = Tensor.randomUniform([300, 1])
  return Dataset(x, (x.sum(axis: 1) + age[.all, 0] .> 0).cast(to: .int64), more: ["age": age])
}
let loader = DataLoader(data, batchSize: 32, sampler: .stratified(), prefetch: 2, seed: 7)

let model = withRandomSeed(2) {
  Sequential {
    Dense(5, 16, activation: .relu)
    Dense(16, 2)
  }
}
let optimizer = Adam(learningRate: 0.01)
let step = compile { (x: Tensor, age: Tensor, y: Tensor) -> Tensor in
  let (loss, gradient) = valueWithGradient(at: model) {
    softmaxCrossEntropy(model(.concatenate([x, age], axis: 1)), y)
  }
  optimizer.update(model, along: gradient)
  return loss
}

for epoch in 0..<3 {
  var losses: [Double] = []
  for try await batch in loader.batches(epoch: epoch) { losses.append(step(batch.x, batch["age"], batch.y).scalar) }
  print("epoch \(epoch): \(losses.count) steps, loss \(losses.reduce(0, +) / Double(losses.count))")
}

// Where the loop stands is a value that can be saved beside the model.
let batches = loader.batches(epoch: 3)
_ = try batches.next()
let saved = try JSONEncoder().encode(batches.position)
let rest = loader.batches(at: try JSONDecoder().decode(BatchPosition.self, from: saved))
print("goes on with batch \(rest.position.batch) of \(rest.count ?? 0)")
