// Everything about steps: a rate that fits, schedules, groups of parameters, clipping, averages, large batches, L-BFGS.

import Myelin

let (x, labels) = makeClassification(samples: 1_000, features: 10, informative: 6, classes: 3, seed: 0)
let (train, test) = Dataset(x.cast(to: .float32), labels).split(fraction: 0.8)
let model = Sequential {
  Dense(10, 32, activation: .relu)
  Dense(32, 3)
}
let optimizer = AdamW(learningRate: 1e-3, weightDecay: 0.05)
let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: optimizer, metrics: [.accuracy])

// Raise the learning rate from step to step, and see where the loss falls fastest.
let sweep: LearningRateSweep = try trainer.findLearningRate(on: train)
if let rate = sweep.suggestion { optimizer.learningRate = rate }
print("learning rate:", optimizer.learningRate)
// try await sweep.figure().write(to: "learning-rates.svg")

// 25 steps make an epoch: warm up for one, then fall for nine.
optimizer.schedule = .warmUp(over: 25, from: 0.1).then(.cosine(over: 225))
optimizer.groups = [ParameterGroup(named: "*.bias", weightDecay: 0)]
optimizer.clipping = .globalNorm(1)
let average = WeightAverage(decay: 0.99, warmUp: true)
optimizer.average = average
try trainer.fit(train, epochs: 10)
print("accuracy:", trainer.evaluate(test).metrics["accuracy"] ?? 0)
print("of the averages:", average.withAverages(of: model) { trainer.evaluate(test).metrics["accuracy"] ?? 0 })

// Batches of 32 that act as batches of 128, with the sign of momentum.
let large = Trainer(
  model, loss: softmaxCrossEntropy, optimizer: GradientAccumulation(over: 4, Lion(learningRate: 1e-4)))
try large.fit(train, epochs: 2)

// All data at once: a few steps of L-BFGS go further down than many others.
let exact = LBFGS()
for _ in 0..<5 {
  let loss = exact.step(model) { softmaxCrossEntropy(model(train.x), train.y) }
  print("loss:", loss)
}
