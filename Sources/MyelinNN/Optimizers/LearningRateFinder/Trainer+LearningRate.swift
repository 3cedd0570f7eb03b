extension Trainer {
  /// Trains for some steps while the learning rate rises, to find a good one; then the model, the optimizer and the ambient
  /// source of random numbers are as before, bit for bit.
  ///
  /// ```swift
  /// let sweep = try trainer.findLearningRate(on: train)
  /// if let rate = sweep.suggestion { trainer.optimizer.learningRate = rate }
  /// try await sweep.figure().write(to: "rates.svg")
  /// ```
  ///
  /// The rate rises exponentially. The sweep ends early when the smoothed loss is more than `divergence` times its lowest
  /// value, or no number. The optimizer's schedule rests; groups of parameters with a learning rate of their own keep it.
  ///
  /// - Parameters:
  ///   - data: The samples to learn from, again and again if they are few.
  ///   - batchSize: How many samples make one step.
  ///   - rates: The first and the last learning rate.
  ///   - steps: How many steps are taken at most.
  ///   - smoothing: How much of the average loss is kept from one step to the next.
  ///   - divergence: How many times the lowest loss is too much.
  ///   - shuffled: Whether the samples are put in a new order before every pass.
  /// - Returns: The losses at every rate, and the suggestion.
  /// - Throws: `TrainingError.noSamples`; what reading samples throws.
  public func findLearningRate(
    on data: any BatchSource, batchSize: Int = 32, rates: ClosedRange<Double> = 1e-7...10, steps: Int = 100,
    smoothing: Double = 0.8, divergence: Double = 4, shuffled: Bool = true
  ) throws -> LearningRateSweep {
    guard rates.lowerBound > 0, steps > 0, batchSize > 0 else {
      fatalError(
        "findLearningRate: rates from \(rates.lowerBound) in \(steps) steps of \(batchSize) samples: all must be above 0"
      )
    }
    checkFraction(smoothing, "smoothing", in: "findLearningRate")
    let loader = data.loader(batchSize: batchSize, shuffled: shuffled)
    if loader.sampleCount == 0 { throw TrainingError.noSamples }
    let parameters = model.namedParameters
    let step = compiledStep()
    let buffers = model.buffers.map { (variable: $0, value: $0.value) }
    defer { for buffer in buffers { buffer.variable.value = buffer.value } }
    let plan = SweepPlan(rates: rates, steps: steps, smoothing: smoothing, divergence: divergence)
    // Shuffled within, so that the random numbers that it takes are given back.
    var batches: EpochBatches?
    var epoch = 0
    return try plan.run(optimizer, parameters) {
      if let batch = try batches?.next() { return step(batch).loss.scalar }
      batches = loader.batches(epoch: epoch)
      epoch += 1
      guard let batch = try batches?.next() else { throw TrainingError.noSamples }
      return step(batch).loss.scalar
    }
  }
}
