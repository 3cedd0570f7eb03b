import MyelinFiles
import MyelinNN

extension Trainer {
  /// Trains the model, and goes on where a checkpoint was written, with the same bits as if the run had never stopped.
  ///
  /// The trainer (model, loss, optimizer, metrics), the data and the other arguments must be those of the run that was stopped;
  /// only `epochs` may be others. If there is no file yet, the run begins at the beginning: so one and the same program can be
  /// started again until it is done.
  ///
  /// ```swift
  /// try trainer.fit(
  ///   train, epochs: 100, seed: 1, callbacks: [.checkpoint(to: path, every: .steps(500))], resumingFrom: path)
  /// ```
  ///
  /// - Parameter path: A file that the callback `.checkpoint(to:)` has written. For the other parameters see `fit`.
  /// - Throws: ``FileError`` if the file can't be read or is damaged, or doesn't belong to this run; nothing has changed then.
  ///   What `fit` throws.
  @discardableResult
  public func fit(
    _ data: any BatchSource, validation: (any BatchSource)? = nil, validationSplit: Double = 0, epochs: Int = 1,
    batchSize: Int? = nil, shuffled: Bool? = nil, seed: Int? = nil, classWeights: ClassWeights? = nil,
    callbacks: [Callback] = [],
    resumingFrom path: String
  ) throws -> History {
    let arguments = FitArguments(
      data: data, validation: validation, validationSplit: validationSplit, epochs: epochs, batchSize: batchSize,
      isShuffled: shuffled, seed: seed, classWeights: classWeights, callbacks: callbacks)
    return try naming(path) { try fit(arguments, resuming: checkpoint(path)) }
  }

  /// Trains the model from a checkpoint on without keeping a thread to itself; see `fit(concurrently:…)`.
  @concurrent @discardableResult
  public func fit(
    concurrently data: any BatchSource, validation: (any BatchSource)? = nil, validationSplit: Double = 0,
    epochs: Int = 1, batchSize: Int? = nil, shuffled: Bool? = nil, seed: Int? = nil, classWeights: ClassWeights? = nil,
    callbacks: [Callback] = [], resumingFrom path: String
  ) async throws -> History {
    let arguments = FitArguments(
      data: data, validation: validation, validationSplit: validationSplit, epochs: epochs, batchSize: batchSize,
      isShuffled: shuffled, seed: seed, classWeights: classWeights, callbacks: callbacks)
    do {
      return try await fit(concurrently: arguments, resuming: checkpoint(path))
    } catch let error as ResumeError {
      throw fileError(error, path)
    }
  }

  /// The checkpoint at a path, if there is one.
  private func checkpoint(_ path: String) throws -> TrainingSnapshot? {
    do {
      return try CheckpointFile.read(path)
    } catch let error as FileError where error.kind == .missing {
      return nil
    }
  }

  /// Runs `body`; an error of resuming names the file.
  private func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ResumeError {
      throw fileError(error, path)
    }
  }

  private func fileError(_ error: ResumeError, _ path: String) -> FileError {
    FileError(
      .unexpectedContent, path: path, problem: "the run can't be resumed from it: \(error.problem)",
      remedy: error.remedy)
  }
}
