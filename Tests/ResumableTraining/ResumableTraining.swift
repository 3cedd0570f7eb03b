import Myelin

/// A run of training for the tests that kill it: goes on from its checkpoint if there is one, and writes its result when it is
/// done.
///
///     ResumableTraining checkpoint result epochs steps [everything]
///
/// `steps` is how many lie between two checkpoints. With `everything` the run has dropout, batch normalization (and a last batch
/// of one sample), class weights, a schedule, accumulated gradients, and two averages of weights. The result is a safetensors
/// file of the weights, the averages, the history, and the next numbers of the random source.
@main struct ResumableTraining {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 || arguments.dropFirst(5) == ["everything"], let epochs = Int(arguments[3]),
      let steps = Int(arguments[4])
    else { fatalError("ResumableTraining checkpoint result epochs steps [everything]") }
    if arguments.count == 6 { return try trainWithEverything(arguments[1], arguments[2], epochs, steps) }
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

  /// Trains with all that has a state of its own.
  private static func trainWithEverything(_ checkpoint: String, _ result: String, _ epochs: Int, _ steps: Int) throws {
    let data = withRandomSeed(1) {
      let x = Tensor.randomNormal([201, 4])
      return Dataset(x, (x.sum(axis: 1) .> 0.5).cast(to: .int64))
    }
    let model = withRandomSeed(2) {
      Sequential {
        Dense(4, 64, usesBias: false)
        BatchNorm(64)
        Activation.relu
        Dropout(0.2)
        GaussianNoise(0.05)
        Dense(64, 64, activation: .gelu, weightRegularizer: .l2(1e-4))
        AlphaDropout(0.05)
        Dense(64, 2)
      }
    }
    let inner = AdamW(learningRate: 0.01, amsgrad: true)
    inner.schedule = .warmUp(over: 20).then(.cosineRestarts(every: 30, growth: 2))
    inner.average = WeightAverage(decay: 0.9, warmUp: true)
    inner.clipping = .globalNorm(1)
    let average = WeightAverage(decay: 0.95)
    let trainer = Trainer(
      model, loss: softmaxCrossEntropy, optimizer: GradientAccumulation(over: 3, inner),
      metrics: [.accuracy, .f1, .rocAUC])
    // 161 samples to learn from: batches of 32, and one of a single sample.
    let history = try trainer.fit(
      data, validationSplit: 0.2, epochs: epochs, batchSize: 32, seed: -7, classWeights: .balanced,
      callbacks: [
        .earlyStopping(patience: 8, monitoring: .highest("accuracy")), .averaging(into: average),
        .checkpoint(to: checkpoint, every: .steps(steps)), .csvLog(to: result + ".csv"),
        .jsonLog(to: result + ".jsonl", every: .steps(2)),
      ], resumingFrom: checkpoint)
    let variables = (model.namedParameters + model.namedBuffers).map { ($0.name, $0.variable) }
    let parameters = model.namedParameters.map { (name: $0.name, variable: $0.variable) }
    let state = trainer.optimizer.namedState(of: parameters).map { ("optimizer/" + $0.name, $0.variable) }
    let averages = average.namedState(of: parameters).map { ("average/" + $0.name, $0.variable) }
    var tensors = (variables + state + averages).map { ($0.0, RawTensor($0.1.value)) }
    let numbers: [Double] = history.epochs.flatMap { epoch -> [Double] in
      [epoch.loss, epoch.validationLoss ?? -1] + epoch.metrics.sorted { $0.key < $1.key }.map { $0.value }
    }
    tensors.append(("history", RawTensor(numbers, shape: [numbers.count])))
    tensors.append(("restored", RawTensor([history.restoredEpoch ?? -1], shape: [1])))
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
