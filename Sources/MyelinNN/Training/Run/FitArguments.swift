/// The arguments of a call of `fit`.
package struct FitArguments: Sendable {
  package var data: any BatchSource
  package var validation: (any BatchSource)?
  package var validationSplit: Double
  package var epochs: Int
  /// How many samples make a batch and whether they are shuffled; `nil` for the usual, or for what a loader says.
  package var batchSize: Int?
  package var isShuffled: Bool?
  package var seed: Int?
  package var classWeights: ClassWeights?
  package var callbacks: [Callback]

  /// The arguments of a call of `fit`.
  package init(
    data: any BatchSource, validation: (any BatchSource)?, validationSplit: Double, epochs: Int, batchSize: Int?,
    isShuffled: Bool?, seed: Int?, classWeights: ClassWeights?, callbacks: [Callback]
  ) {
    self.data = data
    self.validation = validation
    self.validationSplit = validationSplit
    self.epochs = epochs
    self.batchSize = batchSize
    self.isShuffled = isShuffled
    self.seed = seed
    self.classWeights = classWeights
    self.callbacks = callbacks
  }

  /// Stops for what stands in the program, and throws for what comes with the data.
  func check() throws {
    guard epochs >= 0, batchSize.map({ $0 > 0 }) ?? true else {
      fatalError(
        "fit: \(epochs) epochs of batches of \(batchSize ?? 32): neither may be negative, nor the batches empty")
    }
    guard validationSplit >= 0, validationSplit < 1 else {
      fatalError("fit: the validation split \(validationSplit) must be 0 or more and below 1")
    }
    if validation != nil, validationSplit > 0 {
      fatalError("fit: give either `validation` data or a `validationSplit`, not both")
    }
    if data is DataLoader, batchSize != nil || isShuffled != nil {
      fatalError("fit: the loader says how large batches are and whether samples are shuffled: leave it out here")
    }
    if validationSplit > 0, loader.shard != nil, seed == nil {
      fatalError("fit: processes that share the data must split it alike: give `fit` the same seed in all of them")
    }
    if loader.sampleCount == 0 { throw TrainingError.noSamples }
    if validation?.loader(batchSize: 1024, shuffled: false).sampleCount == 0 {
      throw TrainingError.noValidationSamples
    }
  }

  private var loader: DataLoader { data.loader(batchSize: batchSize ?? 32, shuffled: isShuffled ?? true) }

  /// The data to learn from and to judge by, as they follow from the arguments and the random numbers.
  func prepared(from source: RandomSource) throws -> (training: DataLoader, validation: DataLoader?) {
    var training = loader
    var judged = validation?.loader(batchSize: 1024, shuffled: false)
    if !(validation is DataLoader) { judged = try judged?.forJudging() }
    if validationSplit > 0 {
      let (first, rest) = training.split(fraction: validationSplit, from: source)
      training = rest
      judged = try first.forJudging()
      if first.sampleCount == 0 { throw TrainingError.noValidationSamples }
      if rest.sampleCount == 0 { throw TrainingError.noSamples }
    }
    if let classWeights { training = try training.weighted(by: classWeights) }
    return (training, judged)
  }
}
