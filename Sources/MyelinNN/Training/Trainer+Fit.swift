extension Trainer {
  /// Trains the model.
  ///
  /// If the task that calls is cancelled, training stops after the step that runs and throws `CancellationError`: the model is
  /// then as that step left it, or as in its best epoch if early stopping restores it.
  ///
  /// - Parameters:
  ///   - data: The samples to learn from: a `Dataset` or another source, or a ``DataLoader``, for streams, samplers, augmentation
  ///     and the like.
  ///   - validation: Samples to judge by after every epoch, which the model doesn't learn from, and which aren't augmented.
  ///   - validationSplit: The share of `data` to set aside at random as validation data, instead of giving some.
  ///   - epochs: How many times every sample is learnt from, at most.
  ///   - batchSize: How many samples make one step, 32 by default; the epoch's last step may have fewer. A loader says so itself.
  ///   - shuffled: Whether the samples are put in a new order before every epoch, as by default. A loader says so itself.
  ///   - seed: What all that is drawn at random depends on (the split, the order, dropout); without, the source of the running
  ///     task.
  ///   - classWeights: How much the samples of every class count.
  ///   - callbacks: What happens beside.
  /// - Returns: What was measured.
  /// - Throws: `TrainingError` if there are no samples, if the loss becomes infinite or NaN, or if class weights don't fit the
  ///   targets; what reading samples and what callbacks throw.
  @discardableResult
  public func fit(
    _ data: any BatchSource, validation: (any BatchSource)? = nil, validationSplit: Double = 0, epochs: Int = 1,
    batchSize: Int? = nil, shuffled: Bool? = nil, seed: Int? = nil, classWeights: ClassWeights? = nil,
    callbacks: [Callback] = []
  ) throws -> History {
    try fit(
      FitArguments(
        data: data, validation: validation, validationSplit: validationSplit, epochs: epochs, batchSize: batchSize,
        isShuffled: shuffled, seed: seed, classWeights: classWeights, callbacks: callbacks))
  }

  /// Trains the model without keeping a thread to itself: other tasks get their turn between the steps.
  ///
  /// Cancelling the task stops it after the step that runs; see `fit(_:validation:…)`, whose parameters these are.
  ///
  /// ```swift
  /// let training = Task { try await trainer.fit(concurrently: train, epochs: 100) }
  /// …
  /// training.cancel()   // the model stays as the last whole step has left it
  /// ```
  @concurrent @discardableResult
  public func fit(
    concurrently data: any BatchSource, validation: (any BatchSource)? = nil, validationSplit: Double = 0,
    epochs: Int = 1, batchSize: Int? = nil, shuffled: Bool? = nil, seed: Int? = nil, classWeights: ClassWeights? = nil,
    callbacks: [Callback] = []
  ) async throws -> History {
    let arguments = FitArguments(
      data: data, validation: validation, validationSplit: validationSplit, epochs: epochs, batchSize: batchSize,
      isShuffled: shuffled, seed: seed, classWeights: classWeights, callbacks: callbacks)
    return try await fit(concurrently: arguments)
  }

  /// Trains the model while you look on: the events of the run, as they happen. Ending the loop cancels the training.
  ///
  /// ```swift
  /// for try await event in trainer.progress(fitting: train, epochs: 10, every: .steps(100)) {
  ///   switch event {
  ///   case .step(let step): print(step.epoch, step.step, step.loss)
  ///   case .epoch(let index, let epoch): print(index, epoch.loss, epoch.validationLoss ?? .nan)
  ///   case .finished(let history): print(history.losses)
  ///   }
  /// }
  /// ```
  ///
  /// - Parameter interval: How often a step is reported; epochs always are. The other parameters are those of `fit`.
  public func progress(
    fitting data: any BatchSource, validation: (any BatchSource)? = nil, validationSplit: Double = 0,
    epochs: Int = 1, batchSize: Int? = nil, shuffled: Bool? = nil, seed: Int? = nil, classWeights: ClassWeights? = nil,
    callbacks: [Callback] = [], every interval: Interval = .epochs(1)
  ) -> TrainingEvents {
    let interval = interval.checked(in: "progress")
    return TrainingEvents { report in
      let arguments = FitArguments(
        data: data, validation: validation, validationSplit: validationSplit, epochs: epochs, batchSize: batchSize,
        isShuffled: shuffled, seed: seed, classWeights: classWeights,
        callbacks: callbacks + [Callback { EventReporter(interval, report) }])
      return try await fit(concurrently: arguments)
    }
  }

  /// Trains the model, from a snapshot on if there is one.
  package func fit(_ arguments: FitArguments, resuming snapshot: TrainingSnapshot? = nil) throws -> History {
    func body() throws -> History {
      let run = try makeRun(arguments, resuming: snapshot)
      try run.run()
      return run.state.history
    }
    guard let seed = arguments.seed else { return try body() }
    return try withRandomSeed(seed, body)
  }

  /// Trains the model, and lets other tasks have their turn.
  @concurrent
  package func fit(concurrently arguments: FitArguments, resuming snapshot: TrainingSnapshot? = nil) async throws
    -> History
  {
    guard let seed = arguments.seed else { return try await runConcurrently(arguments, resuming: snapshot) }
    return try await withRandomSeed(seed) { try await runConcurrently(arguments, resuming: snapshot) }
  }

  @concurrent
  private func runConcurrently(
    _ arguments: FitArguments, resuming snapshot: TrainingSnapshot?
  ) async throws -> History {
    let run = try makeRun(arguments, resuming: snapshot)
    let clock = ContinuousClock()
    var last = clock.now
    try run.begin()
    do {
      while try run.advance() {
        let now = clock.now
        guard now - last > .milliseconds(5) else { continue }
        await Task.yield()
        last = now
      }
    } catch {
      run.end(after: error)
      throw error
    }
    try run.end()
    return run.state.history
  }

  private func makeRun(_ arguments: FitArguments, resuming snapshot: TrainingSnapshot?) throws -> TrainingRun {
    try TrainingRun(
      arguments, model: model, optimizer: optimizer, metrics: metrics, step: compiledStep(),
      judge: compiledEvaluation(), resuming: snapshot
    ) { batch in
      withMode(.training) {
        model.firstNonFinite(batch.x, batch.y) { output, target in lossValue(output, target, batch.weights) }
      }
    }
  }
}
