// Looks for the hyper-parameters of a network: trials run side by side on the processors, and the same seed gives the same table.
import Myelin

let data = withRandomSeed(1) {
  let x = Tensor.randomNormal([400, 2])
  return Dataset(x, (x[.all, 0] * x[.all, 1] .> 0).cast(to: .float32).unsqueezed(axis: 1))
}

/// Trains and judges a network of the given make on every fold.
@Sendable func score(_ trial: Trial) async throws -> Evaluation {
  try await crossValidate(data, folds: 3, stratified: true, seed: 1) { fold in
    let model = Sequential {
      Dense(2, trial.integer("width"), activation: .tanh)
      Dense(trial.integer("width"), 1)
    }
    let trainer = Trainer(
      model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: trial["learningRate"]), metrics: [.accuracy])
    try trainer.fit(fold.training, epochs: 10)
    return trainer.evaluate(fold.validation)
  }.mean
}

let results = try await randomSearch(
  ["learningRate": .logarithmic(1e-4...1e-1), "width": .choice([4, 8, 16])], trials: 8, seed: 2, score)
print(results.sorted(by: .highest("accuracy")))
