/// The arguments of a call of `fit`.
package struct FitArguments: Sendable {
  package var data: Dataset
  package var validation: Dataset?
  package var validationSplit: Double
  package var epochs: Int
  package var batchSize: Int
  package var isShuffled: Bool
  package var seed: Int?
  package var classWeights: ClassWeights?
  package var callbacks: [Callback]

  /// The arguments of a call of `fit`.
  package init(
    data: Dataset, validation: Dataset?, validationSplit: Double, epochs: Int, batchSize: Int, isShuffled: Bool,
    seed: Int?, classWeights: ClassWeights?, callbacks: [Callback]
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
    guard epochs >= 0, batchSize > 0 else {
      fatalError("fit: \(epochs) epochs of batches of \(batchSize): neither may be negative, nor the batches empty")
    }
    guard validationSplit >= 0, validationSplit < 1 else {
      fatalError("fit: the validation split \(validationSplit) must be 0 or more and below 1")
    }
    if validation != nil, validationSplit > 0 {
      fatalError("fit: give either `validation` data or a `validationSplit`, not both")
    }
    guard data.count > 0 else { throw TrainingError.noSamples }
    if validation?.count == 0 { throw TrainingError.noValidationSamples }
  }

  /// The data to learn from and to judge by, as they follow from the arguments and the random numbers.
  func prepared(from source: RandomSource) throws -> (training: Dataset, validation: Dataset?) {
    var (training, judged) = (data, validation)
    if validationSplit > 0 {
      let parts = data.split(fraction: validationSplit, from: source)
      (judged, training) = (parts.0, parts.1)
      if parts.0.count == 0 { throw TrainingError.noValidationSamples }
      if parts.1.count == 0 { throw TrainingError.noSamples }
    }
    if let classWeights { training = classWeights.applied(to: training) }
    return (training, judged)
  }
}
