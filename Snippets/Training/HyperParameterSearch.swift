// Looks for the hyper-parameters of a network: trials run side by side on the processors, and the same seed gives the same table.

import Myelin

let data = withRandomSeed(1) {
  let x = Tensor.randomNormal([400, 2])
  return Dataset(x, (x[.all, 0] * x[.all, 1] .> 0).cast(to: .float32).unsqueezed(axis: 1))
}

/// Trains and judges a network of the given make on every fold.
let score: TrialBody = { (trial: Trial) -> Evaluation in
  let folds: CrossValidation = try await crossValidate(data, folds: 3, stratified: true, seed: 1) { fold in
    let model = Sequential {
      Dense(2, trial.integer("width"), activation: .tanh)
      Dense(trial.integer("width"), 1)
    }
    let trainer = Trainer(
      model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: trial["learningRate"]), metrics: [.accuracy])
    try trainer.fit(fold.training, epochs: 10)
    return trainer.evaluate(fold.validation)
  }
  return folds.mean
}

let width: HyperParameterRange = .choice([4, 8, 16])
let space: SearchSpace = ["learningRate": .logarithmic(1e-4...1e-1), "width": width]
let results: SearchResults = try await randomSearch(space, trials: 8, seed: 2, score)
print(results.sorted(by: .highest("accuracy")))

// The best one.
let accuracy: Score = .highest("accuracy")
if let best = results.best(by: accuracy) {
  let width: HyperParameterValue? = best.trial.values["width"]
  print("width:", width ?? 0, "accuracy:", accuracy.value(of: best.evaluation))
}
