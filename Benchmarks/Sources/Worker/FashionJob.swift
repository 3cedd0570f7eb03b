import Messages
import Myelin

/// Fashion-MNIST from files to the test data's accuracy, an epoch of training between.
func fashionJob(_ workload: Workload) -> Job {
  { _ in
    let start = ProcessUsage.now
    let files = try ImageData.fashionMNIST(folder: workload.folder)
    func data(_ part: ImageData) -> Dataset {
      Dataset(part.images.reshaped(to: [part.labels.count, 784]), part.labels)
    }
    let (train, test) = (data(files.train), data(files.test))
    let loaded = ProcessUsage.now

    let model = Sequential {
      Dense(784, 512, activation: .relu)
      Dense(512, 512, activation: .relu)
      Dense(512, 10)
    }
    let trainer = Trainer(
      model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
    try trainer.fit(train, epochs: 1, batchSize: workload.batch)
    let trained = ProcessUsage.now
    let accuracy = trainer.evaluate(test).metrics["accuracy"] ?? .nan
    return Outcome(
      steps: 1, seconds: trained - loaded,
      figures: [
        "accuracy": accuracy, "loading, s": loaded - start, "files to accuracy, s": ProcessUsage.now - start,
      ])
  }
}
