import Myelin

/// A run of training for the tests that kill it: goes on from its checkpoint if there is one, and writes its result when it is
/// done.
///
///     ResumableTraining checkpoint result epochs steps
///
/// `steps` is how many lie between two checkpoints. The result is a safetensors file of the weights, the history, and the next
/// numbers of the random source.
@main struct ResumableTraining {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let epochs = Int(arguments[3]), let steps = Int(arguments[4]) else {
      fatalError("ResumableTraining checkpoint result epochs steps")
    }
    let (checkpoint, result) = (arguments[1], arguments[2])
    let (data, validation) = withRandomSeed(1) {
      let x = Tensor.randomNormal([200, 4])
      let noise = Tensor.randomNormal([200, 1], standardDeviation: 0.1)
      return Dataset(x, (x.sum(axis: 1, keepingDimensions: true) * 2).tanh() + noise).split(fraction: 0.8)
    }
    let model = withRandomSeed(2) { network() }
    let trainer = Trainer(
      model, loss: meanSquaredError, optimizer: Adam(learningRate: 0.01, weightDecay: 1e-3),
      metrics: [.meanAbsoluteError])
    let source = RandomSource(seed: 3)
    let history = try RandomSource.$current.withValue(source) {
      try trainer.fit(
        data, validation: validation, epochs: epochs, batchSize: 16,
        callbacks: [
          .checkpoint(to: checkpoint, every: .steps(steps)),
          .earlyStopping(patience: 6, monitoring: .lowest("meanAbsoluteError")),
          .reduceLearningRateOnPlateau(factor: 0.5, patience: 1),
          .csvLog(to: result + ".csv"),
        ], resumingFrom: checkpoint)
    }
    let numbers = history.epochs.map {
      [$0.loss, $0.metrics["meanAbsoluteError"] ?? -1, $0.validationLoss ?? -1]
    }
    var tensors = (model.namedParameters + model.namedBuffers).map { ($0.name, RawTensor($0.variable.value)) }
    tensors.append(("history", RawTensor(numbers.flatMap { $0 }, shape: [numbers.count, 3])))
    tensors.append(("restored", RawTensor([history.restoredEpoch ?? -1], shape: [1])))
    tensors.append(("random", RawTensor(Tensor.randomUniform([4], from: source))))
    tensors.append(("learningRate", RawTensor([trainer.optimizer.learningRate], shape: [1])))
    try SafetensorsFile(tensors: tensors).write(to: result)
  }

  /// Layers that draw random numbers and keep buffers.
  private static func network() -> Sequential {
    Sequential {
      Dense(4, 16, activation: .tanh)
      Noise()
      Dense(16, 1)
    }
  }

  /// Adds noise in training, and counts how often.
  private struct Noise: Layer {
    @Buffer var calls = Tensor(0)

    func callAsFunction(_ input: Tensor) -> Tensor {
      guard Mode.current == .training else { return input }
      calls += 1
      return input + 0.1 * Tensor.randomNormal(input.shape)
    }
  }
}
