// Training that is watched: an observer of your own, events as a sequence, and what goes wrong.

import Myelin

/// Tells when the loss has halved, and still knows it after a run was resumed.
final class Halvings: TrainingObserver {
  private var next = Double.infinity

  func batchEnded(_ state: TrainingState) throws {
    if next == .infinity { next = state.batchLoss / 2 }
    guard state.loss < next else { return }
    print("halved after \(state.step) steps, at a learning rate of \(state.currentLearningRate)")
    next = state.loss / 2
  }

  func epochEnded(_ state: TrainingState) throws {
    if state.history.losses.last ?? 1 < 0.01 { state.stops = true }
  }

  var memory: ObserverMemory {
    get { ObserverMemory(numbers: ["next": next]) }
    set { next = newValue.numbers["next"] ?? next }
  }
}

let data = withRandomSeed(1) {
  let x = Tensor.randomNormal([512, 8])
  return Dataset(x, (x.sum(axis: 1) .> 0).cast(to: .float32).unsqueezed(axis: 1))
}
let model = withRandomSeed(2) {
  Sequential {
    Dense(8, 16, activation: .relu)
    Dense(16, 1)
  }
}
let trainer = Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: 1e-2))

let often: Interval = .steps(10)
let events: TrainingEvents = trainer.progress(
  fitting: data, epochs: 3, seed: 3, callbacks: [Callback { Halvings() }], every: often)
for try await event in events {
  switch event {
  case TrainingEvent.step(let step): print("epoch \(step.epoch), batch \(step.batch) of \(step.batches): \(step.loss)")
  case .epoch(let index, let epoch): print("epoch \(index): \(epoch.loss)")
  case .finished(let history): print("losses:", history.losses)
  }
}

// A loss that isn't finite is an error that names where it came from.
do {
  try trainer.fit(Dataset(data.x / 0, data.y))
} catch let error as TrainingError {
  print(error)
}

// A checkpoint belongs to one run.
do {
  let history: History = try trainer.fit(data, seed: 3, callbacks: [.checkpoint(to: "watched.checkpoint")])
  print("one more epoch:", history.epochs[0].loss)
  try trainer.fit(data, batchSize: 7, seed: 3, resumingFrom: "watched.checkpoint")
} catch let error as FileError {
  print(error)
}
