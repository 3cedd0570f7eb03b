/// One call of `fit`, step by step.
///
/// `begin`, then `advance` until it gives false or throws, then `end`. Between two calls everything is in order: that is where a
/// run can be saved and cancelled.
final class TrainingRun {
  let state: TrainingState
  private let arguments: FitArguments
  private let optimizer: any Optimizer
  private let metrics: [Metric]
  /// In the order in which they are called.
  private let observers: [any TrainingObserver]
  private let source: RandomSource
  private let training: DataLoader
  private let validation: DataLoader?
  private let step: BatchProgram
  private let judge: BatchProgram?
  private let findOrigin: (Dataset) -> NonFiniteValue?

  /// The batches of the epoch that runs.
  private var batches: EpochBatches?
  private var nextEpoch = 0
  private var randomAtStart: Philox
  private var randomAtEpoch: Philox
  private let history: RecentPast
  private let setting: TrainingProgress.Setting

  init(
    _ arguments: FitArguments, model: some Module, optimizer: any Optimizer, metrics: [Metric], step: BatchProgram,
    judge: BatchProgram, resuming snapshot: TrainingSnapshot?, findOrigin: @escaping (Dataset) -> NonFiniteValue?
  ) throws {
    try arguments.check()
    self.arguments = arguments
    self.optimizer = optimizer
    self.metrics = metrics
    self.step = step
    self.findOrigin = findOrigin
    source = .current
    // The split depends on the numbers that were drawn when the run began for the first time.
    if let snapshot { source.state = snapshot.progress.randomAtStart }
    randomAtStart = source.state
    randomAtEpoch = randomAtStart
    (training, validation) = try arguments.prepared(from: source)
    self.judge = validation == nil ? nil : judge
    state = TrainingState(
      parameters: model.namedParameters, buffers: model.namedBuffers, optimizer: optimizer, means: Means(metrics),
      epochs: arguments.epochs, batches: training.batchCount ?? 0)
    if training.batchCount == 0 { throw TrainingError.noSamples }
    let all = arguments.callbacks.map { $0.makeObserver() }
    observers = all.filter { !$0.comesLast } + all.filter(\.comesLast)
    let sample = try training.firstSample()
    setting = TrainingProgress.Setting(
      sampleCount: training.sampleCount ?? 0, sampleShape: Array(sample?.x.shape.dropFirst() ?? []),
      targetShape: Array(sample?.y.shape.dropFirst() ?? []),
      hasWeights: sample.map { $0.weights != nil } ?? (arguments.classWeights != nil), batchSize: training.batchSize,
      isShuffled: training.isShuffled, loading: training.settings, optimizer: "\(type(of: optimizer))",
      metrics: metrics.map(\.name))
    history = RecentPast(elementCount: state.modelVariables.reduce(0) { $0 + $1.variable.value.count })
    if let snapshot { try restore(snapshot, withObservers: true) }
    state.makeSnapshot = { [unowned self] in self.snapshot(withObservers: true) }
    state.learningRateChanged = { [unowned self] rate in history.note(rate, before: state.step) }
  }

  /// The whole run.
  func run() throws {
    try begin()
    do {
      while try advance() {}
    } catch {
      end(after: error)
      throw error
    }
    try end()
  }

  func begin() throws {
    for observer in observers { try observer.trainingBegan(state) }
  }

  /// One step, or the end of an epoch; false when there is nothing left to do.
  func advance() throws -> Bool {
    if Task.isCancelled { throw CancellationError() }
    if batches == nil {
      guard nextEpoch < state.epochs, !state.stops else { return false }
      try beginEpoch()
    }
    if let batch = try batches?.next() { try take(batch) } else { try endEpoch() }
    return true
  }

  /// What is left to do after the last epoch.
  func end() throws {
    batches = nil
    // One that fails (a log on a full disk) must not keep the others from putting things in order.
    var failure: (any Error)?
    for observer in observers {
      do {
        try observer.trainingEnded(state)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// What is left to do after an error. Observers put things in order, but can't replace it.
  func end(after error: any Error) {
    // Not before: whoever saves the run must know where it stands.
    defer { batches = nil }
    if error is CancellationError {
      for observer in observers { try? observer.trainingCancelled(state) }
    }
    for observer in observers { try? observer.trainingEnded(state) }
  }

  // MARK: Epochs and steps

  private func beginEpoch() throws {
    state.epoch = nextEpoch
    state.batch = 0
    state.means = Means(metrics)
    open()
    for observer in observers { try observer.epochBegan(state) }
  }

  /// Draws the order of the epoch's samples.
  private func open() {
    randomAtEpoch = source.state
    batches = training.batches(epoch: nextEpoch, from: 0, isTraining: true, random: source)
  }

  private func take(_ batch: Dataset) throws {
    if history.isDue(before: state.step) { history.begin(snapshot(withObservers: false), at: state.step) }
    let (loss, output) = step(batch)
    let value = loss.scalar
    guard value.isFinite else { throw diagnosis(of: batch, loss: value) }
    state.means.add(loss: value, output, batch.y)
    state.batchLoss = value
    state.batch += 1
    state.step += 1
    for observer in observers { try observer.batchEnded(state) }
  }

  private func endEpoch() throws {
    // A stream that gives nothing.
    if state.batch == 0 { throw TrainingError.noSamples }
    state.batches = state.batch
    let training = state.means.result
    let judged = try judge.flatMap { judge in try validation.map { try judge.evaluation(of: $0, metrics) } }
    state.history.epochs.append(
      History.Epoch(
        loss: training.loss, metrics: training.metrics, validationLoss: judged?.loss,
        validationMetrics: judged?.metrics))
    observe(state.history.epochs[state.epoch])
    batches = nil
    nextEpoch = state.epoch + 1
    for observer in observers { try observer.epochEnded(state) }
  }

  /// Tells the optimizer's schedule how an epoch went.
  private func observe(_ epoch: History.Epoch) { optimizer.observe(epoch.validationLoss ?? epoch.loss) }

  // MARK: Losses that aren't finite

  /// What a loss that isn't finite comes from. The model is left as it was before the step that made it, where that is known.
  private func diagnosis(of failedBatch: Dataset, loss: Double) -> TrainingError {
    let (epoch, failed, epochs, stops) = (state.epoch, state.step, state.history, state.stops)
    let (batch, batches) = (state.batch, state.batches)
    if let past = history.snapshot, (try? restore(past, withObservers: false)) != nil {
      // The same steps once more, up to the one that failed.
      rounds: while state.step < failed {
        history.rate(before: state.step).map { optimizer.learningRate = $0 }
        if self.batches == nil {
          (state.epoch, state.batch, state.means) = (nextEpoch, 0, Means(metrics))
          open()
        }
        do {
          if let next = try self.batches?.next() {
            _ = step(next)
            state.batch += 1
            state.step += 1
            continue
          }
        } catch {
          // What could be read before is gone: the origin is looked for with the weights as they are.
          break rounds
        }
        guard state.batch > 0, epochs.epochs.indices.contains(state.epoch) else { break }
        observe(epochs.epochs[state.epoch])
        nextEpoch = state.epoch + 1
        self.batches = nil
      }
    }
    (state.epoch, state.history, state.stops) = (epoch, epochs, stops)
    (state.step, state.batch, state.batches) = (failed, batch, batches)
    return .diverged(epoch: epoch + 1, loss: loss, origin: findOrigin(failedBatch))
  }

  // MARK: Saving and resuming

  /// All that it takes to go on from here.
  private func snapshot(withObservers: Bool) -> TrainingSnapshot {
    var tensors = state.modelVariables.map { (name: $0.name, tensor: $0.variable.value) }
    for (name, variable) in optimizerState { tensors.append((TrainingSnapshot.optimizer(name), variable.value)) }
    let means = state.means.memory
    tensors.append((TrainingSnapshot.means, Tensor(shape: [means.count], means, type: .float64)))
    var records: [TrainingProgress.ObserverRecord] = []
    if withObservers {
      for (index, observer) in observers.enumerated() {
        let memory = observer.memory
        let names = memory.tensors.keys.sorted()
        records.append(.init(name: observer.name, numbers: memory.numbers, tensors: names))
        for name in names {
          memory.tensors[name].map { tensors.append((TrainingSnapshot.observer(index, name), $0)) }
        }
      }
    }
    let progress = TrainingProgress(
      setting: setting, epoch: state.epoch, batch: state.batch, step: state.step,
      batches: training.batchCount == nil ? state.batches : nil, nextEpoch: nextEpoch,
      isWithinEpoch: batches != nil, batchLoss: state.batchLoss, stops: state.stops, history: state.history,
      randomAtStart: randomAtStart, randomAtEpoch: randomAtEpoch, random: source.state,
      observers: records)
    return TrainingSnapshot(progress: progress, tensors: tensors)
  }

  private var optimizerState: [(name: String, variable: Variable)] {
    optimizer.namedState(of: zip(state.names, state.variables).map { ($0, $1) })
  }

  /// Puts everything as it was when the snapshot was made. Nothing has changed if an error is thrown.
  private func restore(_ snapshot: TrainingSnapshot, withObservers: Bool) throws {
    let progress = snapshot.progress
    try check(progress)
    let tensors = Dictionary(snapshot.tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
    func tensor(_ name: String) throws -> Tensor {
      guard let tensor = tensors[name] else { throw ResumeError("it has no tensor '\(name)'") }
      return tensor
    }
    let model = state.modelVariables.map { (key: $0.name, variable: $0.variable) }
    let optimizer = optimizerState.map { (key: TrainingSnapshot.optimizer($0.name), variable: $0.variable) }
    let values = try (model + optimizer).map { key, variable in
      let value = try tensor(key)
      let present = variable.value
      guard value.shape == present.shape, value.type == present.type else {
        throw ResumeError(
          "tensor '\(key)' is \(value.type.rawValue) \(value.shape), not \(present.type.rawValue) \(present.shape)")
      }
      return (variable, value)
    }
    guard let means = Means(metrics, memory: try tensor(TrainingSnapshot.means).scalars) else {
      throw ResumeError("the epoch's means don't fit the metrics")
    }
    let memories = withObservers ? try self.memories(in: progress, tensor) : [:]
    let batches =
      progress.isWithinEpoch
      ? training.batches(
        epoch: progress.nextEpoch, from: progress.batch, isTraining: true, random: RandomSource(progress.randomAtEpoch))
      : nil

    for (variable, value) in values { variable.value = value }
    for (index, memory) in memories { observers[index].memory = memory }
    state.means = means
    (state.epoch, state.batch, state.step) = (progress.epoch, progress.batch, progress.step)
    (state.batchLoss, state.stops, state.history) = (progress.batchLoss, progress.stops, progress.history)
    randomAtStart = progress.randomAtStart
    nextEpoch = progress.nextEpoch
    self.batches = batches
    if let batches = progress.batches { state.batches = batches }
    randomAtEpoch = progress.randomAtEpoch
    source.state = progress.random
  }

  /// The memories of the observers that the snapshot knows: the first of a name gets what the first of it had, and so on.
  private func memories(
    in progress: TrainingProgress, _ tensor: (String) throws -> Tensor
  ) throws -> [Int: ObserverMemory] {
    var result: [Int: ObserverMemory] = [:]
    var free = Array(observers.indices)
    for (index, record) in progress.observers.enumerated() {
      guard let place = free.firstIndex(where: { observers[$0].name == record.name }) else { continue }
      var memory = ObserverMemory(numbers: record.numbers)
      for name in record.tensors { memory.tensors[name] = try tensor(TrainingSnapshot.observer(index, name)) }
      let observer = free.remove(at: place)
      if !memory.isEmpty { result[observer] = memory }
    }
    return result
  }

  /// Whether the snapshot is of a run like this one. What is in a file may be anything.
  private func check(_ progress: TrainingProgress) throws {
    let (was, isNow) = (progress.setting, setting)
    func compare<Value: Equatable>(_ key: KeyPath<TrainingProgress.Setting, Value>, _ name: String) throws {
      guard was[keyPath: key] == isNow[keyPath: key] else {
        func text(_ value: Value) -> String { (value as? String?).map { $0 ?? "as usual" } ?? "\(value)" }
        throw ResumeError("\(name) was \(text(was[keyPath: key])), and is \(text(isNow[keyPath: key])) now")
      }
    }
    try compare(\.optimizer, "the optimizer")
    try compare(\.sampleCount, "the number of samples")
    try compare(\.sampleShape, "the shape of a sample")
    try compare(\.targetShape, "the shape of a target")
    try compare(\.hasWeights, "whether samples have weights")
    try compare(\.batchSize, "the size of batches")
    try compare(\.isShuffled, "whether samples are shuffled")
    try compare(\.loading, "how the data is loaded")
    try compare(\.metrics, "the list of metrics")
    let done = progress.history.epochs.count
    let isPossible =
      if let count = training.batchCount {
        (0...count).contains(progress.batch)
          && progress.step == done * count + (progress.isWithinEpoch ? progress.batch : 0)
      } else {
        progress.batch >= 0 && progress.batches.map { $0 >= 0 } ?? false && progress.step >= progress.batch
      }
    guard isPossible, progress.nextEpoch == done,
      progress.epoch == (progress.isWithinEpoch ? done : max(done - 1, 0)),
      progress.history.restoredEpoch.map({ (0..<done).contains($0) }) ?? true
    else {
      throw ResumeError("its position in the data is impossible", remedy: "use another checkpoint")
    }
  }
}
